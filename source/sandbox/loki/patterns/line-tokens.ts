import {LogfmtScanner} from '../pipeline/logfmt-scan.js';

/** What stands for the changing parts of lines. */
export const blank = '<_>';

export type LineFormat = 'json' | 'logfmt' | 'text';

/** A line taken apart. `join` puts tokens that took the place of these together again. */
export type TokenizedLine = {
	readonly tokens: string[];
	join(tokens: readonly string[]): string;
};

const maxLineLength = 3000;
const maxTokens = 127;

/** Fields of a JSON line that may hold its message; the first that is there does. */
const messageFields = ['log', 'message', 'msg', 'msg_', '_msg', 'content'];

/** Fields of a logfmt line that differ on every line. */
const isVariableField = (key: string): boolean => key === 't' || /^(?:ts|traceid|time|timestamp)$/i.test(key);

const logfmtPair = /^\w+=(?:[^\s"]\S*|"[^"]+")(?= |$)/;

const isLogfmt = (line: string): boolean => {
	let rest = line;
	for (;;) {
		const pair = logfmtPair.exec(rest)?.[0];
		if (pair === undefined) {
			return false;
		}

		if (pair.length === rest.length) {
			return true;
		}

		rest = rest.slice(pair.length + 1);
	}
};

/** How the lines of a stream are written, told from one of them. */
export const formatOf = (line: string): LineFormat => {
	if (line.length >= 2 && line.startsWith('{') && line.endsWith('}')) {
		return 'json';
	}

	return line.length <= maxLineLength && isLogfmt(line) ? 'logfmt' : 'text';
};

/** A blank, a mark of punctuation that parts words, or a word. Marks that words hold do not part them. */
const tokenOrSpace = / |=|(?![-./:_])\p{Punctuation}|(?:(?![ =])[\P{Punctuation}\-./:_])+/gu;

const tokenizeText = (line: string, around = ''): TokenizedLine => {
	const tokens: string[] = [];
	const spacesAfter: number[] = [];
	for (const [part] of line.matchAll(tokenOrSpace)) {
		if (part === ' ') {
			if (tokens.length > 0) {
				spacesAfter[tokens.length - 1] = (spacesAfter[tokens.length - 1] ?? 0) + 1;
			}

			continue;
		}

		tokens.push(part);
		if (tokens.length > maxTokens) {
			break;
		}
	}

	return {
		tokens,
		join: given => around + given.map((token, index) => token + ' '.repeat(spacesAfter[index] ?? 0)).join('') + around,
	};
};

const messageOf = (line: string): string | undefined => {
	let fields: unknown;
	try {
		fields = JSON.parse(line);
	} catch {
		return undefined;
	}

	if (typeof fields !== 'object' || fields === null) {
		return undefined;
	}

	const byName = new Map<string, unknown>(Object.entries(fields));
	const message = messageFields.map(name => byName.get(name)).find(value => typeof value === 'string');
	// As the line has it: escaped.
	return message === undefined ? undefined : JSON.stringify(message).slice(1, -1);
};

const writeValue = (value: string): string => (/[\s"=]/.test(value) ? JSON.stringify(value) : value);

const tokenizeLogfmt = (line: string): TokenizedLine | undefined => {
	const tokens: string[] = [];
	const scanner = new LogfmtScanner(line);
	while (!scanner.isAtEnd) {
		if (!scanner.next()) {
			break;
		}

		tokens.push(scanner.key, isVariableField(scanner.key) ? blank : scanner.value);
	}

	if (scanner.error !== undefined) {
		return undefined;
	}

	const join = (given: readonly string[]): string => {
		const pairs: string[] = [];
		for (let index = 0; index + 1 < given.length; index += 2) {
			pairs.push(`${given[index]}=${writeValue(given[index + 1]!)}`);
		}

		return pairs.join(' ');
	};

	return {tokens, join};
};

/** The tokens of a line; undefined where it is too long or not of the format. */
export const tokenizeLine = (line: string, format: LineFormat): TokenizedLine | undefined => {
	if (format === 'json') {
		const message = messageOf(line);
		return message === undefined || message.length > maxLineLength ? undefined : tokenizeText(message, blank);
	}

	if (line.length > maxLineLength) {
		return undefined;
	}

	return format === 'logfmt' ? tokenizeLogfmt(line) : tokenizeText(line);
};
