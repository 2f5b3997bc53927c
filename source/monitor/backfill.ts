import type {MinuteReader} from '../loki/counts/read-minutes.js';
import type {LokiClient, Scope, TimeRange} from '../loki/types.js';
import {hourPieces, minuteMs, missingRanges} from '../loki/counts/windows.js';
import {coverage, newestMinute, type History} from '../store/history.js';
import type {Store} from '../store/store.js';

export type BackfillOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly store: Store;
	readonly readMinutes: MinuteReader;
	readonly signal: AbortSignal;
};

/** Reads the newest hour of the baseline that is missing; says whether there was one. Throws what the client throws. */
export async function fillNewestGap({client, scope, store, readMinutes, signal}: BackfillOptions): Promise<boolean> {
	const range = newestGap(store.getState().history);
	if (!range) {
		store.dispatch({type: 'backfill-changed', change: {isRunning: false}});
		return false;
	}

	const {minutes} = await readMinutes({
		client, scope, range, signal,
	});
	store.dispatch({type: 'minutes-read', minutes});
	const {hours} = coverage(store.getState().history);
	store.dispatch({type: 'backfill-changed', change: {doneHours: hours, isRunning: true}});
	return true;
}

/** The newest hour-aligned piece of the window that was never read. */
function newestGap(history: History): TimeRange | undefined {
	const window = {startMs: history.firstMinuteMs, endMs: newestMinute(history) + minuteMs};
	const isRead = (startMs: number) => history.isRead[Math.round((startMs - history.firstMinuteMs) / minuteMs)] === 1;
	const gap = missingRanges(window, isRead).at(-1);
	return gap && hourPieces(gap)[0];
}
