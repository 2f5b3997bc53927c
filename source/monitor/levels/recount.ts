import type {Minute, MinuteCounts} from '../../detect/types.js';
import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import {minuteMs} from '../../detect/minute.js';
import {splitRange} from '../../loki/counts/windows.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import type {LevelBook} from './level-book.js';

/** What one question takes in: Loki cuts it at its own hours. */
const pieceMs = 360 * minuteMs;

export type RecountOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly book: Pick<LevelBook, 'pending' | 'wanted' | 'settle'>;
	readonly readMinutes: MinuteReader;
	/** The time of which counts are known. */
	readonly window: TimeRange;
	readonly knownAt: (startMs: number) => ReadonlyMap<string, MinuteCounts> | undefined;
	readonly signal: AbortSignal;
};

/**
Counts the errors of services that are read otherwise now anew, over all the time that is known, so that what is usual is counted by the filter that what comes is:
a change of counting is no change of the service. Their filters are in force from here on. Gives the minutes with their counts put right, oldest first; none where nothing was pending.
Throws what the client throws, and gives undefined where Loki answers in part, which would make zeros of errors; then everything is as it was.
*/
export async function recount({client, scope, book, readMinutes, window, knownAt, signal}: RecountOptions): Promise<readonly Minute[] | undefined> {
	const services = book.pending();
	if (services.length === 0) {
		return [];
	}

	const minutes: Minute[] = [];
	const counted: Scope = {...scope, errorFilters: book.wanted(services)};
	for (const range of splitRange(window, pieceMs)) {
		if (!isAnyKnown(services, range, knownAt)) {
			continue;
		}

		const read = await readMinutes({
			client, scope: counted, range, services, signal,
		});
		if (read.minutes.some(({isPartial}) => isPartial)) {
			return undefined;
		}

		minutes.push(...read.minutes);
	}

	book.settle(services);
	return minutes.flatMap(({startMs, counts}) => {
		const known = knownAt(startMs);
		if (!known || !counts) {
			return [];
		}

		const corrected = new Map(known);
		for (const service of services) {
			const before = known.get(service);
			if (before) {
				corrected.set(service, {lines: before.lines, errors: Math.min(before.lines, counts.get(service)?.errors ?? 0)});
			}
		}

		return [{startMs, counts: corrected}];
	});
}

function isAnyKnown(services: readonly string[], {startMs, endMs}: TimeRange, knownAt: RecountOptions['knownAt']): boolean {
	for (let minute = startMs; minute < endMs; minute += minuteMs) {
		const known = knownAt(minute);
		if (known && services.some(service => known.has(service))) {
			return true;
		}
	}

	return false;
}
