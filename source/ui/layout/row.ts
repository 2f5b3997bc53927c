import {behind, displayWidth, fit} from '../../terminal/width.js';
import type {Span, StyledRow} from '../components/line.js';

const moreMark = '…';

export const rowWidth = (row: StyledRow): number => row.reduce((sum, [text]) => sum + displayWidth(text), 0);

/** What a row says, without its tones. */
export const rowText = (row: StyledRow): string => row.map(([text]) => text).join('');

/** The rows in which ids stand, one after the other, by their numbers; an id that stands nowhere has the row of the one before it. */
export function placesOf(ids: ReadonlyArray<{readonly id: string; readonly number: number}>, rows: readonly StyledRow[]): ReadonlyMap<number, number> {
	const places = new Map<number, number>();
	const texts = ids.length === 0 ? [] : rows.map(row => rowText(row));
	let from = 0;
	for (const {id, number} of ids) {
		const start = from;
		from = Math.max(from, texts.findIndex((text, index) => index >= start && text.includes(id)));
		places.set(number, from);
	}

	return places;
}

type JustifyOptions = {
	/** Columns between two parts. */
	readonly gap?: number;
	/** The side that gets its place first. */
	readonly first?: 'left' | 'right';
};

/** Left parts and right parts on one row of exactly `columns`. What does not fit is left out whole, from the end of its side. */
export function justify(left: readonly StyledRow[], right: readonly StyledRow[], columns: number, {gap = 3, first = 'left'}: JustifyOptions = {}): StyledRow {
	const most = columns - 2;
	const taken = join(takeFitting(first === 'left' ? left : right, most, gap), gap);
	const rest = join(takeFitting(first === 'left' ? right : left, most - rowWidth(taken) - gap, gap), gap);
	const [leftRow, rightRow] = first === 'left' ? [taken, rest] : [rest, taken];
	const space = Math.max(0, most - rowWidth(taken) - rowWidth(rest));
	return [[' '], ...leftRow, [' '.repeat(space)], ...rightRow, [' ']];
}

/** The parts, in order, that fit into the columns together; an empty part takes no place. */
function takeFitting(parts: readonly StyledRow[], columns: number, gap: number): StyledRow[] {
	const taken: StyledRow[] = [];
	let used = 0;
	for (const part of parts) {
		const width = rowWidth(part);
		if (width === 0) {
			continue;
		}

		const needed = width + (taken.length > 0 ? gap : 0);
		if (used + needed > columns) {
			break;
		}

		used += needed;
		taken.push(part);
	}

	return taken;
}

function join(parts: readonly StyledRow[], gap: number): StyledRow {
	const spans: Span[] = [];
	for (const part of parts) {
		if (spans.length > 0) {
			spans.push([' '.repeat(gap)]);
		}

		spans.push(...part);
	}

	return spans;
}

/** A row moved so many columns to the left; a mark at its beginning says that there is more. */
export function rowBehind(row: StyledRow, columns: number): StyledRow {
	if (columns <= 0) {
		return row;
	}

	const spans: Span[] = [];
	// The mark stands in the first column that is seen.
	let left = columns + 1;
	for (const [text, tone] of row) {
		const rest = behind(text, left);
		left = Math.max(0, left - displayWidth(text));
		spans.push([rest, tone]);
	}

	return [[moreMark, 'dim'], ...spans.filter(([text]) => text !== '')];
}

/** Cuts or pads a row to exactly `columns`, keeping the tones. */
export function fitRow(row: StyledRow, columns: number): StyledRow {
	const spans: Span[] = [];
	let left = columns;
	for (const [text, tone] of row) {
		const width = displayWidth(text);
		if (width <= left) {
			spans.push([text, tone]);
			left -= width;
			continue;
		}

		spans.push([fit(text, left), tone]);
		return spans;
	}

	return left > 0 ? [...spans, [' '.repeat(left)]] : spans;
}
