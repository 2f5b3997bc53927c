import assert from 'node:assert/strict';
import {test} from 'node:test';
import {buildAlert} from '../../source/alerting/build-alert.js';
import {buildIncidentAlert} from '../../source/alerting/build-incident-alert.js';
import {buildSlackMessage} from '../../source/alerting/targets/slack/message.js';
import {previewSlackMessage} from '../../source/alerting/targets/slack/preview.js';
import {groupIncidents} from '../../source/detect/incident.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {verdictLine} from '../../source/words/verdict.js';
import {anywhere} from '../../source/words/reader.js';
import {
	anomaly,
	evidenceOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {causeOf, verdictOf} from '../helpers/verdicts.js';

const spike = anomaly({service: 'payment'});
const pattern = anomaly({
	service: 'payment', kind: 'new-pattern', onsetMs: spike.onsetMs + 60_000, pattern: {id: 'p', template: 'pool ran out'}, share: 0.6,
});

/** Clock times that no zone stands behind. */
const unlabelled = (lines: readonly string[]): readonly string[] => lines.flatMap(line => line.match(/\b\d\d:\d\d(?::\d\d)?(?! UTC)\b/g) ?? []);

test('an alert from a screen in another zone has one zone, and every time names it', () => {
	const state = {...stateAfter({type: 'detected', anomalies: [pattern, spike], expectations: new Map()}), timeZone: 'Europe/Berlin'};
	const lines = previewSlackMessage(buildSlackMessage(buildAlert(state, {
		service: 'payment',
		detail: {evidence: evidenceOf('payment', []), verdict: verdictOf({cause: causeOf('connection pool exhausted', 'requests wait')})},
		redactor: createRedactor(),
		exploreUrl: undefined,
		openCommand: undefined,
		nowMs,
	})));
	assert.deepEqual(unlabelled(lines), [], lines.join('\n'));
	assert.ok(lines.includes('• errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC'), lines.join('\n'));
	assert.ok(lines.includes('payment: connection pool exhausted, errors 42/min vs 3.1/min expected since 02:58 UTC; escalate'), lines.join('\n'));
	assert.doesNotMatch(lines.join('\n'), /03:58|CET/);
});

test('an alert of several services names each once, with one offset and one zone', () => {
	const [incident] = groupIncidents([spike, anomaly({
		service: 'checkout', severity: 'warning', onsetMs: spike.onsetMs + 90_000, observedPerMinute: 5, expectedPerMinute: 0.004, limitPerMinute: 14,
	})]);
	assert.ok(incident);
	const lines = previewSlackMessage(buildSlackMessage(buildIncidentAlert({
		suspected: incident.suspected,
		members: incident.members,
		finding: {
			source: 'rules', headline: verdictLine(verdictOf(), anywhere), cause: undefined, command: undefined,
		},
		evidence: undefined,
		again: undefined,
		selector: '{namespace="production"}',
		redactor: createRedactor(),
		openCommand: undefined,
		exploreUrl: undefined,
		nowMs,
	})));
	assert.deepEqual(unlabelled(lines), [], lines.join('\n'));
	assert.ok(lines.includes('payment 02:58 UTC, checkout +1 min 30 s'), lines.join('\n'));
	assert.ok(lines.includes('• payment: errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC'), lines.join('\n'));
	assert.ok(lines.includes('• checkout: errors 5/min vs 0.004/min expected, >100x, since 02:59 UTC'), lines.join('\n'));
});
