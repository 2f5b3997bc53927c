import {minuteMs} from '../../detect/minute.js';
import {guessSentence} from '../../loki/discovery/guesses.js';
import {LokiRateLimitError, type LokiError} from '../../loki/http/errors/index.js';
import {askedWaitMs, isAbort, troubleOf} from '../../loki/http/trouble.js';
import type {Scope} from '../../loki/types.js';
import {newestMinute, replayMinutes} from '../../store/history.js';
import {closedEnd} from '../closed-end.js';
import {createEngine} from '../engine/engine.js';
import {createScopeFinder} from '../engine/scope-finder.js';
import {retryDelayMs} from '../retry-delay.js';
import {createWaiter} from '../waiter.js';
import {createBackfill} from './backfill.js';
import {createCostMeter} from './cost-meter.js';
import {poll} from './poll.js';
import type {MonitorOptions} from './types.js';

/** Services whose lines are read after one poll. */
const maxSuspects = 6;
/** A pause before another look at a fleet that may be silent, where that is due at once. */
const minWaitMs = 1000;

export type Monitor = {
	/** Watches until the signal is aborted; never throws for what may pass. */
	readonly run: (signal: AbortSignal) => Promise<void>;
	/** Polls now instead of at the next turn. */
	readonly pollNow: () => void;
	/** What is watched; undefined until Loki was discovered. */
	readonly scope: () => Scope | undefined;
};

/** A Loki that is asked to wait is left alone as a whole. */
const isFatal = (error: LokiError): boolean => error instanceof LokiRateLimitError;

/** The loop: discover, read the last hour, then poll; between polls the baseline is filled, newest hour first. */
export function createMonitor(options: MonitorOptions): Monitor {
	const {client, store, now} = options;
	const engine = createEngine(options, {maxSuspects, isFatal});
	const finder = createScopeFinder({
		...options, dress: engine.levels.watch, goodForMs: Infinity, isFatal,
	});
	const backfill = createBackfill({
		client, store, engine, now,
	});
	const costs = createCostMeter(client, store);
	const waiter = options.waiter ?? createWaiter();
	let isHistoryReady = options.historyReady === undefined;
	let wasDoubted = false;

	/** Finds what to watch, says what it is, and forgets what was counted by a guess that was wrong. Undefined where nothing matches. */
	const find = async (signal: AbortSignal): Promise<Scope | undefined> => {
		const before = finder.scope();
		const found = await finder.find(signal);
		const {selector, capabilities} = found.scope;
		if (found.scope !== before) {
			store.dispatch({
				type: 'connection-changed',
				change: {
					selector, errorSource: capabilities.errorSource, guess: guessSentence(capabilities), ...(!before && {status: 'reading'}),
				},
			});
		}

		if (found.type === 'nothing-matches') {
			store.dispatch({type: 'nothing-matched', selector, labels: found.labels});
			store.dispatch({type: 'connection-changed', change: {status: 'live', lastAnswerMs: now()}});
			return undefined;
		}

		if (!engine.watch(found.scope)) {
			store.dispatch({type: 'counts-forgotten'});
		}

		return found.scope;
	};

	const turn = async (dueMs: number, signal: AbortSignal): Promise<void> => {
		const scope = await find(signal);
		if (!scope) {
			return;
		}

		costs.begin();
		const nowMs = now();
		const {endMs, lokiNowMs, note} = closedEnd({client, nowMs, settleMs: options.settleMs});
		const {history} = store.getState();
		await engine.step({
			endMs: () => endMs,
			known: {startMs: history.firstMinuteMs, endMs: newestMinute(history) + minuteMs},
			async correct() {
				await engine.detection.replay(replayMinutes(store.getState().history), signal);
			},
			async read() {
				const doubts = await poll({
					client, scope, store, engine, endMs, nowMs, lokiNowMs, signal,
				});
				costs.reportPoll();
				if (wasDoubted && doubts.length === 0) {
					backfill.retryNow();
				}

				wasDoubted = doubts.length > 0;
				return note === undefined ? doubts : [note, ...doubts];
			},
			services: () => [...store.getState().history.services.keys()],
			signal,
		});
		if (engine.corroborator.isUnnamed()) {
			finder.doubt();
		}

		await backfill.fill({
			scope, endMs, isDue: () => !isHistoryReady || now() >= dueMs || waiter.isWoken(), onPiece: costs.report, signal,
		});
	};

	/** Says on the screen what is wrong and until when it waits; gives that wait. */
	const fail = (error: unknown, failures: number): number => {
		const delayMs = retryDelayMs(failures, askedWaitMs(error));
		const nowMs = now();
		store.dispatch({
			type: 'connection-changed',
			change: {
				status: 'failing',
				trouble: troubleOf(error),
				failingSinceMs: store.getState().connection.failingSinceMs ?? nowMs,
				retryAtMs: nowMs + delayMs,
			},
		});
		return delayMs;
	};

	return {
		async run(signal) {
			void options.historyReady?.then(() => {
				isHistoryReady = true;
				waiter.wake();
			});
			let failures = 0;
			while (!signal.aborted) {
				const dueMs = now() + options.pollMs;
				let waitMs: number;
				try {
					await turn(dueMs, signal);
					failures = 0;
					waitMs = Math.min(dueMs - now(), Math.max(minWaitMs, engine.corroborator.unclearForMs() ?? Infinity));
				} catch (error) {
					if (isAbort(error, signal)) {
						return;
					}

					failures++;
					waitMs = fail(error, failures);
				}

				await waiter.wait(waitMs, signal);
			}
		},
		pollNow() {
			waiter.wake();
		},
		scope: finder.scope,
	};
}
