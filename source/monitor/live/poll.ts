import {isOdd} from '../../detect/merge-answer.js';
import type {MinuteCounts} from '../../detect/types.js';
import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {ceilToMinute, floorToMinute, minuteMs} from '../../loki/counts/windows.js';
import {newestMinute} from '../../store/history.js';
import type {Store} from '../../store/store.js';
import type {Corroborator} from '../corroborate/corroborate.js';
import type {Detection} from '../engine/detection.js';

/** Minutes read again with every poll, so that late lines repair themselves. */
const rereadMinutes = 3;
/** The first question, and the most that is asked at once after a gap: enough for a first screen. */
const firstMinutes = 60;

export type PollOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly store: Store;
	readonly readMinutes: MinuteReader;
	readonly detection: Detection;
	readonly corroborator: Corroborator;
	readonly settleMs: number;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/**
One aggregated question: the minutes that have ended since the last one, the last three of those before, and the one under way.
Minutes that the answer takes back stay as they were known. Throws what the client throws; then nothing has changed.
*/
export async function poll({client, scope, store, readMinutes, detection, corroborator, settleMs, nowMs, signal}: PollOptions): Promise<void> {
	const closedEndMs = floorToMinute(nowMs - settleMs);
	const {history} = store.getState();
	const isFirst = !history.isRead.includes(1);
	const knownEndMs = isFirst ? -Infinity : newestMinute(history) + minuteMs;
	const startMs = Math.max(closedEndMs - (firstMinutes * minuteMs), Math.min(closedEndMs, knownEndMs) - (rereadMinutes * minuteMs));
	const {minutes} = await readMinutes({
		client, scope, range: {startMs, endMs: ceilToMinute(nowMs)}, signal,
	});
	const {minutes: closed, doubt} = await corroborator.take(minutes.filter(minute => minute.startMs < closedEndMs), {scope, endMs: closedEndMs, signal});
	const open = minutes.find(minute => minute.startMs === floorToMinute(nowMs));
	store.dispatch({
		type: 'minutes-read',
		minutes: closed,
		...(open?.counts && doubt === undefined && !isPoor(open.counts) && {openMinute: {startMs: open.startMs, readMs: nowMs, counts: open.counts}}),
	});
	store.dispatch({
		type: 'connection-changed',
		change: {
			status: 'live', lastAnswerMs: nowMs, failingSinceMs: undefined, trouble: undefined, retryAtMs: undefined, doubt,
		},
	});
	if (isFirst || startMs > knownEndMs) {
		await detection.replay(signal);
	} else {
		// What is missing at the end is not passed over: it is judged when it comes.
		detection.take(closed.slice(0, closed.findLastIndex(({counts}) => counts !== undefined) + 1));
	}
}

const isPoor = (counts: ReadonlyMap<string, MinuteCounts>): boolean => [...counts.values()].some(count => isOdd(count));
