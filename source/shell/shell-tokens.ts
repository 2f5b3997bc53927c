export type Token = {
	readonly type: 'word' | 'operator';
	readonly text: string;
	/** Up to where it had no quote and no backslash: only there can it be an assignment. */
	readonly plainLength: number;
};

/** Only below these can no pattern of names reach a secret. */
const globbable = /^\/var\/log\/(?!.*\.\.)/;
const operators = ['&>>', '<<<', '<<-', '&>', '&&', '||', '|&', ';;', '>>', '>|', '>&', '<<', '<>', '<&', '<(', '>(', '|', ';', '\n', '&', '<', '>', '(', ')'];
const aVariable = 'a variable or a substitution is part of it';
const anotherCommand = 'runs one command inside another';
const theHistory = 'the shell\'s history is part of it';

/** Characters that make a word depend on more than itself, outside of quotes. */
const living: Readonly<Record<string, string>> = {
	$: aVariable, '`': anotherCommand, '{': 'braces are part of it', '}': 'braces are part of it',
};

/** The words and operators of a line; or why they depend on more than the line. */
export function tokenize(line: string): readonly Token[] | string {
	const tokenizer = new Tokenizer(line);
	for (let index = 0; index < line.length;) {
		const next = tokenizer.step(index);
		if (typeof next === 'string') {
			return next;
		}

		index = next;
	}

	return tokenizer.endWord() ?? tokenizer.tokens;
}

/** Each step takes what stands at an index and gives the next index, or why it cannot be read. */
class Tokenizer {
	readonly #line: string;

	#word: string | undefined;

	#plainLength = Infinity;

	#hasGlob = false;

	readonly tokens: Token[] = [];

	constructor(line: string) {
		this.#line = line;
	}

	#addQuoted(text: string, end: number): number {
		this.#plainLength = Math.min(this.#plainLength, this.#word?.length ?? 0);
		this.#word = `${this.#word ?? ''}${text}`;
		return end;
	}

	/** A backslash at the end of a line joins it with the next one. */
	#stepEscaped(index: number): number | string {
		const next = this.#line[index + 1];
		if (next === undefined) {
			return 'its last line is not whole';
		}

		return next === '\n' ? index + 2 : this.#addQuoted(next, index + 2);
	}

	#addOperator(operator: string, index: number): number | string {
		// A number right before a redirection belongs to it.
		if (/^[<>]/.test(operator) && this.#plainLength === Infinity && /^\d$/.test(this.#word ?? '')) {
			this.#word = undefined;
		}

		const reason = this.endWord();
		this.tokens.push({type: 'operator', text: operator, plainLength: 0});
		return reason ?? (index + operator.length);
	}

	#stepPlain(character: string, index: number): number | string {
		// What `find -exec` puts a file's name for.
		if (this.#word === undefined && /^\{\}(?:\s|$)/.test(this.#line.slice(index, index + 3))) {
			this.#word = '{}';
			return index + 2;
		}

		const reason = living[character]
			?? (character === '#' && this.#word === undefined ? 'a comment is part of it' : undefined)
			?? (character === '!' && !/^!(?:[\s=]|$)/.test(this.#line.slice(index, index + 2)) ? theHistory : undefined)
			?? (/\p{ASCII}/u.test(character) ? undefined : 'characters that look like others may be part of it');
		this.#hasGlob ||= '*?['.includes(character);
		this.#word = `${this.#word ?? ''}${character}`;
		return reason ?? (index + 1);
	}

	/** Why the word that ends here cannot be read; undefined where it can, or where there is none. */
	endWord(): string | undefined {
		const word = this.#word;
		if (word === undefined) {
			return undefined;
		}

		const isSafe = !this.#hasGlob || globbable.test(word);
		this.tokens.push({type: 'word', text: word, plainLength: Math.min(this.#plainLength, word.length)});
		this.#word = undefined;
		this.#plainLength = Infinity;
		this.#hasGlob = false;
		return isSafe ? undefined : 'a pattern of file names is part of it';
	}

	step(index: number): number | string {
		const character = this.#line[index] ?? '';
		switch (character) {
			case '\'': {
				const end = this.#line.indexOf('\'', index + 1);
				return end === -1 ? 'a quote is never closed' : this.#addQuoted(this.#line.slice(index + 1, end), end + 1);
			}

			case '"': {
				const inside = readDoubleQuoted(this.#line, index + 1);
				return typeof inside === 'string' ? inside : this.#addQuoted(inside.text, inside.end);
			}

			case '\\': {
				return this.#stepEscaped(index);
			}

			case ' ':
			case '\t': {
				return this.endWord() ?? (index + 1);
			}

			default: {
				const operator = operators.find(text => this.#line.startsWith(text, index));
				return operator === undefined ? this.#stepPlain(character, index) : this.#addOperator(operator, index);
			}
		}
	}
}

/** What stands between double quotes, and where they end; or why it cannot be read. */
function readDoubleQuoted(line: string, start: number): string | {readonly text: string; readonly end: number} {
	let text = '';
	for (let index = start; index < line.length; index++) {
		const character = line[index] ?? '';
		const next = line[index + 1] ?? '';
		if (character === '"') {
			return {text, end: index + 1};
		}

		if (character === '`' || (character === '$' && /[\w!#$(*\-?@[{]/.test(next))) {
			return character === '`' ? anotherCommand : aVariable;
		}

		if (character === '!' && !/[\s"=]|^$/.test(next)) {
			return theHistory;
		}

		if (character === '\\') {
			text += '$`"\\'.includes(next) ? next : (next === '\n' ? '' : `\\${next}`);
			index++;
		} else {
			text += character;
		}
	}

	return 'a quote is never closed';
}
