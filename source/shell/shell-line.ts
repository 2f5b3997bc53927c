import {tokenize, type Token} from './shell-tokens.js';

/** One program call as a shell would make it: quotes and backslashes are resolved. */
export type SimpleCommand = {
	/** `A=b` before the program. */
	readonly assignments: ReadonlyArray<readonly [name: string, value: string]>;
	readonly words: readonly string[];
	/** Files that it reads by `<`. */
	readonly inputs: readonly string[];
	/** Whether it reads what a program before it writes. */
	readonly isFed: boolean;
};

/** Why a line cannot be read as plain calls of programs with plain words. */
export type Unreadable = {readonly type: 'unreadable'; readonly reason: string};
export type ShellLine = {readonly type: 'commands'; readonly commands: readonly SimpleCommand[]};

/** Where output may go: nowhere, or where it goes anyway. */
const harmlessTargets: ReadonlySet<string> = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '&1', '&2']);
const assignment = /^([a-z_]\w*)=(.*)$/is;

const unreadable = (reason: string): Unreadable => ({type: 'unreadable', reason});

/**
Reads a line as a POSIX shell, bash or zsh would. Whatever depends on anything but the line itself (variables, substitutions, history, braces, most name patterns, compound commands) is unreadable:
the reader then decides, not this program.
*/
export function readShellLine(line: string): ShellLine | Unreadable {
	const tokens = tokenize(line);
	return typeof tokens === 'string' ? unreadable(tokens) : toCommands(tokens);
}

const separators: ReadonlySet<string> = new Set(['&&', '||', ';', '\n', '|', '|&']);

function toCommands(tokens: readonly Token[]): ShellLine | Unreadable {
	const commands: SimpleCommand[] = [];
	let part: Token[] = [];
	let isFed = false;
	let inputs: string[] = [];
	const end = (operator: string): boolean => {
		const assignments: Array<readonly [string, string]> = [];
		let first = 0;
		for (const {text, plainLength} of part) {
			const [, name, value] = assignment.exec(text) ?? [];
			if (name === undefined || value === undefined || plainLength <= name.length) {
				break;
			}

			assignments.push([name, value]);
			first++;
		}

		const words = part.slice(first).map(({text}) => text);
		if (words.length > 0) {
			commands.push({
				assignments, words, inputs, isFed,
			});
		}

		const isWhole = words.length > 0 || (operator === '\n' && part.length === 0 && inputs.length === 0) || (operator === 'end' && commands.length > 0 && part.length === 0);
		part = [];
		inputs = [];
		isFed = operator.startsWith('|') && operator !== '||';
		return isWhole;
	};

	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index]!;
		if (token.type === 'word') {
			part.push(token);
			continue;
		}

		if (separators.has(token.text)) {
			if (!end(token.text)) {
				return unreadable('a command is missing in it');
			}

			continue;
		}

		const target = tokens[index + 1];
		if (['>', '>>', '>&', '&>', '&>>', '>|'].includes(token.text) && target?.type === 'word') {
			const name = token.text === '>&' ? `&${target.text}` : target.text;
			if (!harmlessTargets.has(name) && !(token.text === '>&' && harmlessTargets.has(target.text))) {
				return unreadable('writes to a file');
			}

			index++;
			// Some shells read `ls &> x rm` as two commands, the second of them `rm`.
			if (token.text.startsWith('&') && tokens[index + 1]?.type === 'word') {
				return unreadable('shells read it in different ways');
			}
		} else if (token.text === '<' && target?.type === 'word') {
			inputs.push(target.text);
			index++;
		} else {
			return unreadable('it is more than plain commands');
		}
	}

	return end('end') ? {type: 'commands', commands} : unreadable(commands.length === 0 ? 'there is no command in it' : 'a command is missing in it');
}
