import assert from 'node:assert/strict';
import {test} from 'node:test';
import {emptyReport, type CheckReport} from '../../../source/commands/check/report.js';
import {countPass, noPasses} from '../../../source/commands/check/pass-counters.js';

const report = (known: Partial<CheckReport>): CheckReport => ({...emptyReport(0, 'loki', undefined), ...known});

test('counts grow with every pass; what is open stays as it was while Loki is down', () => {
	const anomaly: CheckReport['anomalies'][number] = {
		fingerprint: 'f', service: 'payment', kind: 'error-spike', severity: 'critical', state: 'new', onsetAt: '', openedAt: '', resolvedAt: undefined, observedPerMinute: 1, expectedPerMinute: 1, limitPerMinute: undefined, factor: undefined, pattern: undefined, sentence: '', mutedUntil: undefined,
	};
	const cost = {
		lokiRequests: 2, lokiBytes: 100, milliseconds: 50, modelInputTokens: 10, modelOutputTokens: 1, modelDollars: 0.1, modelDollarsToday: 0.1,
	};
	const passes = [
		report({
			cost, anomalies: [anomaly, {...anomaly, state: 'resolved'}], services: {watched: 3, abnormal: 1}, alerts: [{
				incident: 'i', service: 'payment', reason: 'opened', target: 'slack', result: 'failed', destination: undefined, repeatOf: undefined, why: undefined, nextStep: undefined,
			}],
		}),
		report({cost, status: 'failed', error: {what: 'w', why: 'y', nextStep: 'n'}}),
	];
	let counters = noPasses;
	for (const pass of passes) {
		counters = countPass(counters, pass);
	}

	assert.deepEqual([counters.passes, counters.failedPasses, counters.lokiRequests, counters.lokiBytes, counters.modelInputTokens], [2, 1, 4, 200, 20]);
	assert.deepEqual([...counters.openAnomalies], [['error-spike critical', 1]]);
	assert.deepEqual([...counters.alerts], [['failed', 1]]);
	assert.equal(counters.watchedServices, 3);
});
