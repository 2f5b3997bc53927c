import {discover} from '../loki/discovery/discover.js';
import {
	areCountsAlike,
	askAgainAfterMs,
	guessSentence,
	settle,
} from '../loki/discovery/guesses.js';
import {andSelector, anyOf} from '../loki/logql/logql.js';
import {withoutOwnStreams} from '../loki/logql/own-streams.js';
import {createMinuteReader} from '../loki/counts/read-minutes.js';
import {LokiError, LokiRateLimitError} from '../loki/http/errors/index.js';
import {askedWaitMs, isAbort, troubleOf} from '../loki/http/trouble.js';
import type {Scope} from '../loki/types.js';
import {floorToMinute, minuteMs} from '../loki/counts/windows.js';
import {countLines, newestMinute} from '../store/history.js';
import {fillNewestGap} from './backfill.js';
import {createCorroborator} from './corroborate.js';
import {createDetection} from './detection.js';
import {createOnsetFinder, type OnsetFinder} from './onset-finder.js';
import {createFleetLevels} from './levels/fleet-levels.js';
import {createPatternWatch, type PatternWatch} from './pattern-watch.js';
import {poll} from './poll.js';
import {retryDelayMs} from './retry-delay.js';
import {createSenses, type Senses} from './senses/senses.js';
import {firstOnset, suspects} from './suspects.js';
import type {MonitorOptions} from './types.js';
import {createWaiter} from './waiter.js';

/** A replay this quick is done after every piece of the baseline, not only after the last. */
const quickReplayMs = 250;
/** Where a Loki takes longer to say when something began, it is told by its minute for now. */
const onsetWaitMs = 1000;
/** Minutes of the baseline of which an answer was not believed are asked for again after so long. */
const askAgainMs = 10 * 60_000;

export type Monitor = {
	/** Watches until the signal is aborted; never throws for what may pass. */
	readonly run: (signal: AbortSignal) => Promise<void>;
	/** Polls now instead of at the next turn. */
	readonly pollNow: () => void;
	/** What is watched; undefined until Loki was discovered. */
	readonly scope: () => Scope | undefined;
};

/** The loop: discover, read the last hour, then poll; between polls the baseline is filled, newest hour first. */
export function createMonitor(options: MonitorOptions): Monitor {
	const {client, store, now} = options;
	const readMinutes = createMinuteReader();
	const detection = createDetection(store, options.detector, {
		refine: anomaly => onsets?.apply(anomaly) ?? anomaly,
		isTold: anomaly => corroborator.isTold(anomaly),
	});
	const corroborator = createCorroborator({client, detector: detection.detector});
	const levels = createFleetLevels({client, readMinutes, given: options.errorFilters});
	const waiter = createWaiter();
	const history = {isThere: options.historyThere === undefined};
	const passedOver = new Set<number>();
	let passedOverMs = 0;
	let scope: Scope | undefined;
	let patterns: PatternWatch | undefined;
	let onsets: OnsetFinder | undefined;
	let senses: Senses | undefined;
	/** When what was guessed of the scope was asked for last, and how often in vain. */
	let guessed = {askedMs: 0, tries: 0};
	let costBeforePoll = client.cost();

	const find = async (signal: AbortSignal): Promise<Scope | undefined> => {
		guessed = {...guessed, askedMs: now()};
		const found = await discover({
			client, selector: options.selector, serviceLabel: options.serviceLabel, levelLabel: options.levelLabel, nowMs: now(), signal,
		});
		const {capabilities} = found.scope;
		const {services} = options;
		const wide = withoutOwnStreams(found.scope.selector);
		const selector = services ? andSelector(wide, anyOf(capabilities.serviceLabel, services)) : wide;
		if (!scope) {
			store.dispatch({
				type: 'connection-changed', change: {
					selector, status: 'reading', errorSource: capabilities.errorSource, guess: guessSentence(capabilities),
				},
			});
		}

		if (found.services.some(service => services?.includes(service) ?? true)) {
			return levels.watch({selector, capabilities});
		}

		if (scope) {
			return undefined;
		}

		const names = {label: capabilities.serviceLabel, values: found.services};
		store.dispatch({type: 'nothing-matched', selector, labels: found.services.length > 0 ? [names] : found.existing});
		return undefined;
	};

	/** Asks again for what was guessed. What was counted by a guess that was wrong is forgotten, and read anew. */
	const askAgain = async (before: Scope, signal: AbortSignal): Promise<Scope> => {
		guessed = {...guessed, tries: guessed.tries + 1};
		const again = await find(signal);
		const settled = again ? levels.watch(settle(before, again)) : before;
		const {selector, capabilities} = settled;
		store.dispatch({type: 'connection-changed', change: {selector, errorSource: capabilities.errorSource, guess: guessSentence(capabilities)}});
		if (!areCountsAlike(before, settled)) {
			patterns = undefined;
			onsets = undefined;
			senses = undefined;
			store.dispatch({type: 'counts-forgotten'});
			await detection.replay(signal);
		}

		return settled;
	};

	const reportCost = () => {
		const {requests, bytesScanned} = client.cost();
		const {cost} = store.getState();
		store.dispatch({type: 'cost-changed', cost: {...cost, requests, bytes: bytesScanned}});
	};

	const reportPollCost = () => {
		const {requests, bytesScanned} = client.cost();
		store.dispatch({
			type: 'cost-changed',
			cost: {
				requests,
				bytes: bytesScanned,
				lastPollRequests: requests - costBeforePoll.requests,
				lastPollBytes: bytesScanned - costBeforePoll.bytesScanned,
			},
		});
	};

	/** What refines the picture must not take it away: a Loki that refuses such a question is polled on. */
	const extra = async (ask: () => Promise<unknown>, signal: AbortSignal): Promise<void> => {
		try {
			await ask();
		} catch (error) {
			// A Loki that is asked to wait is left alone as a whole.
			if (!(error instanceof LokiError) || error instanceof LokiRateLimitError || isAbort(error, signal)) {
				throw error;
			}
		}
	};

	/** Puts what the detector says on the screen. Of what is new the beginning is looked at first: minutes would name the wrong one as the first to break. */
	const tell = async (watched: Scope, signal: AbortSignal): Promise<void> => {
		const endMs = floorToMinute(now() - options.settleMs);
		const held = await corroborator.lookAtSilences(detection.anomalies(), {scope: watched, endMs, signal});
		if (held.length > 0) {
			const {doubt} = store.getState().connection;
			store.dispatch({type: 'connection-changed', change: {doubt: [...doubt === undefined ? [] : [doubt], ...held].join(' ')}});
		}

		const late = setTimeout(detection.report, onsetWaitMs);
		try {
			await extra(async () => onsets?.refine(detection.anomalies(), now(), signal), signal);
		} finally {
			clearTimeout(late);
			detection.report();
		}
	};

	const lookAtSuspects = async (watched: Scope, signal: AbortSignal): Promise<void> => {
		for (const service of suspects(store.getState())) {
			const window = await patterns?.look({
				service,
				nowMs: now(),
				onsetMs: firstOnset(store.getState().anomalies, service),
				countLines(range) {
					const {history: counts, openMinute} = store.getState();
					return countLines(counts, service, range) + (openMinute?.counts.get(service)?.lines ?? 0);
				},
				signal,
			});
			if (!window) {
				continue;
			}

			detection.takePatterns(window);
			await tell(watched, signal);
		}
	};

	const lookWithSenses = async (watched: Scope, signal: AbortSignal): Promise<void> => {
		const {history: counts} = store.getState();
		const endMs = newestMinute(counts) + minuteMs;
		const findings = await senses?.look({
			endMs, services: [...counts.services.keys()], anomalies: detection.anomalies(), signal,
		});
		if (!findings) {
			return;
		}

		detection.takeFindings(findings, endMs);
		await tell(watched, signal);
	};

	/** What is known is counted anew where services are found to mark their errors otherwise. */
	const countAnew = async (signal: AbortSignal): Promise<void> => {
		const {history: counts} = store.getState();
		const window = {startMs: counts.firstMinuteMs, endMs: newestMinute(counts) + minuteMs};
		const minutes = await levels.prepare({window, knownAt: detection.detector().counts, signal});
		store.dispatch({type: 'connection-changed', change: {untold: levels.book.untold()}});
		if (minutes.length === 0) {
			return;
		}

		store.dispatch({type: 'minutes-read', minutes});
		await detection.replay(signal);
	};

	/** Fills the baseline until it is whole or the next poll is due. */
	const fillUntil = async (watched: Scope, dueMs: number, signal: AbortSignal): Promise<void> => {
		if (now() - passedOverMs >= askAgainMs) {
			passedOverMs = now();
			passedOver.clear();
		}

		let isReplayDue = false;
		let replayTookMs = 0;
		while (history.isThere && now() < dueMs && !waiter.isWoken()) {
			const isFilled = await fillNewestGap({
				client, scope: watched, store, readMinutes, corroborator, passedOver, signal,
			});
			if (!isFilled) {
				break;
			}

			reportCost();
			isReplayDue = true;
			if (!(replayTookMs < quickReplayMs)) {
				continue;
			}

			({tookMs: replayTookMs} = await detection.replay(signal));
			await tell(watched, signal);
			isReplayDue = false;
		}

		if (!isReplayDue) {
			return;
		}

		await detection.replay(signal);
		await tell(watched, signal);
	};

	const turn = async (dueMs: number, signal: AbortSignal): Promise<void> => {
		scope ??= await find(signal);
		if (!scope) {
			store.dispatch({type: 'connection-changed', change: {status: 'live', lastAnswerMs: now()}});
			return;
		}

		if (now() - guessed.askedMs >= askAgainAfterMs(scope.capabilities, guessed.tries)) {
			const before = scope;
			await extra(async () => {
				scope = await askAgain(before, signal);
			}, signal);
		}

		const watched = scope;
		await countAnew(signal);
		corroborator.begin();
		patterns ??= createPatternWatch({
			client, scope: watched, miner: options.miner, known: options.known,
		});
		senses ??= createSenses({
			client, scope: watched, hide: options.hideLines, onLines: levels.take,
		});
		onsets ??= createOnsetFinder(client, watched);
		costBeforePoll = client.cost();
		const hadDoubt = store.getState().connection.doubt !== undefined;
		await poll({
			client, scope: watched, store, readMinutes, detection, corroborator, settleMs: options.settleMs, nowMs: now(), signal,
		});
		if (hadDoubt && store.getState().connection.doubt === undefined) {
			// Loki answers in full again: what it did not before is asked for now.
			passedOver.clear();
		}

		reportPollCost();
		await tell(watched, signal);
		await extra(async () => lookAtSuspects(watched, signal), signal);
		await extra(async () => lookWithSenses(watched, signal), signal);
		await fillUntil(watched, dueMs, signal);
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
			void options.historyThere?.then(() => {
				history.isThere = true;
				waiter.wake();
			});
			let failures = 0;
			while (!signal.aborted) {
				const dueMs = now() + options.pollMs;
				let waitMs: number;
				try {
					await turn(dueMs, signal);
					failures = 0;
					waitMs = dueMs - now();
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
		scope: () => scope,
	};
}
