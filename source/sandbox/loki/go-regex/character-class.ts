import type {Cursor, Flags} from './cursor.js';
import {takeClassEscape, takeEscapedChar} from './escape.js';
import {escapeMember, otherCase} from './literal.js';
import {RegexError} from './regex-error.js';

const posixMembers: Readonly<Record<string, string>> = {
	alnum: '0-9A-Za-z',
	alpha: 'A-Za-z',
	ascii: String.raw`\x00-\x7F`,
	blank: String.raw`\t `,
	cntrl: String.raw`\x00-\x1F\x7F`,
	digit: '0-9',
	graph: '!-~',
	lower: 'a-z',
	print: ' -~',
	punct: String.raw`!-\/:-@\[-${'`'}\{-~`,
	space: String.raw`\t\n\v\f\r `,
	upper: 'A-Z',
	word: '0-9A-Za-z_',
	xdigit: '0-9A-Fa-f',
};

const negatedPosixMembers = (members: string): string => {
	let negated = '';
	for (let code = 0; code < 128; code++) {
		const char = String.fromCodePoint(code);
		if (!new RegExp(`[${members}]`, 'u').test(char)) {
			negated += String.raw`\x${code.toString(16).padStart(2, '0')}`;
		}
	}

	return String.raw`${negated}\x80-\u{10FFFF}`;
};

const takeChar = (cursor: Cursor, start: number): string => {
	const char = cursor.peek();
	if (char === '') {
		throw new RegexError('missing closing ]', cursor.pattern.slice(start));
	}

	if (char === '\\') {
		return takeEscapedChar(cursor);
	}

	cursor.at += char.length;
	return char;
};

const takeMember = (cursor: Cursor, start: number, flags: Flags): string => {
	const posix = cursor.take(/\[:(\^?)([^:\]]*):\]/y);
	if (posix) {
		const members = posixMembers[posix[2]!];
		if (members === undefined) {
			throw new RegexError('invalid character class range', posix[0]);
		}

		return posix[1] ? negatedPosixMembers(members) : members;
	}

	const named = takeClassEscape(cursor);
	if (named !== undefined) {
		return named;
	}

	const rangeStart = cursor.at;
	const low = takeChar(cursor, start);
	let high = low;
	if (cursor.take(/-(?!\]|$)/y)) {
		high = takeChar(cursor, start);
		if (high.codePointAt(0)! < low.codePointAt(0)!) {
			throw new RegexError('invalid character class range', cursor.pattern.slice(rangeStart, cursor.at));
		}
	}

	const member = low === high ? escapeMember(low) : `${escapeMember(low)}-${escapeMember(high)}`;
	return flags.ignoreCase ? member + otherCase(low, high) : member;
};

/** Translates a class in brackets. */
export const takeCharacterClass = (cursor: Cursor, flags: Flags): string => {
	const start = cursor.at;
	let source = cursor.take(/\[\^?/y)![0];
	for (let isFirst = true; isFirst || cursor.peek() !== ']'; isFirst = false) {
		if (cursor.isAtEnd) {
			throw new RegexError('missing closing ]', cursor.pattern.slice(start));
		}

		source += takeMember(cursor, start, flags);
	}

	cursor.at++;
	return `${source}]`;
};
