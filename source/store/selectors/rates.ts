import {minuteMs} from '../../detect/minute.js';
import type {History} from '../history.js';
import type {ServiceHistory} from '../service-history.js';
import type {OpenMinute} from '../state.js';

/** Minutes that a rate "now" is the mean of: short enough to be now, long enough not to jump. */
const nowMinutes = 5;

/** An open minute says something once this much of it is over. */
const openMinuteUsableMs = 15_000;

export type Rates = {
	/** Undefined where none of the last minutes was read. */
	readonly errorsPerMinute: number | undefined;
	readonly linesPerMinute: number | undefined;
	/** Errors by lines, 0 to 1; undefined without lines. */
	readonly errorShare: number | undefined;
};

/** Means over the last 5 closed minutes; minutes that were not read do not count. */
export function currentRates(history: History, service: string): Rates {
	const series = history.services.get(service);
	const errorsPerMinute = series && meanOfLast(series.errors);
	const linesPerMinute = series && meanOfLast(series.lines);
	const hasBoth = errorsPerMinute !== undefined && linesPerMinute !== undefined && linesPerMinute > 0;
	return {errorsPerMinute, linesPerMinute, errorShare: hasBoth ? errorsPerMinute / linesPerMinute : undefined};
}

function meanOfLast(values: Float32Array): number | undefined {
	let sum = 0;
	let count = 0;
	for (const value of values.subarray(-nowMinutes)) {
		if (Number.isNaN(value)) {
			continue;
		}

		sum += value;
		count++;
	}

	return count === 0 ? undefined : sum / count;
}

/**
The last minutes of one service as numbers for a sparkline, oldest first; undefined where a minute was not read.
The minute under way is added as a rate once a quarter of it is over.
*/
export function recentValues(series: ServiceHistory | undefined, minutes: number, kind: 'errors' | 'lines', open?: {readonly minute: OpenMinute; readonly service: string}): Array<number | undefined> {
	const values: Array<number | undefined> = series
		? Array.from(series[kind].subarray(-minutes), value => Number.isNaN(value) ? undefined : value)
		: [];
	const elapsedMs = open ? open.minute.readMs - open.minute.startMs : 0;
	if (open && elapsedMs >= openMinuteUsableMs) {
		const soFar = open.minute.counts.get(open.service)?.[kind] ?? 0;
		values.push(soFar * minuteMs / Math.min(minuteMs, elapsedMs));
		values.shift();
	}

	return values;
}
