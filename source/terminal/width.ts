import sliceAnsi from 'slice-ansi';
import stringWidth from 'string-width';
import {sanitizeLine} from './sanitize.js';

export type FitOptions = {
	readonly align?: 'left' | 'right';
	/** False cuts without a mark. */
	readonly ellipsis?: boolean;
};

const ellipsisMark = '…';
/** Less has no room for two ends. */
const minMiddleColumns = 9;
/** Measuring is more than linear in the length of a text of wide characters, so long texts are measured in pieces. */
const pieceLength = 512;
/** Code units that are read for each column: enough for any letter with its marks; what lies behind is cut off. */
const unitsPerColumn = 16;
const lastAscii = 0x7E;
/** What a reader sees as one character. */
export const graphemes = new Intl.Segmenter();

/** One column for each code unit: ASCII, Latin letters, dashes and quotes, control pictures, lines and blocks. */
const narrowText = /^[\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{2010}-\u{2027}\u{2190}-\u{2193}\u{23CE}\u{2400}-\u{2426}\u{2500}-\u{259F}]*$/u;

/** Whether each code unit of a text takes exactly one column. */
export function isNarrow(text: string): boolean {
	return narrowText.test(text);
}

/** How many terminal columns a text without newlines takes. */
export function displayWidth(text: string): number {
	if (isNarrow(text)) {
		return text.length;
	}

	let width = 0;
	for (const piece of splitPieces(text)) {
		width += stringWidth(piece);
	}

	return width;
}

/**
Pads or cuts a text to exactly that many columns. What was cut ends in `…`.
A text that would not stay in its row (newlines, control characters) is made safe first, so the width holds for any text.
*/
export function fit(text: string, columns: number, {align = 'left', ellipsis = true}: FitOptions = {}): string {
	if (columns <= 0) {
		return '';
	}

	const shown = cut(text, columns, ellipsis ? ellipsisMark : '');
	const padding = ' '.repeat(Math.max(0, columns - displayWidth(shown)));
	return align === 'left' ? shown + padding : padding + shown;
}

/** The same for names: those of a fleet often differ in their ends alone, so what is too long loses its middle. */
export function fitMiddle(text: string, columns: number): string {
	if (columns < minMiddleColumns || displayWidth(text) <= columns) {
		return fit(text, columns);
	}

	const end = endOf(sanitizeLine(text), Math.floor(columns / 2));
	const start = fit(text, columns - displayWidth(end) - 1, {ellipsis: false});
	return `${start}${ellipsisMark}${end}`;
}

/** As much of the end of a text as fits into the columns, of which there is one at least. A letter stays with its marks. */
export function endOf(text: string, columns: number): string {
	const narrow = text.slice(-columns);
	if (isNarrow(narrow)) {
		return narrow;
	}

	const end = text.slice(-columns * unitsPerColumn);
	let start = end.length;
	let width = 0;
	for (const {segment, index} of [...graphemes.segment(end)].toReversed()) {
		width += displayWidth(segment);
		if (width > columns) {
			break;
		}

		start = index;
	}

	return end.slice(start);
}

/** What stands behind the first columns of a text. A wide letter across that edge goes whole, and a letter stays with its marks. */
export function behind(text: string, columns: number): string {
	if (columns <= 0 || isNarrow(text)) {
		return text.slice(Math.max(0, columns));
	}

	let width = 0;
	for (const {segment, index} of graphemes.segment(text)) {
		if (width >= columns) {
			return text.slice(index);
		}

		width += displayWidth(segment);
	}

	return '';
}

function cut(text: string, columns: number, mark: string): string {
	if (isNarrow(text)) {
		return text.length <= columns ? text : text.slice(0, columns - mark.length) + mark;
	}

	const head = sanitizeLine(text, {maxLength: columns * unitsPerColumn});
	return displayWidth(head) <= columns ? head : sliceAnsi(head, 0, columns - mark.length) + mark;
}

/** The text in pieces of bounded length; a piece ends after an ASCII character where there is one near, for those join nothing. */
export function splitPieces(text: string): string[] {
	const result: string[] = [];
	let start = 0;
	while (text.length - start > pieceLength) {
		const end = pieceEnd(text, start);
		result.push(text.slice(start, end));
		start = end;
	}

	return [...result, text.slice(start)];
}

function pieceEnd(text: string, start: number): number {
	const end = start + pieceLength;
	for (let index = end; index > end - (pieceLength / 2); index--) {
		if (text.charCodeAt(index - 1) <= lastAscii) {
			return index;
		}
	}

	const isInsidePair = (text.codePointAt(end - 1) ?? 0) > 0xFF_FF;
	return isInsidePair ? end + 1 : end;
}
