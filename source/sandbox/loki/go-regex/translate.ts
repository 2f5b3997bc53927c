import {takeCharacterClass} from './character-class.js';
import {Cursor, type Flags} from './cursor.js';
import {takeClassEscape, takeEscapedChar} from './escape.js';
import {literal} from './literal.js';
import {RegexError} from './regex-error.js';

const maxDepth = 250;
const maxRepeat = 1000;

const assertions: Readonly<Record<string, string>> = {
	A: '^', z: '$', b: String.raw`\b`, B: String.raw`\B`,
};

const withFlags = (flags: Flags, on: string, off: string): Flags => {
	const is = (letter: string, before: boolean): boolean => (before || on.includes(letter)) && !off.includes(letter);
	return {
		ignoreCase: is('i', flags.ignoreCase),
		multiline: is('m', flags.multiline),
		dotAll: is('s', flags.dotAll),
		lazy: is('U', flags.lazy),
	};
};

const takeRepeat = (cursor: Cursor): string | undefined => {
	const repeat = cursor.take(/(?:[*+?]|\{(\d+)(?:,(\d*))?\})\??/y);
	if (repeat?.[1] === undefined) {
		return repeat?.[0];
	}

	const least = Number(repeat[1]);
	const most = repeat[2] ? Number(repeat[2]) : least;
	if (most > maxRepeat || least > most) {
		throw new RegexError('invalid repeat count', repeat[0].replace(/\?$/, ''));
	}

	return repeat[0];
};

const turnLazy = (repeat: string): string => (/.\?$/.test(repeat) ? repeat.slice(0, -1) : `${repeat}?`);

const requireEnd = (cursor: Cursor): void => {
	if (!cursor.isAtEnd) {
		throw new RegexError('unexpected )', cursor.pattern);
	}
};

/**
Translates a Go regular expression into the source of a JavaScript one with the u flag.

@returns The source and the names of the groups, in order; undefined for one without a name.
@throws RegexError where Go would refuse it.
*/
export const translate = (pattern: string, initialFlags: Flags): {source: string; groupNames: Array<string | undefined>} => {
	const cursor = new Cursor(pattern);
	const groupNames: Array<string | undefined> = [];
	let depth = 0;

	const takeEscape = (flags: Flags): string => {
		const assertion = cursor.take(/\\([ABbz])/y);
		if (assertion) {
			return assertions[assertion[1]!]!;
		}

		const quoted = cursor.take(/\\Q([\s\S]*?)(?:\\E|$)/y);
		if (quoted) {
			return [...quoted[1]!].map(char => literal(char, flags)).join('');
		}

		const members = takeClassEscape(cursor);
		return members === undefined ? literal(takeEscapedChar(cursor), flags) : `[${members}]`;
	};

	const takeGroup = (flags: Flags): string => {
		let open = '(';
		let inner = {...flags};
		const named = cursor.take(/\(\?(?:P<|<(?![!=]))([^>]*)>/y);
		const options = named ? undefined : cursor.take(/\(\?([Uims]*)(?:-([Uims]+))?([):])/y);
		if (named) {
			const name = named[1]!;
			if (!/^\w+$/.test(name)) {
				throw new RegexError('invalid named capture', named[0]);
			}

			if (groupNames.includes(name)) {
				throw new RegexError('duplicate capture group name', name);
			}

			groupNames.push(name);
		} else if (options) {
			inner = withFlags(flags, options[1]!, options[2] ?? '');
			if (options[3] === ')') {
				// Flags hold to the end of the group that they stand in.
				Object.assign(flags, inner);
				return '';
			}

			open = '(?:';
		} else if (cursor.rest.startsWith('(?')) {
			throw new RegexError('invalid or unsupported Perl syntax', cursor.take(/\(\?(?:<[!=]|[Uims]*[^Uims]?)/y)![0]);
		} else {
			groupNames.push(undefined);
			cursor.at++;
		}

		depth++;
		if (depth > maxDepth) {
			throw new RegexError('expression nests too deeply', pattern);
		}

		const body = takeAlternatives(inner);
		depth--;
		if (cursor.isAtEnd) {
			throw new RegexError('missing closing )', pattern);
		}

		cursor.at++;
		return `${open}${body})`;
	};

	const takeAtom = (flags: Flags): string => {
		const char = cursor.peek();
		switch (char) {
			case '(': {
				return takeGroup(flags);
			}

			case '[': {
				return takeCharacterClass(cursor, flags);
			}

			case '\\': {
				return takeEscape(flags);
			}

			default: {
				cursor.at += char.length;
			}
		}

		switch (char) {
			case '.': {
				return flags.dotAll ? String.raw`[\s\S]` : String.raw`[^\n]`;
			}

			case '^': {
				return flags.multiline ? String.raw`(?<=^|\n)` : '^';
			}

			case '$': {
				return flags.multiline ? String.raw`(?=\n|$)` : '$';
			}

			default: {
				return literal(char, flags);
			}
		}
	};

	const takeAlternatives = (flags: Flags): string => {
		let source = '';
		let atom: string | undefined;
		let repeatStart: number | undefined;
		while (!cursor.isAtEnd && cursor.peek() !== ')') {
			const start = cursor.at;
			if (cursor.take(/\|/y)) {
				source += `${atom ?? ''}|`;
				atom = undefined;
				repeatStart = undefined;
				continue;
			}

			const repeat = takeRepeat(cursor);
			if (repeat === undefined) {
				source += atom ?? '';
				atom = takeAtom(flags) || undefined;
				repeatStart = undefined;
				continue;
			}

			if (atom === undefined) {
				throw new RegexError('missing argument to repetition operator', repeat);
			}

			if (repeatStart !== undefined) {
				throw new RegexError('invalid nested repetition operator', pattern.slice(repeatStart, cursor.at));
			}

			repeatStart = start;
			atom = (/^(?:\^|\$|\\b|\(\?<?=)/i.test(atom) ? `(?:${atom})` : atom) + (flags.lazy ? turnLazy(repeat) : repeat);
		}

		return source + (atom ?? '');
	};

	const source = takeAlternatives({...initialFlags});
	requireEnd(cursor);
	return {source, groupNames};
};
