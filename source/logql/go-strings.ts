const escapes: Readonly<Record<string, string>> = {
	a: '\u{7}',
	b: '\b',
	f: '\f',
	n: '\n',
	r: '\r',
	t: '\t',
	v: '\v',
	'\\': '\\',
};

/** The parts of a literal's body: text, or one escape by its kind. */
const part = /([^\\]+)|\\(?:(["'\\abfnrtv])|x([\dA-Fa-f]{2})|([0-3][0-7]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8}))/y;
const lastCodePoint = 0x10_FF_FF;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Go has no halves of surrogate pairs: it reads them as the replacement character. */
const isSurrogate = (code: number): boolean => code >= 0xD8_00 && code <= 0xDF_FF;

/** The bytes of one part of a body; undefined where Go does not know the escape. */
const bytesOf = (quoteMark: string, [, text, letter, hexByte, octalByte, ...codes]: RegExpExecArray): Iterable<number> | undefined => {
	if (text !== undefined) {
		return encoder.encode(text);
	}

	if (letter !== undefined) {
		const char = letter === quoteMark ? letter : escapes[letter];
		return char === undefined ? undefined : encoder.encode(char);
	}

	if (hexByte !== undefined || octalByte !== undefined) {
		return [hexByte === undefined ? Number.parseInt(octalByte!, 8) : Number.parseInt(hexByte, 16)];
	}

	const code = Number.parseInt(codes.find(digits => digits !== undefined)!, 16);
	return code > lastCodePoint ? undefined : encoder.encode(isSurrogate(code) ? '\u{FFFD}' : String.fromCodePoint(code));
};

/**
The value of a Go string literal, in quotes or backticks.

@returns Undefined where the literal has an escape that Go does not know, or stands for bytes that are no text.
*/
export const unquote = (literal: string): string | undefined => {
	const quoteMark = literal[0]!;
	const body = literal.slice(1, -1);
	if (quoteMark === '`' || !body.includes('\\')) {
		return body;
	}

	const bytes: number[] = [];
	part.lastIndex = 0;
	while (part.lastIndex < body.length) {
		const match = part.exec(body);
		const some = match ? bytesOf(quoteMark, match) : undefined;
		if (!some) {
			return undefined;
		}

		bytes.push(...some);
	}

	try {
		return decoder.decode(Uint8Array.from(bytes));
	} catch {
		return undefined;
	}
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

/** A string as a Go literal in double quotes. Half of a surrogate pair, which no Go string can hold, is replaced. */
export const quote = (value: string): string => {
	let text = '"';
	for (const char of value.replaceAll(/[\u{D800}-\u{DFFF}]/gu, '\u{FFFD}')) {
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
