import type {Anomaly} from '../detect/types.js';
import {discover} from '../loki/discovery/discover.js';
import {andSelector, anyOf} from '../loki/logql/logql.js';
import {withoutOwnStreams} from '../loki/logql/own-streams.js';
import {createMinuteReader} from '../loki/counts/read-minutes.js';
import {LokiError, LokiRateLimitError} from '../loki/http/errors/index.js';
import {askedWaitMs, isAbort, troubleOf} from '../loki/http/trouble.js';
import type {Scope} from '../loki/types.js';
import {minuteMs} from '../loki/counts/windows.js';
import {countLines, newestMinute} from '../store/history.js';
import {fillNewestGap} from './backfill.js';
import {createDetection} from './detection.js';
import {createOnsetFinder, type OnsetFinder} from './onset-finder.js';
import {createPatternWatch, type PatternWatch} from './pattern-watch.js';
import {poll} from './poll.js';
import {retryDelayMs} from './retry-delay.js';
import {createSenses, type Senses} from './senses/senses.js';
import {suspects} from './suspects.js';
import type {MonitorOptions} from './types.js';
import {createWaiter} from './waiter.js';

/** A replay this quick is done after every piece of the baseline, not only after the last. */
const quickReplayMs = 250;
/** Where a Loki takes longer to say when something began, it is told by its minute for now. */
const onsetWaitMs = 1000;

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
	const detection = createDetection(store, options.detector, anomaly => onsets?.apply(anomaly) ?? anomaly);
	const waiter = createWaiter();
	const history = {isThere: options.historyThere === undefined};
	let scope: Scope | undefined;
	let patterns: PatternWatch | undefined;
	let onsets: OnsetFinder | undefined;
	let senses: Senses | undefined;
	let costBeforePoll = client.cost();

	const find = async (signal: AbortSignal): Promise<Scope | undefined> => {
		const found = await discover({
			client, selector: options.selector, serviceLabel: options.serviceLabel, nowMs: now(), signal,
		});
		const {capabilities} = found.scope;
		const {services} = options;
		const wide = withoutOwnStreams(found.scope.selector);
		const selector = services ? andSelector(wide, anyOf(capabilities.serviceLabel, services)) : wide;
		store.dispatch({type: 'connection-changed', change: {selector, status: 'reading', errorSource: capabilities.errorSource}});
		if (found.services.some(service => services?.includes(service) ?? true)) {
			return {selector, capabilities};
		}

		const names = {label: capabilities.serviceLabel, values: found.services};
		store.dispatch({type: 'nothing-matched', selector, labels: found.services.length > 0 ? [names] : found.existing});
		return undefined;
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
	const tell = async (signal: AbortSignal): Promise<void> => {
		const late = setTimeout(detection.report, onsetWaitMs);
		try {
			await extra(async () => onsets?.refine(detection.anomalies(), now(), signal), signal);
		} finally {
			clearTimeout(late);
			detection.report();
		}
	};

	const lookAtSuspects = async (signal: AbortSignal): Promise<void> => {
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
			await tell(signal);
		}
	};

	const lookWithSenses = async (signal: AbortSignal): Promise<void> => {
		const {history: counts} = store.getState();
		const endMs = newestMinute(counts) + minuteMs;
		const findings = await senses?.look({
			endMs, services: [...counts.services.keys()], anomalies: detection.anomalies(), signal,
		});
		if (!findings) {
			return;
		}

		detection.takeFindings(findings, endMs);
		await tell(signal);
	};

	/** Fills the baseline until it is whole or the next poll is due. */
	const fillUntil = async (watched: Scope, dueMs: number, signal: AbortSignal): Promise<void> => {
		let isReplayDue = false;
		let replayTookMs = 0;
		while (history.isThere && now() < dueMs && !waiter.isWoken()) {
			const isFilled = await fillNewestGap({
				client, scope: watched, store, readMinutes, signal,
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
			await tell(signal);
			isReplayDue = false;
		}

		if (!isReplayDue) {
			return;
		}

		await detection.replay(signal);
		await tell(signal);
	};

	const turn = async (dueMs: number, signal: AbortSignal): Promise<void> => {
		scope ??= await find(signal);
		if (!scope) {
			store.dispatch({type: 'connection-changed', change: {status: 'live', lastAnswerMs: now()}});
			return;
		}

		patterns ??= createPatternWatch({
			client, scope, miner: options.miner, known: options.known,
		});
		senses ??= createSenses({client, scope});
		onsets ??= createOnsetFinder(client, scope, {timeZone: options.detector.timeZone});
		costBeforePoll = client.cost();
		await poll({
			client, scope, store, readMinutes, detection, settleMs: options.settleMs, nowMs: now(), signal,
		});
		reportPollCost();
		await tell(signal);
		await extra(async () => lookAtSuspects(signal), signal);
		await extra(async () => lookWithSenses(signal), signal);
		await fillUntil(scope, dueMs, signal);
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

/** When the open trouble of a service began. */
function firstOnset(anomalies: readonly Anomaly[], service: string): number | undefined {
	const onsets = anomalies.filter(anomaly => anomaly.service === service && anomaly.state !== 'resolved').map(anomaly => anomaly.onsetMs);
	return onsets.length === 0 ? undefined : Math.min(...onsets);
}
