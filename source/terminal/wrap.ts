import stringWidth from 'string-width';
import {
	displayWidth,
	graphemes,
	isNarrow,
	splitPieces,
} from './width.js';

/** From the first code unit to the one after the last. */
export type LineRange = readonly [start: number, end: number];

/** A deeper indentation is not repeated on the lines that a paragraph continues on. */
const maxIndentShare = 0.5;

/**
Wraps a sanitised text at spaces, words that are too long in the middle. Newlines of the text stay; a continued line keeps the indentation of its first.
Linear in the length of the text. Only a character wider than `columns` makes a line longer than that.
*/
export function wrap(text: string, columns: number): string[] {
	return text.split('\n').flatMap(paragraph => wrapParagraph(paragraph, columns));
}

/** The lines of one paragraph; at least one, which may be empty. */
function wrapParagraph(paragraph: string, columns: number): string[] {
	const limit = Math.max(1, Math.floor(columns));
	const text = paragraph.trimEnd();
	if (text.length <= limit && isNarrow(text)) {
		return [text];
	}

	const indent = /^ */.exec(text)?.[0] ?? '';
	const repeated = indent.length > limit * maxIndentShare ? '' : indent;
	const body = text.slice(indent.length);
	return lineRanges(body, limit - repeated.length).map(([start, end]) => repeated + body.slice(start, end));
}

/** Where the lines of a text without newlines begin and end, for texts whose parts carry styles. */
export function lineRanges(text: string, columns: number): LineRange[] {
	const lines: LineRange[] = [];
	let line: LineRange | undefined;
	let width = 0;
	for (const match of text.matchAll(/[^ ]+/g)) {
		const [word] = match;
		const end = match.index + word.length;
		const wordWidth = displayWidth(word);
		const gap = line === undefined ? 0 : match.index - line[1];
		if (line !== undefined && width + gap + wordWidth <= columns) {
			line = [line[0], end];
			width += gap + wordWidth;
			continue;
		}

		if (line !== undefined) {
			lines.push(line);
		}

		line = [match.index, end];
		width = wordWidth;
		if (!(wordWidth > columns)) {
			continue;
		}

		line = breakWord(word, match.index, columns, lines);
		width = displayWidth(text.slice(...line));
	}

	return [...lines, line ?? [0, 0]];
}

/** Cuts at the width, spaces or not: for code, whose spaces mean something. */
export function hardRanges(text: string, columns: number): LineRange[] {
	const lines: LineRange[] = [];
	const last = breakWord(text, 0, columns, lines);
	return [...lines, last];
}

/** Cuts one word into parts of at most that many columns, never inside what a reader sees as a character; pushes all parts but the last, which it returns. */
function breakWord(word: string, offset: number, columns: number, lines: LineRange[]): LineRange {
	let start = offset;
	let end = offset;
	let width = 0;
	for (const piece of splitPieces(word)) {
		for (const {segment} of graphemes.segment(piece)) {
			const segmentWidth = widthOf(segment);
			if (end > start && width + segmentWidth > columns) {
				lines.push([start, end]);
				start = end;
				width = 0;
			}

			end += segment.length;
			width += segmentWidth;
		}
	}

	return [start, end];
}

/** The widths of the wide characters seen last: a text uses few, and measuring one costs as much as copying a line. */
const widths = new Map<string, number>();
const maxWidths = 2000;

function widthOf(segment: string): number {
	if (isNarrow(segment)) {
		return segment.length;
	}

	const known = widths.get(segment);
	if (known !== undefined) {
		return known;
	}

	if (widths.size >= maxWidths) {
		widths.clear();
	}

	const width = stringWidth(segment);
	widths.set(segment, width);
	return width;
}
