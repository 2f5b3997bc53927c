import {compareNs} from '../answers.js';
import type {Labels, LogEntry} from '../types.js';

/** Every entry once, oldest first. Two lines are the same where stream, nanosecond and text are. */
export function distinctEntries(entries: readonly LogEntry[]): readonly LogEntry[] {
	const seen = new Set<string>();
	const distinct: LogEntry[] = [];
	for (const entry of entries) {
		const key = entryKey(entry);
		if (seen.has(key)) {
			continue;
		}

		seen.add(key);
		distinct.push(entry);
	}

	return distinct.toSorted((a, b) => compareNs(a.timeNs, b.timeNs));
}

export function entryKey({timeNs, labels, line}: LogEntry): string {
	return JSON.stringify([timeNs, sortedLabels(labels), line]);
}

function sortedLabels(labels: Labels): ReadonlyArray<readonly [string, string]> {
	return Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
