import {isOdd} from '../../detect/merge-answer.js';
import type {MinuteCounts} from '../../detect/types.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {ceilToMinute, floorToMinute} from '../../loki/counts/windows.js';
import {newestMinute, replayMinutes} from '../../store/history.js';
import type {Store} from '../../store/store.js';
import type {Engine} from '../engine/types.js';

/** Minutes read again with every poll, so that late lines repair themselves. */
const rereadMinutes = 3;
/** The first question, and the most that is asked at once after a gap: enough for a first screen. */
const firstMinutes = 60;

export type PollOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly store: Store;
	readonly engine: Engine;
	/** The end of the newest minute that is over. */
	readonly endMs: number;
	readonly nowMs: number;
	/** The minute under way is Loki's. */
	readonly lokiNowMs: number;
	readonly signal: AbortSignal;
};

/**
One aggregated question: the minutes that have ended since the last one, the last three of those before, and the one under way.
Minutes that the answer takes back stay as they were known. Gives why some are not believed, or not there yet. Throws what the client throws; then nothing has changed.
*/
export async function poll({client, scope, store, engine, endMs, nowMs, lokiNowMs, signal}: PollOptions): Promise<readonly string[]> {
	const {readMinutes, corroborator, detection} = engine;
	const {history} = store.getState();
	const isFirst = !history.isRead.includes(1);
	const knownEndMs = isFirst ? -Infinity : newestMinute(history) + minuteMs;
	const againMs = Math.min(endMs, knownEndMs, corroborator.lateFromMs(endMs) ?? endMs) - (rereadMinutes * minuteMs);
	const startMs = Math.max(endMs - (firstMinutes * minuteMs), againMs);
	const {minutes} = await readMinutes({
		client, scope, range: {startMs, endMs: ceilToMinute(lokiNowMs)}, signal,
	});
	const {minutes: closed, doubt} = await corroborator.take(minutes.filter(minute => minute.startMs < endMs), {scope, endMs, signal});
	const late = corroborator.lagSentence();
	const doubts = [doubt, late].filter(each => each !== undefined);
	const open = minutes.find(minute => minute.startMs === floorToMinute(lokiNowMs));
	store.dispatch({
		type: 'minutes-read',
		minutes: closed,
		...(open?.counts && doubts.length === 0 && !isPoor(open.counts) && {openMinute: {startMs: open.startMs, readMs: lokiNowMs, counts: open.counts}}),
	});
	store.dispatch({
		type: 'connection-changed',
		change: {
			status: 'live', lastAnswerMs: nowMs, failingSinceMs: undefined, trouble: undefined, retryAtMs: undefined,
		},
	});
	if (isFirst || startMs > knownEndMs) {
		await detection.replay(replayMinutes(store.getState().history), signal);
	} else {
		// What is missing at the end is not passed over: it is judged when it comes.
		await detection.take(closed.slice(0, closed.findLastIndex(({counts}) => counts !== undefined) + 1), signal);
	}

	return doubts;
}

const isPoor = (counts: ReadonlyMap<string, MinuteCounts>): boolean => [...counts.values()].some(count => isOdd(count));
