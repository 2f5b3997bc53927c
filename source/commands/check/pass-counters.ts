import {isOpen} from '../../detect/lifecycle.js';
import type {CheckAlert, CheckReport} from './report.js';

/** What a run has done since it began, as counters for monitoring: counts only grow, what is `last` or `open` is as the newest pass found it. */
export type PassCounters = {
	readonly passes: number;
	readonly failedPasses: number;
	readonly lastPassAt: string | undefined;
	readonly lastSuccessAt: string | undefined;
	readonly lastPassMilliseconds: number;
	readonly watchedServices: number;
	readonly learntMinutes: number;
	/** By kind and severity (`error-spike critical`). */
	readonly openAnomalies: ReadonlyMap<string, number>;
	readonly openIncidents: number;
	readonly lokiRequests: number;
	readonly lokiBytes: number;
	readonly modelInputTokens: number;
	readonly modelOutputTokens: number;
	readonly modelDollars: number;
	readonly alerts: ReadonlyMap<CheckAlert['result'], number>;
};

export const noPasses: PassCounters = {
	passes: 0,
	failedPasses: 0,
	lastPassAt: undefined,
	lastSuccessAt: undefined,
	lastPassMilliseconds: 0,
	watchedServices: 0,
	learntMinutes: 0,
	openAnomalies: new Map(),
	openIncidents: 0,
	lokiRequests: 0,
	lokiBytes: 0,
	modelInputTokens: 0,
	modelOutputTokens: 0,
	modelDollars: 0,
	alerts: new Map(),
};

/** Adds a pass. A failed one leaves what was open as it was: nothing is known of it. */
export function countPass(counters: PassCounters, {error, cost, endedAt, anomalies, incidents, alerts, services, baseline}: CheckReport): PassCounters {
	const sums = {
		...counters,
		passes: counters.passes + 1,
		lastPassAt: endedAt,
		lastPassMilliseconds: cost.milliseconds,
		lokiRequests: counters.lokiRequests + cost.lokiRequests,
		lokiBytes: counters.lokiBytes + cost.lokiBytes,
		modelInputTokens: counters.modelInputTokens + cost.modelInputTokens,
		modelOutputTokens: counters.modelOutputTokens + cost.modelOutputTokens,
		modelDollars: counters.modelDollars + cost.modelDollars,
	};
	if (error) {
		return {...sums, failedPasses: counters.failedPasses + 1};
	}

	return {
		...sums,
		lastSuccessAt: endedAt,
		watchedServices: services.watched,
		learntMinutes: baseline?.learntMinutes ?? 0,
		openAnomalies: tally(anomalies.filter(anomaly => isOpen(anomaly)).map(({kind, severity}) => `${kind} ${severity}`), new Map<string, number>()),
		openIncidents: incidents.length,
		alerts: tally(alerts.map(({result}) => result), counters.alerts),
	};
}

function tally<Key>(keys: readonly Key[], before: ReadonlyMap<Key, number>): ReadonlyMap<Key, number> {
	const counts = new Map(before);
	for (const key of keys) {
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}

	return counts;
}
