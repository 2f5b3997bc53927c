/*
Reads JSON the way the scanner that Loki uses does: leniently, member by member, keeping numbers as they are
written, and with its messages where something is wrong.
*/

export type JsonValue = {
	readonly type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
	/** A string without its quotes; everything else with all its characters. */
	readonly from: number;
	readonly to: number;
	/** Behind the value. */
	readonly end: number;
};

export const jsonErrors = {
	malformed: 'Malformed JSON error',
	object: 'Value looks like object, but can\'t find closing \'}\' symbol',
	array: 'Value is array, but can\'t find closing \']\' symbol',
	string: 'Value is string, but can\'t find closing \'"\' symbol',
	unknown: 'Unknown value type',
	value: 'Value looks like Number/Boolean/None, but can\'t find its end: \',\' or \'}\' symbol',
	escape: 'Encountered an invalid escape sequence in a string',
} as const;

const skipSpace = (text: string, from: number): number => {
	let at = from;
	for (; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code !== 0x20 && code !== 0x0A && code !== 0x0D && code !== 0x09) {
			return at;
		}
	}

	return -1;
};

/** Index of the quote that ends a string, or -1. */
const stringEnd = (text: string, from: number): number => {
	let at = text.indexOf('"', from);
	while (at !== -1) {
		let backslashes = 0;
		while (text.charCodeAt(at - 1 - backslashes) === 0x5C && at - 1 - backslashes >= from) {
			backslashes++;
		}

		if (backslashes % 2 === 0) {
			return at;
		}

		at = text.indexOf('"', at + 1);
	}

	return -1;
};

/** Index behind the bracket that closes the one at from, or -1. */
const blockEnd = (text: string, from: number, open: string, close: string): number => {
	let depth = 0;
	for (let at = from; at < text.length; at++) {
		const char = text[at];
		if (char === '"') {
			at = stringEnd(text, at + 1);
			if (at === -1) {
				return -1;
			}

			continue;
		}

		if (char === open) {
			depth++;
		}

		if (char !== close) {
			continue;
		}

		depth--;
		if (depth === 0) {
			return at + 1;
		}
	}

	return -1;
};

const scalarEnd = /[\t\n\r ,\]}]/g;

const readScalar = (text: string, from: number): JsonValue | string => {
	scalarEnd.lastIndex = from;
	const to = scalarEnd.exec(text)?.index ?? text.length;
	const char = text[from]!;
	if (char === 't' || char === 'f') {
		const word = text.slice(from, to);
		return word === 'true' || word === 'false'
			? {
				type: 'boolean', from, to, end: to,
			}
			: jsonErrors.unknown;
	}

	if (char === 'n') {
		return text.slice(from, to) === 'null'
			? {
				type: 'null', from, to, end: to,
			}
			: jsonErrors.unknown;
	}

	return char === '-' || (char >= '0' && char <= '9')
		? {
			type: 'number', from, to, end: to,
		}
		: jsonErrors.unknown;
};

/** The value that begins at or behind from, or what is wrong with it. */
export const readValue = (text: string, from: number): JsonValue | string => {
	const start = skipSpace(text, from);
	if (start === -1) {
		return jsonErrors.malformed;
	}

	const char = text[start];
	if (char === '"') {
		const to = stringEnd(text, start + 1);
		return to === -1
			? jsonErrors.string
			: {
				type: 'string', from: start + 1, to, end: to + 1,
			};
	}

	if (char === '{' || char === '[') {
		const isObject = char === '{';
		const end = blockEnd(text, start, char, isObject ? '}' : ']');
		if (end === -1) {
			return isObject ? jsonErrors.object : jsonErrors.array;
		}

		return {
			type: isObject ? 'object' : 'array', from: start, to: end, end,
		};
	}

	return readScalar(text, start);
};

const escapes: Readonly<Record<string, string>> = {
	'"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
};

/** A string's value, or undefined where it has an escape that JSON does not know. */
export const unescapeJson = (text: string): string | undefined => {
	if (!text.includes('\\')) {
		return text;
	}

	let isValid = true;
	const value = text.replaceAll(/\\(?:u([\dA-Fa-f]{4})|([\s\S]?))/g, (_, code: string | undefined, char: string | undefined) => {
		const unescaped = code === undefined ? escapes[char ?? ''] : String.fromCharCode(Number.parseInt(code, 16));
		isValid &&= unescaped !== undefined;
		return unescaped ?? '';
	});
	return isValid ? value : undefined;
};

/**
Calls back with each member of the object that begins at or behind from, until the callback says false.

@returns What is wrong with the text, where something is before the object's end.
*/
export const eachMember = (
	text: string,
	from: number,
	callback: (key: string, value: JsonValue) => boolean,
): string | undefined => {
	let at = skipSpace(text, from);
	if (at === -1 || text[at] !== '{') {
		return jsonErrors.object;
	}

	at = skipSpace(text, at + 1);
	if (at === -1) {
		return jsonErrors.malformed;
	}

	for (;;) {
		if (text[at] === '}') {
			return undefined;
		}

		if (text[at] !== '"') {
			return jsonErrors.object;
		}

		const keyEnd = stringEnd(text, at + 1);
		const colon = keyEnd === -1 ? -1 : skipSpace(text, keyEnd + 1);
		if (colon === -1 || text[colon] !== ':') {
			return jsonErrors.malformed;
		}

		const key = unescapeJson(text.slice(at + 1, keyEnd));
		if (key === undefined) {
			return jsonErrors.escape;
		}

		const value = readValue(text, colon + 1);
		if (typeof value === 'string') {
			return value;
		}

		if (!callback(key, value)) {
			return undefined;
		}

		at = skipSpace(text, value.end);
		if (at === -1) {
			return jsonErrors.array;
		}

		if (text[at] === ',') {
			at = skipSpace(text, at + 1);
			if (at === -1) {
				return jsonErrors.array;
			}
		} else if (text[at] !== '}') {
			return jsonErrors.object;
		}
	}
};
