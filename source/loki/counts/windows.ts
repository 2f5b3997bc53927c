import {hourMs, minuteMs} from '../../detect/minute.js';
import type {TimeRange} from '../types.js';

export function floorToMinute(timeMs: number): number {
	return Math.floor(timeMs / minuteMs) * minuteMs;
}

export function ceilToMinute(timeMs: number): number {
	return Math.ceil(timeMs / minuteMs) * minuteMs;
}

export function floorToHour(timeMs: number): number {
	return Math.floor(timeMs / hourMs) * hourMs;
}

/** The last `minutes` whole minutes that had ended by `nowMs`; `lagMs` leaves out those that may still get late lines. */
export function closedMinutes(nowMs: number, minutes: number, lagMs = 0): TimeRange {
	const endMs = floorToMinute(nowMs - lagMs);
	return {startMs: endMs - (minutes * minuteMs), endMs};
}

/** The first millisecond of each whole minute in a range, oldest first. */
export function minuteStarts({startMs, endMs}: TimeRange): readonly number[] {
	const starts: number[] = [];
	for (let minute = ceilToMinute(startMs); minute + minuteMs <= endMs; minute += minuteMs) {
		starts.push(minute);
	}

	return starts;
}

/** The range cut at full hours, newest piece first: pieces on the hour meet Loki's own splits, so that its caches help. */
export function hourPieces({startMs, endMs}: TimeRange): readonly TimeRange[] {
	const pieces: TimeRange[] = [];
	let pieceEndMs = endMs;
	while (pieceEndMs > startMs) {
		const pieceStartMs = Math.max(startMs, floorToHour(pieceEndMs - 1));
		pieces.push({startMs: pieceStartMs, endMs: pieceEndMs});
		pieceEndMs = pieceStartMs;
	}

	return pieces;
}

/** Pieces of at most `maxMs`, oldest first. Throws RangeError for a `maxMs` that is not positive. */
export function splitRange({startMs, endMs}: TimeRange, maxMs: number): readonly TimeRange[] {
	if (!(maxMs > 0)) {
		throw new RangeError('a piece needs a length');
	}

	const pieces: TimeRange[] = [];
	for (let pieceStartMs = startMs; pieceStartMs < endMs; pieceStartMs += maxMs) {
		pieces.push({startMs: pieceStartMs, endMs: Math.min(endMs, pieceStartMs + maxMs)});
	}

	return pieces;
}

/** The parts of a range whose minutes are not known, oldest first; `hasMinute` is asked by a minute's first millisecond. */
export function missingRanges(range: TimeRange, hasMinute: (startMs: number) => boolean): readonly TimeRange[] {
	const gaps: TimeRange[] = [];
	let gapStartMs: number | undefined;
	let lastEndMs = range.startMs;
	for (const startMs of minuteStarts(range)) {
		if (hasMinute(startMs)) {
			if (gapStartMs !== undefined) {
				gaps.push({startMs: gapStartMs, endMs: startMs});
				gapStartMs = undefined;
			}
		} else {
			gapStartMs ??= startMs;
		}

		lastEndMs = startMs + minuteMs;
	}

	if (gapStartMs !== undefined) {
		gaps.push({startMs: gapStartMs, endMs: lastEndMs});
	}

	return gaps;
}
