import {sanitizeLine} from '../../terminal/sanitize.js';

export type EditedText = {
	readonly text: string;
	/** Position in UTF-16 units, always between two characters. */
	readonly cursor: number;
};

/** Longer than any question that a person types. */
const maxLength = 4000;

/** What an editing key does to a line of text; undefined where the key edits nothing. Pure. */
export function editText({text, cursor}: EditedText, name: string | undefined, input: string): EditedText | undefined {
	switch (name) {
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
		case 'delete': {
			return remove(text, previous(text, cursor), cursor);
		}

		case 'ctrl-d': {
			return remove(text, cursor, next(text, cursor));
		}

		case 'ctrl-u': {
			return remove(text, 0, cursor);
		}

		case 'ctrl-k': {
			return {text: text.slice(0, cursor), cursor};
		}

		case 'ctrl-w': {
			return remove(text, wordStart(text, cursor), cursor);
		}

		case undefined:
		default: {
			return name?.startsWith('ctrl-') ? undefined : insertText({text, cursor}, input);
		}
	}
}

/** Puts typed or pasted text at the cursor: one line, no control characters, and not the line's end that is often copied with a name. */
export function insertText({text, cursor}: EditedText, input: string): EditedText {
	const clean = sanitizeLine(withoutEnds(input));
	const inserted = (text.slice(0, cursor) + clean + text.slice(cursor)).slice(0, maxLength);
	return {text: inserted, cursor: Math.min(inserted.length, cursor + clean.length)};
}

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

const wordStart = (text: string, cursor: number): number => text.slice(0, cursor).trimEnd().lastIndexOf(' ') + 1;
