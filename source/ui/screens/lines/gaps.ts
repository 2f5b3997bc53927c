import type {LogEntry} from '../../../loki/types.js';
import {formatDuration} from '../../../words/times.js';
import {fit} from '../../../terminal/width.js';
import type {Span} from '../../components/line.js';

const gapColumns = 8;

/** The longest wait between two lines that follow each other: where the time of a request went. Undefined where there is none. */
export function longestGap(entries: readonly LogEntry[]): {readonly index: number; readonly gapMs: number} | undefined {
	let longest: {readonly index: number; readonly gapMs: number} | undefined;
	for (let index = 1; index < entries.length; index++) {
		const gapMs = entries[index]!.timeMs - entries[index - 1]!.timeMs;
		if (gapMs > (longest?.gapMs ?? 0)) {
			longest = {index, gapMs};
		}
	}

	return longest;
}

/** How long after the line before it a line came; the longest wait stands out. */
export function gapSpan(entry: LogEntry, before: LogEntry | undefined, isLongest: boolean): Span {
	const gapMs = before ? entry.timeMs - before.timeMs : 0;
	return [`${fit(gapMs > 0 ? `+${formatDuration(gapMs)}` : '', gapColumns, {align: 'right'})}  `, isLongest ? 'warning' : 'dim'];
}
