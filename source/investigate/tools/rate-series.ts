import type {TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {ceilToMinute, floorToMinute} from '../../loki/counts/windows.js';
import type {Json} from '../evidence/evidence-json.js';
import {isoTime} from './time-range.js';

/** Points that a model can still read. */
export const maxPoints = 60;

/** Equal steps of whole minutes over a range. */
export type Steps = {
	readonly range: TimeRange;
	readonly stepMs: number;
	readonly points: number;
};

/** Counts of one series, a step each. */
export type RateSeries = {
	readonly name: Readonly<Record<string, string>>;
	readonly errors: readonly number[];
	readonly lines: readonly number[];
};

export const stepsOf = ({startMs, endMs}: TimeRange): Steps => {
	const minutes = (ceilToMinute(endMs) - floorToMinute(startMs)) / minuteMs;
	const stepMs = Math.ceil(minutes / maxPoints) * minuteMs;
	// On multiples of the step, as some installations round them anyway.
	const alignedMs = Math.floor(startMs / stepMs) * stepMs;
	const points = Math.ceil((endMs - alignedMs) / stepMs);
	return {range: {startMs: alignedMs, endMs: alignedMs + (points * stepMs)}, stepMs, points};
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const totalErrors = ({errors}: RateSeries): number => sum(errors);
export const totalLines = ({lines}: RateSeries): number => sum(lines);

/** One series as numbers a minute, with its totals and where it was worst. */
export const seriesFields = (series: RateSeries, {range, stepMs}: Steps): Json => {
	const perMinute = (count: number): number => Number((count / (stepMs / minuteMs)).toPrecision(3));
	const timeOf = (index: number): string => isoTime(range.startMs + (index * stepMs));
	const worst = Math.max(0, ...series.errors);
	const first = series.errors.findIndex(count => count > 0);
	return {
		...series.name,
		total_errors: totalErrors(series),
		total_lines: totalLines(series),
		first_error: first === -1 ? undefined : timeOf(first),
		worst: worst === 0 ? undefined : `${perMinute(worst)} errors/min at ${timeOf(series.errors.indexOf(worst))}`,
		errors_per_minute: series.errors.map(count => perMinute(count)).join(' '),
		lines_per_minute: series.lines.map(count => perMinute(count)).join(' '),
	};
};
