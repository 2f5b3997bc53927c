import type {Cause, Verdict} from '../../source/facts/verdict.js';
import {anomaly} from './states.js';

/** A verdict about payment's spike, with nothing found but what a case gives. */
export const verdictOf = (change: Partial<Verdict> = {}): Verdict => {
	const spike = anomaly({service: change.service ?? 'payment'});
	return {
		service: spike.service,
		anomaly: spike,
		anomalies: [spike],
		cause: undefined,
		rollout: undefined,
		leader: undefined,
		followers: [],
		newPatterns: [],
		changes: [],
		noise: undefined,
		injectedLineIds: [],
		sampledLines: 50,
		totalLines: 100,
		command: undefined,
		escalate: {
			decision: true,
			basis: {
				type: 'open', severity: 'critical', observedPerMinute: 42, expectedPerMinute: 3.1, services: 1, trend: 'steady',
			},
		},
		...change,
	};
};

/** The cause that a known signature gives. */
export const causeOf = (name: string, reason: string): Cause => ({
	type: 'signature',
	match: {
		name, reason, excessShare: 0.6, isNew: true, lineIds: ['L1'],
	},
});
