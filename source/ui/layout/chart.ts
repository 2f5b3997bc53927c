import {plot} from 'asciichart';
import {formatRate, formatTime} from '../../words/numbers.js';
import {fit} from '../../terminal/width.js';
import type {Span, StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';

export type ChartOptions = {
	/** Terminal columns and rows of the whole chart, its time axis included. */
	readonly columns: number;
	readonly rows: number;
	/** The level above which a minute is abnormal; drawn as a dotted line. */
	readonly limit: number | undefined;
	readonly startMs: number;
	readonly endMs: number;
	readonly timeZone: string | undefined;
	readonly tone: Tone;
	/** A moment that is marked from top to bottom. */
	readonly cursorMs?: number | undefined;
};

/** Columns of the numbers beside a chart, its axis included. */
export const labelColumns = 7;

/** Errors a minute over time, with the expected limit. A minute that was not read is a gap. */
export function chartRows(values: ReadonlyArray<number | undefined>, options: ChartOptions): readonly StyledRow[] {
	const width = Math.max(1, options.columns - labelColumns - 1);
	const height = Math.max(1, options.rows - 2);
	const points = resample(values, width);
	const known = points.filter(value => value !== undefined);
	const step = niceStep(Math.max(1, options.limit ?? 0, ...known) / height);
	const max = step * height;
	const drawn = plot(carryForward(points), {
		min: 0, max, height, offset: 2, format: value => fit(formatRate(value), labelColumns - 2, {align: 'right'}),
	}).split('\n');
	const limitRow = options.limit === undefined ? -1 : height - Math.round(options.limit / step);
	const cursor = options.cursorMs === undefined ? -1 : Math.floor((options.cursorMs - options.startMs) / (options.endMs - options.startMs) * width);
	const rows = drawn.map((row, index) => bodyRow(row, points, {
		isLimit: index === limitRow, isLast: index === height, tone: options.tone, cursor,
	}));
	return [...rows, axisRow(width, options)];
}

type BodyOptions = {readonly isLimit: boolean; readonly isLast: boolean; readonly tone: Tone; readonly cursor: number};

/** Splits a drawn row into its label, its line and, where nothing is drawn, the dotted limit. */
function bodyRow(row: string, points: ReadonlyArray<number | undefined>, options: BodyOptions): StyledRow {
	const cells = [...row];
	const axis = cells.findIndex(cell => cell === '┤' || cell === '┼');
	const spans: Span[] = [[fit(cells.slice(0, axis).join(''), labelColumns - 1, {align: 'right'}) + '┤', 'dim']];
	let text = '';
	let textTone: Tone = 'plain';
	for (const [index, point] of points.entries()) {
		const cell = cells[axis + 1 + index] ?? ' ';
		const [shown, shownTone] = index === options.cursor && (cell === ' ' || point === undefined) ? cursorCell : cellOf(cell, point, options);
		if (shownTone !== textTone && text !== '') {
			spans.push([text, textTone]);
			text = '';
		}

		text += shown;
		textTone = shownTone;
	}

	return text === '' ? spans : [...spans, [text, textTone]];
}

const cursorCell = ['┊', 'key'] as const;

function cellOf(cell: string, point: number | undefined, {isLimit, isLast, tone}: Omit<BodyOptions, 'cursor'>): readonly [string, Tone] {
	if (point === undefined) {
		return [isLast ? '·' : ' ', 'dim'];
	}

	if (cell !== ' ') {
		return [cell, tone];
	}

	return isLimit ? ['┄', 'dim'] : [' ', 'plain'];
}

/** One value a column: the maximum of a column's minutes, or a minute drawn over several columns. */
export function resample(values: ReadonlyArray<number | undefined>, width: number): Array<number | undefined> {
	return Array.from({length: width}, (_, column) => {
		const from = Math.floor(column * values.length / width);
		const to = Math.max(from + 1, Math.floor((column + 1) * values.length / width));
		const known = values.slice(from, to).filter(value => value !== undefined);
		return known.length === 0 ? undefined : Math.max(...known);
	});
}

/** The line goes on at its last height over a gap; the gap is blanked afterwards. */
export function carryForward(points: ReadonlyArray<number | undefined>): number[] {
	let last = points.find(point => point !== undefined) ?? 0;
	const filled = points.map(point => {
		last = point ?? last;
		return last;
	});
	// The line of the last column is drawn towards a point after it.
	return [...filled, last];
}

/** The next of 1, 2, 5, 10, 20... at or above a value: steps that a reader can add up. Others than these where a chart is high and has many. */
export function niceStep(atLeast: number, factors: readonly number[] = [1, 2, 5, 10]): number {
	const power = 10 ** Math.floor(Math.log10(atLeast));
	const factor = factors.find(candidate => candidate * power >= atLeast * (1 - 1e-9)) ?? 10;
	return factor * power;
}

/** Times below the chart, a few and evenly spread. */
export function axisRow(width: number, {startMs, endMs, timeZone}: Pick<ChartOptions, 'startMs' | 'endMs' | 'timeZone'>): StyledRow {
	const count = Math.max(1, Math.floor(width / 20));
	let text = ' '.repeat(labelColumns);
	for (let index = 0; index < count; index++) {
		const at = formatTime(startMs + ((endMs - startMs) * index / count), {timeZone});
		text += fit(at, Math.floor(width / count));
	}

	return [[text, 'dim']];
}
