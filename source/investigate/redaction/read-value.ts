/** Where a value stands in a text, without its quotes. */
export type Value = {readonly start: number; readonly end: number; readonly isQuoted: boolean};

/** A value without an end is read so far: what follows is no longer the value of that key. */
const maxLength = 16_384;

export const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);
const quotes: ReadonlySet<string | undefined> = new Set(['"', '\'', '`']);
const isQuote = (character: string | undefined): boolean => quotes.has(character);
/** Letters before the quote of a string in Python and C#. */
const prefixes: ReadonlySet<string | undefined> = new Set(['b', 'u', 'r', '@']);
const closing = new Set([' ', '\t', '\n', '\r', ',', ';', ':', ')', ']', '}', '>', '<', '&', '\\', '/', '|', '.', '?', '!', '"', '\'', '=']);

/** The next index at or after `from` that holds no white space. */
export const skipSpaces = (text: string, from: number, max = Infinity): number => {
	let index = from;
	while (index < text.length && index - from < max && isSpace(text.charCodeAt(index))) {
		index++;
	}

	return index;
};

/** Reads up to the quote that closes: one with something but a delimiter behind it is part of the value (`"ab"cd"`). */
const readQuoted = (text: string, start: number, {quote, isEscaped, most}: {readonly quote: string; readonly isEscaped: boolean; readonly most: number}): Value => {
	const limit = Math.min(text.length, start + most);
	let first = -1;
	for (let index = start; index < limit; index++) {
		const character = text[index];
		if (character === '\\') {
			// JSON in a string: `\"` closes what `\"` opened, `\\\"` is a quote inside.
			if (isEscaped && text[index + 1] === quote) {
				return {start, end: index, isQuoted: true};
			}

			index += isEscaped && text[index + 1] === '\\' ? 3 : 1;
			continue;
		}

		if (character !== quote) {
			continue;
		}

		const next = text[index + 1];
		if (next === undefined || closing.has(next) || (first !== -1 && index - first > 40)) {
			return {start, end: next === undefined || closing.has(next) ? index : first, isQuoted: true};
		}

		first = first === -1 ? index : first;
	}

	return {start, end: first === -1 ? limit : first, isQuoted: true};
};

const pairAhead = /[\w%\-.[\]]{1,40}=/y;
const wordPairAhead = /[\t ]?[a-z][\w \-.]{0,30}[:=]/iy;
const jsonPairAhead = /[\t ]?["'\\]{0,3}[\w\-.]{1,40}["'\\]{0,3}[:=]/y;

const isAhead = (pattern: RegExp, text: string, from: number): boolean => {
	pattern.lastIndex = from;
	return pattern.test(text);
};

const isEndAt = (text: string, index: number): boolean => index >= text.length || isSpace(text.charCodeAt(index)) || isQuote(text[index]) || ')]}<'.includes(text[index]!);

/** Whether the value ends at a character that passwords hold too: it does where the next pair or nothing follows. */
const endsValue = (text: string, index: number): boolean => {
	switch (text[index] ?? '') {
		case '&': {
			return isEndAt(text, index + 1) || isAhead(pairAhead, text, index + 1) || text.startsWith('amp;', index + 1);
		}

		case ';': {
			return isEndAt(text, index + 1) || isAhead(wordPairAhead, text, index + 1);
		}

		case ',': {
			return isEndAt(text, index + 1) || isAhead(jsonPairAhead, text, index + 1);
		}

		case '"':
		case '\'':
		case '`': {
			return index + 1 >= text.length || closing.has(text[index + 1]!);
		}

		case '\\': {
			return isQuote(text[index + 1]) || (text[index + 1] === '\\' && isQuote(text[index + 2])) || 'nrt'.includes(text[index + 1] ?? 'n') || text.startsWith('u0026', index + 1);
		}

		case '<': {
			return text[index + 1] === '/';
		}

		default: {
			return false;
		}
	}
};

/** Characters at which a value may end: most are none. */
const mayEnd: ReadonlySet<number> = new Set([...' \t\n\u{B}\f\r&;,"\'`\\<%'].map(character => character.charCodeAt(0)));

/** Reads the value that begins at `from`: quoted (the quotes may be escaped, JSON in JSON), else up to a space or a delimiter. `isEncoded`: it stands in a part of an address that is percent-encoded; `most`: how many characters are read. */
export const readValue = (text: string, from: number, isEncoded = false, most = maxLength): Value => {
	// Headers are often written as lists: `Cookie:[a=b]`, `"Cookie":["a=b"]`.
	let open = text[from] === '[' ? from + 1 : from;
	const isPrefixed = prefixes.has(text[open]) && isQuote(text[open + 1]);
	open += isPrefixed ? 1 : 0;
	const unescaped = open;
	while (text[open] === '\\' && open - from < 5) {
		open++;
	}

	if (isQuote(text[open])) {
		return readQuoted(text, open + 1, {quote: text[open]!, isEscaped: open > unescaped, most});
	}

	const start = unescaped;
	const limit = Math.min(text.length, start + most);
	const isEnd = (index: number): boolean => isSpace(text.charCodeAt(index)) || (isEncoded && text.startsWith('%26', index)) || endsValue(text, index);
	let end = start;
	while (end < limit && !(mayEnd.has(text.charCodeAt(end)) && isEnd(end))) {
		end++;
	}

	return {start, end: trimEnd(text, start, end, limit), isQuoted: false};
};

/** Without what belongs to the sentence or the structure around it. */
const trimEnd = (text: string, start: number, from: number, limit: number): number => {
	let end = from;
	while (end > start && end < limit + 1 && ')]}'.includes(text[end - 1]!) && !hasOpener(text, start, end - 1)) {
		end--;
	}

	while (end > start && '.,'.includes(text[end - 1]!) && (end === text.length || isSpace(text.charCodeAt(end)))) {
		end--;
	}

	return end;
};

const hasOpener = (text: string, start: number, closer: number): boolean => {
	const opener = '([{'[')]}'.indexOf(text[closer]!)]!;
	const index = text.lastIndexOf(opener, closer);
	return index >= start;
};
