import {sanitizeLine} from '../../terminal/sanitize.js';

export type EditedText = {
	readonly text: string;
	/** Position in UTF-16 units, always between two characters. */
	readonly cursor: number;
	/** What this key took out of it, to be put back with `ctrl-y`. */
	readonly killed?: string;
};

/** Longer than any question that a person types; what is pasted beyond it is cut. */
export const maxFieldLength = 4000;

/** What a key of readline does to a line of text; undefined where the key edits nothing. `killed` is what was cut out last. Pure. */
export function editText({text, cursor}: EditedText, name: string | undefined, input: string, killed = ''): EditedText | undefined {
	switch (name) {
		case 'alt-b':
		case 'alt-left':
		case 'ctrl-left': {
			return {text, cursor: wordBefore(text, cursor)};
		}

		case 'alt-f':
		case 'alt-right':
		case 'ctrl-right': {
			return {text, cursor: wordAfter(text, cursor)};
		}

		case 'alt-d':
		case 'alt-delete':
		case 'ctrl-delete': {
			return kill(text, cursor, wordAfter(text, cursor));
		}

		case 'alt-backspace':
		case 'ctrl-backspace': {
			return kill(text, wordBefore(text, cursor), cursor);
		}

		case 'ctrl-y': {
			return insertText({text, cursor}, killed);
		}

		case 'left':
		case 'ctrl-b': {
			return {text, cursor: previous(text, cursor)};
		}

		case 'right':
		case 'ctrl-f': {
			return {text, cursor: next(text, cursor)};
		}

		case 'home':
		case 'ctrl-a': {
			return {text, cursor: 0};
		}

		case 'end':
		case 'ctrl-e': {
			return {text, cursor: text.length};
		}

		case 'backspace':
		case 'ctrl-h': {
			return remove(text, previous(text, cursor), cursor);
		}

		case 'delete':
		case 'ctrl-d': {
			return remove(text, cursor, next(text, cursor));
		}

		case 'ctrl-u': {
			return kill(text, 0, cursor);
		}

		case 'ctrl-k': {
			return kill(text, cursor, text.length);
		}

		case 'ctrl-w': {
			return kill(text, spaceBefore(text, cursor), cursor);
		}

		case undefined:
		default: {
			return name !== undefined && /^(?:ctrl|alt)-/.test(name) ? undefined : insertText({text, cursor}, input);
		}
	}
}

/** Puts typed or pasted text at the cursor: one line, no control characters, and not the line's end that is often copied with a name. */
export function insertText({text, cursor}: EditedText, input: string): EditedText {
	// A megabyte is cut before it is looked at; control characters take more room once they are made safe.
	const clean = sanitizeLine(withoutEnds(input.slice(0, 2 * maxFieldLength)));
	const inserted = wholeCharacters((text.slice(0, cursor) + clean + text.slice(cursor)).slice(0, maxFieldLength));
	return {text: inserted, cursor: Math.min(inserted.length, cursor + clean.length)};
}

/** Without half a surrogate pair at its end. */
const wholeCharacters = (text: string): string => isHighSurrogate(text.charCodeAt(text.length - 1)) ? text.slice(0, -1) : text;

const isLineEnd = (character: string | undefined): boolean => character === '\n' || character === '\r';

function withoutEnds(text: string): string {
	let [start, end] = [0, text.length];
	while (start < end && isLineEnd(text[start])) {
		start++;
	}

	while (end > start && isLineEnd(text[end - 1])) {
		end--;
	}

	return text.slice(start, end);
}

const remove = (text: string, from: number, to: number): EditedText => ({text: text.slice(0, from) + text.slice(to), cursor: from});

const kill = (text: string, from: number, to: number): EditedText => ({...remove(text, from, to), killed: text.slice(from, to)});

/** A step never lands inside a surrogate pair. */
function previous(text: string, cursor: number): number {
	const step = cursor > 1 && isLowSurrogate(text.charCodeAt(cursor - 1)) ? 2 : 1;
	return Math.max(0, cursor - step);
}

function next(text: string, cursor: number): number {
	const step = isLowSurrogate(text.charCodeAt(cursor + 1)) ? 2 : 1;
	return Math.min(text.length, cursor + step);
}

const isLowSurrogate = (code: number): boolean => code >= 0xDC_00 && code <= 0xDF_FF;

const isHighSurrogate = (code: number): boolean => code >= 0xD8_00 && code <= 0xDB_FF;

const isOfWord = (character: string): boolean => /^[\p{Letter}\p{Number}_]/u.test(character);

/** Where the word before the cursor begins, of letters and digits as in readline. */
function wordBefore(text: string, cursor: number): number {
	let start = cursor;
	for (const isWord of [false, true]) {
		while (start > 0 && isOfWord(text.slice(previous(text, start), start)) === isWord) {
			start = previous(text, start);
		}
	}

	return start;
}

/** Where the word after the cursor ends. */
const wordAfter = (text: string, cursor: number): number => cursor + (/^[^\p{Letter}\p{Number}_]*[\p{Letter}\p{Number}_]*/u.exec(text.slice(cursor))?.[0].length ?? 0);

/** Where the word before the cursor begins, whatever it is made of: up to a space. */
const spaceBefore = (text: string, cursor: number): number => text.slice(0, cursor).trimEnd().lastIndexOf(' ') + 1;
