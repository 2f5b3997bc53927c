import {plot} from 'asciichart';
import type {MetricSeries} from '../../loki/types.js';
import type {QueryAnswer} from '../../store/query.js';
import {fit} from '../../terminal/width.js';
import {formatValue} from '../../words/numbers.js';
import type {Span, StyledRow} from '../components/line.js';
import {nameTones, type Tone} from '../theme.js';
import {
	axisRow,
	carryForward,
	labelColumns,
	niceStep,
	resample,
} from './chart.js';

/** Series that one chart shows: more cannot be told apart. */
export const maxCharted = nameTones.length;

/** The colour of a series in the chart and in its list; of those that are in no chart, none. */
export const toneOfSeries = (index: number): Tone => nameTones[index] ?? 'dim';

export type SeriesChartOptions = Pick<QueryAnswer, 'startMs' | 'endMs' | 'stepMs'> & {
	/** Terminal columns and rows of the whole chart, its time axis included. */
	readonly columns: number;
	readonly rows: number;
	readonly timeZone: string | undefined;
};

type Points = ReadonlyArray<number | undefined>;

/** The values of a series, one a step; a step without one is a gap. */
function pointsOf({samples}: MetricSeries, {startMs, endMs, stepMs}: SeriesChartOptions): Points {
	const points = Array.from<number | undefined>({length: Math.max(1, Math.round((endMs - startMs) / stepMs) + 1)});
	for (const [timeMs, value] of samples) {
		const index = Math.round((timeMs - startMs) / stepMs);
		if (Number.isFinite(value) && index >= 0 && index < points.length) {
			points[index] = value;
		}
	}

	return points;
}

/** Several series over one time on one scale, each in its colour; where two meet, the one that comes first is seen. */
export function seriesChartRows(series: readonly MetricSeries[], options: SeriesChartOptions): readonly StyledRow[] {
	const width = Math.max(1, options.columns - labelColumns - 2);
	const height = Math.max(1, options.rows - 2);
	const lines = series.slice(0, maxCharted).map(one => resample(pointsOf(one, options), width));
	const known = lines.flat().filter(value => value !== undefined);
	const {min, step} = scaleOf(known, height);
	const scale = {min, max: min + (step * height), height};
	const drawn = lines.map(points => drawnCells(points, scale));
	const rows = Array.from({length: height + 1}, (_, row): StyledRow => [
		[`${fit(formatValue(min + (step * (height - row))), labelColumns, {align: 'right'})} ┤`, 'dim'],
		...spansOf(Array.from({length: width}, (_cell, column) => {
			const index = drawn.findIndex(cells => (cells[row]?.[column] ?? ' ') !== ' ');
			return index === -1 ? [' ', 'plain'] as const : [drawn[index]![row]![column]!, toneOfSeries(index)] as const;
		})),
	]);
	return [...rows, [['  '], ...axisRow(width, options)]];
}

/** Close enough to each other that a high chart is filled. */
const factors: readonly number[] = [1, 2, 3, 4, 5, 6, 8, 10];

/** From zero, or below it, to the highest value, in steps that a reader can add up. */
function scaleOf(known: readonly number[], height: number): {readonly min: number; readonly step: number} {
	let [least, most] = [0, 0];
	for (const value of known) {
		least = Math.min(least, value);
		most = Math.max(most, value);
	}

	let step = niceStep((most - least || 1) / height, factors);
	let min = Math.floor(least / step) * step;
	while (min + (step * height) < most) {
		step = niceStep(step * 1.01, factors);
		min = Math.floor(least / step) * step;
	}

	return {min, step};
}

/** What the library draws of its own beside the line. */
const axisColumns = 2;

type Scale = {readonly min: number; readonly max: number; readonly height: number};

/** What is drawn of a series, row by row; nothing where it has no value. */
function drawnCells(points: Points, scale: Scale): ReadonlyArray<readonly string[]> {
	return points.every(point => point === undefined) ? [] : plot(carryForward(points), {...scale, offset: axisColumns, format: () => ' '}).split('\n').map(row => [...row].slice(axisColumns).map((cell, column) => points[column] === undefined ? ' ' : cell));
}

/** Cells of one tone are one span. */
function spansOf(cells: ReadonlyArray<readonly [string, Tone]>): readonly Span[] {
	const spans: Array<[string, Tone]> = [];
	for (const [cell, tone] of cells) {
		const last = spans.at(-1);
		if (last?.[1] === tone) {
			last[0] += cell;
		} else {
			spans.push([cell, tone]);
		}
	}

	return spans;
}
