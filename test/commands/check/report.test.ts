import assert from 'node:assert/strict';
import {test} from 'node:test';
import {reportAnomaly, reportFinding} from '../../../source/commands/check/report-parts.js';
import {emptyReport} from '../../../source/commands/check/report.js';
import {checkLines} from '../../../source/commands/check/text.js';
import {anywhere} from '../../../source/words/reader.js';
import {anomaly, evidenceOf} from '../../helpers/states.js';
import {causeOf, verdictOf} from '../../helpers/verdicts.js';

const redact = (text: string): string => text.replaceAll('hunter2', '<SECRET_1>');

test('a rate that is not zero is not zero in the document, and its sentence names its zone', () => {
	const quiet = reportAnomaly(anomaly({
		service: 'payment', observedPerMinute: 0.304, expectedPerMinute: 0.004, limitPerMinute: 0.0311,
	}), {redact, mutedUntilMs: undefined, reader: anywhere});
	assert.deepEqual([quiet.observedPerMinute, quiet.expectedPerMinute, quiet.limitPerMinute], [0.3, 0.004, 0.031]);
	assert.equal(quiet.sentence, 'errors 0.3/min vs 0.004/min expected (band 0.03), 76x, since 02:58 UTC');
});

test('calm is said up to where the lines of the fleet reach', () => {
	const calm = {...emptyReport(Date.UTC(2026, 0, 5, 3, 10), 'loki', undefined), services: {watched: 6, abnormal: 0}, judgedAt: '2026-01-05T03:04:00.000Z'};
	assert.equal(checkLines(calm, 'UTC')[1], '6 services, nothing abnormal');
	assert.equal(checkLines({...calm, ingestionLag: {minutes: 6, state: 'late'}}, 'UTC')[1], '6 services, nothing abnormal up to 6 minutes ago, the newest lines in Loki');
});

test('a finding is in the reader\'s zone, a model\'s words as they are, and both are redacted', () => {
	const finding = {
		source: 'rules', told: undefined, verdict: verdictOf({cause: causeOf('disk full', 'writes fail'), command: {text: 'df hunter2', purpose: 'look'}}), evidence: evidenceOf('payment', []),
	} as const;
	assert.deepEqual(reportFinding(finding, {timeZone: 'Asia/Tokyo'}, redact), {
		source: 'rules', headline: 'payment: disk full, errors 42/min vs 3.1/min expected since 11:58; escalate', cause: 'disk full: writes fail: 60 % of the sample, never before the onset (L1)', command: 'df <SECRET_1>', escalate: true,
	});
	const told = reportFinding({...finding, source: 'claude', told: {headline: 'the disk is full'}}, anywhere, redact);
	assert.deepEqual([told.source, told.headline, told.cause, told.command], ['claude', 'the disk is full', undefined, 'df <SECRET_1>']);
});
