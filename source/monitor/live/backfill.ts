import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {hourPieces, missingRanges} from '../../loki/counts/windows.js';
import {
	coverage,
	newestMinute,
	replayMinutes,
	type History,
} from '../../store/history.js';
import type {Store} from '../../store/store.js';
import type {Engine} from '../engine/types.js';

/** A replay this quick is done after every piece of the baseline, not only after the last. */
const quickReplayMs = 250;
/** Minutes of the baseline of which an answer was not believed are asked for again after so long. */
const askAgainMs = 10 * minuteMs;

export type BackfillOptions = {
	readonly client: LokiClient;
	readonly store: Store;
	readonly engine: Engine;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

export type FillOptions = {
	readonly scope: Scope;
	/** The end of the newest minute that is over. */
	readonly endMs: number;
	/** Whether something else is due now. */
	readonly isDue: () => boolean;
	/** After each piece. */
	readonly onPiece: () => void;
	readonly signal: AbortSignal;
};

/** Fills the baseline, newest hour first. */
export type Backfill = {
	/** Fills until it is whole or something else is due, and publishes what the detector says with it. Throws what the client throws. */
	readonly fill: (options: FillOptions) => Promise<void>;
	/** Loki answers in full again: what was not believed is asked for now. */
	readonly retryNow: () => void;
};

export function createBackfill({client, store, engine, now}: BackfillOptions): Backfill {
	const {readMinutes, corroborator, detection} = engine;
	/** First milliseconds of minutes of which Loki's answer was not believed: not to be asked for again at once. */
	const passedOver = new Set<number>();
	let clearedMs = 0;

	/** Reads the newest hour that is missing; says whether there was one. */
	const fillNewestGap = async (scope: Scope, signal: AbortSignal): Promise<boolean> => {
		const range = newestGap(store.getState().history, {passedOver, endMs: corroborator.reachedMs()});
		if (!range) {
			// A poll may have read all that there is to learn: an hour, say.
			store.dispatch({type: 'backfill-changed', change: {doneHours: coverage(store.getState().history).hours, isRunning: false}});
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

		store.dispatch({type: 'backfill-changed', change: {doneHours: coverage(store.getState().history).hours, isRunning: true}});
		return true;
	};

	const replay = async ({endMs, signal}: FillOptions): Promise<number> => {
		const {tookMs} = await detection.replay(replayMinutes(store.getState().history), signal);
		await engine.publish({endMs, signal});
		return tookMs;
	};

	return {
		async fill(options) {
			if (now() - clearedMs >= askAgainMs) {
				clearedMs = now();
				passedOver.clear();
			}

			let isReplayDue = false;
			let replayTookMs = 0;
			while (!options.isDue() && await fillNewestGap(options.scope, options.signal)) {
				options.onPiece();
				isReplayDue = replayTookMs >= quickReplayMs;
				if (!isReplayDue) {
					replayTookMs = await replay(options);
				}
			}

			if (isReplayDue) {
				await replay(options);
			}
		},
		retryNow() {
			passedOver.clear();
		},
	};
}

/** The newest hour-aligned piece of the window that was never read; the poll itself reads again what is late. */
function newestGap(history: History, {passedOver, endMs = Infinity}: {readonly passedOver: ReadonlySet<number>; readonly endMs: number | undefined}): TimeRange | undefined {
	const window = {startMs: history.firstMinuteMs, endMs: Math.min(endMs, newestMinute(history) + minuteMs)};
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
		// Of most services all is known, and this runs with every poll.
		if (!lines.includes(NaN)) {
			continue;
		}

		for (const [index, count] of lines.entries()) {
			if (Number.isNaN(count)) {
				isPart[index] = 1;
			}
		}
	}

	return isPart;
}
