/** Characters of a line that are read; what follows only shows as a mark in its pattern. */
const maxReadLength = 4096;
const cutMark = ' …';

/** Cuts a text to a length, never inside a surrogate pair. */
export function cut(text: string, length: number): string {
	if (text.length <= length) {
		return text;
	}

	const last = text.charCodeAt(length - 1);
	return text.slice(0, last >= 0xD8_00 && last < 0xDC_00 ? length - 1 : length);
}

/** The part of a line that is read, and what marks the pattern of a line that is longer. */
export function capLine(line: string): {readonly text: string; readonly mark: string} {
	return line.length > maxReadLength ? {text: cut(line, maxReadLength), mark: cutMark} : {text: line, mark: ''};
}

/** A copy with a memory of its own: a slice would keep the whole text that it comes from. Joining copies, and cuts off what was joined. */
export const detach = (text: string): string => `${text} `.slice(0, -1);
