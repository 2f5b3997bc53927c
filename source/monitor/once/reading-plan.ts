import type {TimeRange} from '../../loki/types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {hourPieces, missingRanges} from '../../loki/counts/windows.js';
import {hasMinute, type KnownRanges} from './known-ranges.js';

/** Minutes read again, so that late lines repair themselves. */
const rereadMs = 3 * minuteMs;
/** What the last minutes are judged by beside the detector is not kept: it is read again. */
const recentMs = 6 * minuteMs;

/**
What is to be read of a window, in the order of its worth: the newest gap first, then back in time, in pieces cut at full hours.
A gap of less than an hour is one piece. From `lateFromMs` on lines may be late.
*/
export function planReading(window: TimeRange, known: KnownRanges, lateFromMs = Infinity): readonly TimeRange[] {
	const knownEndMs = Math.min(known.at(-1)?.endMs ?? window.endMs, window.endMs);
	const againFromMs = Math.min(knownEndMs - rereadMs, window.endMs - recentMs, lateFromMs - rereadMs);
	const gaps = missingRanges(window, startMs => startMs < againFromMs && hasMinute(known, startMs));
	return gaps.toReversed().flatMap(gap => gap.endMs - gap.startMs <= hourMs ? [gap] : hourPieces(gap));
}
