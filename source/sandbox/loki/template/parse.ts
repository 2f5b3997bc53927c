import type {
	Branch,
	Command,
	Node,
	Operand,
	Pipeline,
} from './ast.js';
import {templateFunctions} from './functions.js';
import {lexTemplate, type TemplateToken} from './lex.js';
import {TemplateError} from './template-error.js';

const constants: ReadonlyMap<string, boolean | undefined> = new Map([['true', true], ['false', false], ['nil', undefined]]);
const branchWords: ReadonlySet<string> = new Set(['if', 'with', 'range']);

/** Reads the nodes of one template. Used once. */
class TemplateParser {
	#at = 0;

	constructor(private readonly tokens: readonly TemplateToken[]) {}

	/** Reads up to `end`, `else` or the end of the template. */
	#nodes(): {nodes: Node[]; end: string} {
		const nodes: Node[] = [];
		for (let token = this.tokens[this.#at]; token; token = this.tokens[this.#at]) {
			this.#at++;
			if (token.type === 'text') {
				nodes.push({type: 'text', text: token.text});
				continue;
			}

			const next = this.tokens[this.#at];
			const word = next?.type === 'word' ? next.text : '';
			if (next?.type === 'close') {
				this.#at++;
			} else if (word === 'end' || word === 'else') {
				this.#at++;
				return {nodes, end: word};
			} else if (branchWords.has(word)) {
				this.#at++;
				nodes.push(this.#branch(word as Branch['type']));
			} else {
				const pipeline = this.#pipeline();
				this.#close();
				nodes.push({type: 'action', pipeline});
			}
		}

		return {nodes, end: ''};
	}

	#branch(type: Branch['type']): Branch {
		const pipeline = this.#pipeline();
		this.#close();
		const {nodes: body, end} = this.#nodes();
		if (end === 'end') {
			this.#close();
			return {
				type, pipeline, body, otherwise: [],
			};
		}

		if (end === '') {
			throw new TemplateError('unexpected EOF');
		}

		const next = this.tokens[this.#at];
		if (next?.type === 'word' && (next.text === 'if' || next.text === 'with')) {
			this.#at++;
			return {
				type, pipeline, body, otherwise: [this.#branch(next.text)],
			};
		}

		this.#close();
		const {nodes: otherwise, end: last} = this.#nodes();
		if (last !== 'end') {
			throw new TemplateError('unexpected EOF');
		}

		this.#close();
		return {
			type, pipeline, body, otherwise,
		};
	}

	#close(): void {
		if (this.tokens[this.#at]?.type !== 'close') {
			throw new TemplateError('unexpected token in action');
		}

		this.#at++;
	}

	#closeParenthesis(): void {
		if (!this.#isSymbol(')')) {
			throw new TemplateError('unclosed left paren');
		}

		this.#at++;
	}

	#isSymbol(text: string, offset = 0): boolean {
		const token = this.tokens[this.#at + offset];
		return token?.type === 'symbol' && token.text === text;
	}

	#variables(): string[] {
		const names: string[] = [];
		const name = (offset: number): string | undefined => {
			const token = this.tokens[this.#at + offset];
			return token?.type === 'variable' ? token.text : undefined;
		};

		const first = name(0);
		if (first !== undefined && (this.#isSymbol(':=', 1) || this.#isSymbol('=', 1))) {
			names.push(first);
			this.#at += 2;
		} else if (first !== undefined && this.#isSymbol(',', 1) && name(2) !== undefined && this.#isSymbol(':=', 3)) {
			names.push(first, name(2)!);
			this.#at += 4;
		}

		return names;
	}

	#pipeline(): Pipeline {
		const variables = this.#variables();
		const commands: Command[] = [this.#command()];
		while (this.#isSymbol('|')) {
			this.#at++;
			commands.push(this.#command());
		}

		return {variables, commands};
	}

	#command(): Command {
		const operands: Operand[] = [];
		for (;;) {
			const token = this.tokens[this.#at];
			if (!token || token.type === 'close' || this.#isSymbol('|') || this.#isSymbol(')')) {
				break;
			}

			operands.push(this.#operand(token));
		}

		if (operands.length === 0) {
			throw new TemplateError('missing value for command');
		}

		return operands;
	}

	#operand(token: TemplateToken): Operand {
		this.#at++;
		switch (token.type) {
			case 'field': {
				return {type: 'field', path: [token.text.slice(1), ...this.#path()]};
			}

			case 'variable': {
				return {type: 'variable', name: token.text, path: this.#path()};
			}

			case 'constant': {
				return {type: 'constant', value: token.value};
			}

			case 'word': {
				if (constants.has(token.text)) {
					return {type: 'constant', value: constants.get(token.text)};
				}

				if (!templateFunctions.has(token.text)) {
					throw new TemplateError(`function ${JSON.stringify(token.text)} not defined`);
				}

				return {type: 'function', name: token.text};
			}

			case 'symbol': {
				return this.#symbol(token.text);
			}

			case 'text':
			case 'open':
			case 'close': {
				throw new TemplateError(`unexpected ${token.type} in operand`);
			}
		}
	}

	#symbol(text: string): Operand {
		if (text === '.') {
			return {type: 'dot'};
		}

		if (text !== '(') {
			throw new TemplateError(`unexpected ${JSON.stringify(text)} in operand`);
		}

		const pipeline = this.#pipeline();
		this.#closeParenthesis();
		return {type: 'pipeline', pipeline, path: this.#path()};
	}

	/** The fields that follow without a space. */
	#path(): string[] {
		const path: string[] = [];
		for (let token = this.tokens[this.#at]; token?.type === 'field' && !token.isAfterSpace; token = this.tokens[this.#at]) {
			path.push(token.text.slice(1));
			this.#at++;
		}

		return path;
	}

	parse(): Node[] {
		const {nodes, end} = this.#nodes();
		if (end !== '') {
			throw new TemplateError(`unexpected {{${end}}}`);
		}

		return nodes;
	}
}

/** Parses a Go template. Throws TemplateError where Go would refuse it. */
export const parseTemplate = (source: string): Node[] => new TemplateParser(lexTemplate(source)).parse();
