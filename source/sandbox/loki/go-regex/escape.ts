import type {Cursor} from './cursor.js';
import {RegexError} from './regex-error.js';

const perlMembers: Readonly<Record<string, string>> = {
	d: '0-9',
	D: String.raw`\D`,
	w: '0-9A-Za-z_',
	W: String.raw`\W`,
	s: String.raw`\t\n\f\r `,
	S: String.raw`\0-\x08\x0B\x0E-\x1F!-\u{10FFFF}`,
};

const namedChars: Readonly<Record<string, string>> = {
	a: '\u{7}', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
};

const propertySource = (name: string, isNegated: boolean): string | undefined => {
	const letter = isNegated ? 'P' : 'p';
	for (const source of [`\\${letter}{${name}}`, `\\${letter}{Script=${name}}`]) {
		try {
			// Whether JavaScript knows the property is for JavaScript to say.
			return new RegExp(source, 'u').source;
		} catch {}
	}

	return undefined;
};

/** Members of a class that a backslash names, such as \d or \p{Greek}; undefined where it names a character. */
export const takeClassEscape = (cursor: Cursor): string | undefined => {
	const perl = cursor.take(/\\([dsw])/iy);
	if (perl) {
		return perlMembers[perl[1]!];
	}

	const property = cursor.take(/\\(p)(?:\{(\^?)(\w+)\}|(\w))/iy);
	if (!property) {
		return undefined;
	}

	const isNegated = (property[1] === 'P') !== (property[2] === '^');
	const source = propertySource(property[3] ?? property[4]!, isNegated);
	if (source === undefined) {
		throw new RegexError('invalid character class range', property[0]);
	}

	return source;
};

/** The character that a backslash and what follows it stand for. */
export const takeEscapedChar = (cursor: Cursor): string => {
	const named = cursor.take(/\\([afnrtv])/y);
	if (named) {
		return namedChars[named[1]!]!;
	}

	const coded = cursor.take(/\\(?:x([\dA-Fa-f]{2})|x\{([\dA-Fa-f]{1,6})\}|(0[0-7]{0,2}|[1-7][0-7]{1,2}))/y);
	if (coded) {
		const hex = coded[1] ?? coded[2];
		const code = hex ? Number.parseInt(hex, 16) : Number.parseInt(coded[3]!, 8);
		if (code <= 0x10_FF_FF) {
			return String.fromCodePoint(code);
		}

		throw new RegexError('invalid escape sequence', coded[0]);
	}

	const punctuation = cursor.take(/\\([\p{Punctuation}\p{Symbol} ])/uy);
	if (punctuation && punctuation[1] !== '_' && punctuation[1]! < '\u{7F}') {
		return punctuation[1]!;
	}

	if (cursor.rest === '\\') {
		throw new RegexError('trailing backslash at end of expression', '');
	}

	throw new RegexError('invalid escape sequence', [...cursor.rest].slice(0, 2).join(''));
};
