import {parseBytes} from './bytes.js';
import {durationProblem, parseDuration, parsePrometheusDuration} from './duration.js';
import {unquote} from './go-strings.js';
import {ParseError} from './parse/parse-error.js';
import {
	functionTokens,
	keywordNames,
	operators,
	parserFlags,
	type Token,
} from './tokens.js';

export type LexResult = {
	/** Ends with $end. */
	readonly tokens: readonly Token[];
	/** What the lexer could not read, at the place of $end. */
	readonly error?: ParseError;
};

const whitespace = /[\t\n\r ]+/y;
const comment = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const string = /"(?:[^\n"\\]|\\[^\n])*"|`[^`]*`/y;
const char = /'(?:[^\n'\\]|\\[^\n])+'/y;
const number = /0x[\da-f]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:e[+-]?\d+)?/iy;
const identifier = /[\p{Letter}_][\p{Decimal_Number}\p{Letter}_]*/uy;
const durationTail = /[\p{Number}.dhmnsuwyµ]+/uy;
const bytesTail = /[\p{Number}.BGKMPTik]+/uy;
const functionFollows = /\s*(?:\(|(?:by|without)\s*\()/iy;

/*
Loki's lexer forgets the line of a token that it had to look ahead for: of ranges, durations, sizes and operators
of two characters. Its messages about them name line 0.
*/
const lookedAhead: ReadonlySet<string> = new Set(['RANGE', 'DURATION', 'BYTES', 'FUNCTION_FLAG', ...operators.filter(({length}) => length === 2)]);

/** Splits a query as Loki's lexer does. It stops at the first thing it cannot read. */
export const lex = (query: string): LexResult => {
	const tokens: Token[] = [];
	let at = 0;
	let line = 1;
	/** In characters, from 1. */
	let column = 1;
	let error: ParseError | undefined;

	const match = (pattern: RegExp, from = at): string | undefined => {
		pattern.lastIndex = from;
		return pattern.exec(query)?.[0];
	};

	const place = (): {line: number; column: number} => query === '' ? {line: 0, column: 0} : {line, column};

	const advance = (length: number): void => {
		for (const passed of query.slice(at, at + length)) {
			column++;
			if (passed !== '\n') {
				continue;
			}

			line++;
			column = 1;
		}

		at += length;
	};

	const add = (length: number, token: Partial<Token> & Pick<Token, 'name' | 'canonical'>): void => {
		const found = place();
		tokens.push({
			text: token.canonical, value: 0, offsetNs: 0, from: at, to: at + length, ...found, line: lookedAhead.has(token.name) ? 0 : found.line, ...token,
		});
		advance(length);
	};

	const fail = (message: string, {isPlaceLost = false} = {}): void => {
		error = new ParseError(message, {line: isPlaceLost ? 0 : line, column, from: at});
	};

	const readNumber = (): boolean => {
		const sign = query[at] === '-' ? '-' : '';
		const digits = sign ? '' : match(number);
		if (digits === undefined) {
			return false;
		}

		const prefix = sign + digits;
		const durationText = prefix + (match(durationTail, at + prefix.length) ?? '');
		const durationNs = durationText === prefix ? undefined : parseDuration(durationText);
		if (durationNs !== undefined) {
			add(durationText.length, {name: 'DURATION', canonical: '1m', value: durationNs});
			return true;
		}

		if (sign) {
			return false;
		}

		const bytesText = prefix + (match(bytesTail, at + prefix.length) ?? '');
		const bytes = bytesText === prefix ? undefined : parseBytes(bytesText);
		if (bytes !== undefined) {
			add(bytesText.length, {name: 'BYTES', canonical: '1KB', value: bytes});
			return true;
		}

		add(digits.length, {
			name: 'NUMBER', canonical: '1', text: digits, value: Number(digits.replaceAll('_', '')),
		});
		return true;
	};

	const readString = (): boolean => {
		const quoteMark = query[at]!;
		if (quoteMark !== '"' && quoteMark !== '`') {
			return false;
		}

		const literal = match(string);
		const text = literal === undefined ? undefined : unquote(literal);
		if (literal === undefined || text === undefined) {
			fail(literal === undefined ? 'literal not terminated' : 'invalid syntax');
			return true;
		}

		add(literal.length, {name: 'STRING', canonical: '""', text});
		return true;
	};

	const readRange = (): boolean => {
		if (query[at] !== '[') {
			return false;
		}

		const end = query.indexOf(']', at);
		if (end === -1) {
			fail('missing closing \']\' in duration', {isPlaceLost: true});
			return true;
		}

		const text = query.slice(at + 1, end);
		const rangeNs = parsePrometheusDuration(text);
		if (rangeNs === undefined) {
			fail(durationProblem(text), {isPlaceLost: true});
			return true;
		}

		add(end + 1 - at, {name: 'RANGE', canonical: '[1m]', value: rangeNs});
		return true;
	};

	const readFlag = (): boolean => {
		const flag = parserFlags.find(name => query.startsWith(name, at));
		if (flag) {
			add(flag.length, {name: 'FUNCTION_FLAG', canonical: flag});
		}

		return Boolean(flag);
	};

	const readWord = (): boolean => {
		const word = match(identifier) ?? match(char);
		if (word === undefined) {
			return false;
		}

		const lower = word.toLowerCase();
		const functionName = functionTokens.get(lower);
		if (functionName !== undefined && match(functionFollows, at + word.length) !== undefined) {
			add(word.length, {name: functionName, canonical: lower});
		} else if (keywordNames.has(lower)) {
			add(word.length, {name: lower, canonical: lower});
		} else {
			add(word.length, {name: 'IDENTIFIER', canonical: 'id', text: word});
		}

		return true;
	};

	const readOperator = (): void => {
		const operator = operators.find(text => query.startsWith(text, at));
		if (operator) {
			add(operator.length, {name: operator, canonical: operator});
			return;
		}

		// A character that means nothing is an identifier to Loki.
		const [other = ''] = query.slice(at);
		add(other.length, {name: 'IDENTIFIER', canonical: 'id', text: other});
	};

	while (at < query.length) {
		const skipped = match(whitespace) ?? match(comment);
		if (skipped !== undefined) {
			advance(skipped.length);
			continue;
		}

		if (!(readString() || readRange() || readFlag() || readNumber() || readWord())) {
			readOperator();
		}

		if (error) {
			break;
		}
	}

	add(0, {name: '$end', canonical: ''});
	return {tokens, error};
};
