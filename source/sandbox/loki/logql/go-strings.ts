const escapes: Readonly<Record<string, string>> = {
	a: '\u{7}',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\\': '\\',
	'\'': '\'',
	'"': '"',
};

const hexLengths: Readonly<Record<string, number>> = {x: 2, u: 4, U: 8};

/**
The value of a Go string literal, in double quotes or backticks.

@returns Undefined where the literal has an escape that Go does not know.
*/
export const unquote = (literal: string): string | undefined => {
	const body = literal.slice(1, -1);
	if (literal.startsWith('`')) {
		return body;
	}

	if (!body.includes('\\')) {
		return body;
	}

	let value = '';
	for (let at = 0; at < body.length; at++) {
		const char = body[at]!;
		if (char !== '\\') {
			value += char;
			continue;
		}

		at++;
		const kind = body[at] ?? '';
		const simple = escapes[kind];
		if (simple !== undefined) {
			value += simple;
			continue;
		}

		const hexLength = hexLengths[kind];
		const digits = hexLength ? body.slice(at + 1, at + 1 + hexLength) : body.slice(at, at + 3);
		const isValid = hexLength ? digits.length === hexLength && /^[\da-f]+$/i.test(digits) : /^[0-7]{3}$/.test(digits);
		const code = Number.parseInt(digits, hexLength ? 16 : 8);
		if (!isValid || code > 0x10_FF_FF) {
			return undefined;
		}

		value += String.fromCodePoint(code);
		at += hexLength ?? 2;
	}

	return value;
};

const shortEscapes: Readonly<Record<string, string>> = {
	'\u{7}': String.raw`\a`,
	'\b': String.raw`\b`,
	'\f': String.raw`\f`,
	'\n': String.raw`\n`,
	'\r': String.raw`\r`,
	'\t': String.raw`\t`,
	'\v': String.raw`\v`,
	'\\': '\\\\',
	'"': String.raw`\"`,
};

/** A string as a Go literal in double quotes. */
export const quote = (value: string): string => {
	let text = '"';
	for (const char of value) {
		const short = shortEscapes[char];
		if (short !== undefined) {
			text += short;
		} else if (char < ' ' || char === '\u{7F}') {
			text += String.raw`\x${char.codePointAt(0)!.toString(16).padStart(2, '0')}`;
		} else {
			text += char;
		}
	}

	return text + '"';
};
