import type {TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';

/** Which minutes were read, as ranges that do not touch, oldest first. */
export type KnownRanges = readonly TimeRange[];

/** Adds a range and forgets what is before `fromMs`. */
export function addRange(ranges: KnownRanges, added: TimeRange, fromMs: number): KnownRanges {
	const merged: TimeRange[] = [];
	for (const range of [...ranges, added].toSorted((a, b) => a.startMs - b.startMs)) {
		const last = merged.at(-1);
		if (range.endMs <= fromMs || range.endMs <= range.startMs) {
			continue;
		}

		const startMs = Math.max(range.startMs, fromMs);
		if (last && startMs <= last.endMs) {
			merged[merged.length - 1] = {startMs: last.startMs, endMs: Math.max(last.endMs, range.endMs)};
		} else {
			merged.push({startMs, endMs: range.endMs});
		}
	}

	return merged;
}

export const hasMinute = (ranges: KnownRanges, startMs: number): boolean => ranges.some(range => startMs >= range.startMs && startMs < range.endMs);

/** Minutes of a window that were read. */
export function countMinutes(ranges: KnownRanges, {startMs, endMs}: TimeRange): number {
	let sumMs = 0;
	for (const range of ranges) {
		sumMs += Math.max(0, Math.min(range.endMs, endMs) - Math.max(range.startMs, startMs));
	}

	return Math.round(sumMs / minuteMs);
}
