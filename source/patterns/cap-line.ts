import {shortenLists} from './long-lists.js';

/** Characters of a line that are read; what follows only shows as a mark in its pattern. */
const maxReadLength = 4096;
/** Characters of a longer line in which long lists are looked for. */
const maxShortenedLength = 262_144;
const cutMark = ' …';

/** Cuts a text to a length, never inside a surrogate pair. */
export function cut(text: string, length: number): string {
	if (text.length <= length) {
		return text;
	}

	const last = text.charCodeAt(length - 1);
	return text.slice(0, last >= 0xD8_00 && last < 0xDC_00 ? length - 1 : length);
}

/** The part of a line that is read, and what marks the pattern of a line that is longer. Of long lists in a long line, the first entries are read, and what stands behind the list. */
export function capLine(line: string): {readonly text: string; readonly mark: string} {
	if (line.length <= maxReadLength) {
		return {text: line, mark: ''};
	}

	const text = line.length <= maxShortenedLength ? shortenLists(line) : shortenLists(cut(line, maxShortenedLength));
	const isWhole = line.length <= maxShortenedLength && text.length <= maxReadLength;
	return isWhole ? {text, mark: ''} : {text: cut(text, maxReadLength), mark: cutMark};
}

/** A copy with a memory of its own: a slice would keep the whole text that it comes from. Joining copies, and cuts off what was joined. */
export const detach = (text: string): string => `${text} `.slice(0, -1);
