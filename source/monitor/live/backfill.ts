import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import {hourPieces, minuteMs, missingRanges} from '../../loki/counts/windows.js';
import {coverage, newestMinute, type History} from '../../store/history.js';
import type {Store} from '../../store/store.js';
import type {Corroborator} from '../corroborate/corroborate.js';

export type BackfillOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly store: Store;
	readonly readMinutes: MinuteReader;
	readonly corroborator: Corroborator;
	/** Minutes of which Loki's answer was not believed, by their first millisecond: not to be asked for again at once. Added to. */
	readonly passedOver: Set<number>;
	readonly signal: AbortSignal;
};

/** Reads the newest hour of the baseline that is missing; says whether there was one. Throws what the client throws. */
export async function fillNewestGap({client, scope, store, readMinutes, corroborator, passedOver, signal}: BackfillOptions): Promise<boolean> {
	const range = newestGap(store.getState().history, passedOver);
	if (!range) {
		store.dispatch({type: 'backfill-changed', change: {isRunning: false}});
		return false;
	}

	const {minutes: answer} = await readMinutes({
		client, scope, range, signal,
	});
	const {minutes, whole} = await corroborator.take(answer, {scope, endMs: newestMinute(store.getState().history) + minuteMs, signal});
	store.dispatch({type: 'minutes-read', minutes});
	for (const {startMs} of minutes) {
		if (!whole.has(startMs)) {
			passedOver.add(startMs);
		}
	}

	const {hours} = coverage(store.getState().history);
	store.dispatch({type: 'backfill-changed', change: {doneHours: hours, isRunning: true}});
	return true;
}

/** The newest hour-aligned piece of the window that was never read. */
function newestGap(history: History, passedOver: ReadonlySet<number>): TimeRange | undefined {
	const window = {startMs: history.firstMinuteMs, endMs: newestMinute(history) + minuteMs};
	const isPart = partlyRead(history);
	const isRead = (startMs: number) => {
		const index = Math.round((startMs - history.firstMinuteMs) / minuteMs);
		return passedOver.has(startMs) || (history.isRead[index] === 1 && isPart[index] === 0);
	};

	const gap = missingRanges(window, isRead).at(-1);
	return gap && hourPieces(gap)[0];
}

/** One flag a minute: what a service wrote in it is not known, though the minute was read. */
function partlyRead(history: History): Uint8Array {
	const isPart = new Uint8Array(history.minutes);
	for (const {lines} of history.services.values()) {
		for (const [index, count] of lines.entries()) {
			if (Number.isNaN(count)) {
				isPart[index] = 1;
			}
		}
	}

	return isPart;
}
