import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
	afterEach,
	beforeEach,
	test,
} from 'node:test';
import {recordedRows} from '../../../source/words/alert-rows.js';
import {listIncidents, readIncident} from '../../../source/incidents/records/incident-list.js';
import {restoreFacts} from '../../../source/incidents/records/restore.js';
import {sessionPaths} from '../../../source/incidents/records/session-directory.js';
import type {IncidentSummary} from '../../../source/store/incident-record.js';
import {anomalySentence} from '../../../source/words/anomaly.js';
import {incidentHeadline} from '../../../source/words/incident.js';
import {
	causeWords,
	escalationReason,
	verdictFindings,
	verdictHeadline,
	verdictLine,
} from '../../../source/words/verdict.js';
import {nowMs} from '../../helpers/states.js';
import {createBench, type Bench} from './helpers.js';

const utc = {timeZone: 'UTC'};
const onsetMs = Date.UTC(2026, 10, 23, 2, 58);

/** As the first form of a record has them: sentences, and no facts beside the rates. */
const oldAnomaly = (service: string, kind: string, change: Readonly<Record<string, unknown>>) => ({
	fingerprint: `${kind}:${service}`, service, kind, severity: 'critical', state: 'ongoing', onsetMs, openedMs: onsetMs + 120_000, lastSeenMs: nowMs, observedPerMinute: 42, expectedPerMinute: 3.1, limitPerMinute: 7, factor: 13.6, ...change,
});
const spike = oldAnomaly('payment', 'error-spike', {sentence: 'errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58'});
const storm = oldAnomaly('auth', 'pattern-storm', {severity: 'warning', pattern: {id: 'p', template: 'retrying "x" (50 % of lines)'}, sentence: 'storm of one pattern, about 42/min (94 % of lines): "retrying "x" (50 % of lines)", at least since 02:58'});
const accepted = oldAnomaly('cart', 'volume-surge', {
	severity: 'warning', state: 'resolved', resolvedMs: nowMs, sentence: 'lines 42/min vs 3.1/min expected (band 7), 14x, since 02:58, taken as usual from 03:12',
});
const fleet = oldAnomaly('*', 'fleet-silence', {severity: 'warning', sentence: '41 services silent at once: collector or Loki ingest, since 02:58'});
const verdict = {
	headline: 'payment: connection pool exhausted, errors 42/min vs 3.1 expected since 02:58',
	findings: ['errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58', '50 of 100 lines read'],
	cause: {name: 'connection pool exhausted', reason: 'requests wait: 60 % of the sample (L1)'},
	command: {text: 'kubectl get pods', purpose: 'look'},
	escalate: {decision: true, reason: 'critical, 14x of the usual; one service; steady'},
	slackSummary: 'payment: connection pool exhausted; escalate',
};
const evidence = {
	service: 'payment', anomalies: [spike], selector: '{app="payment"}', startMs: onsetMs, endMs: nowMs, collectedMs: nowMs, totalLines: 100, totalErrors: 10, sampledLines: 50, errorsPerMinute: [], patterns: [], lines: [], changes: [], patternChanges: [], onsets: [{service: 'payment', onsetMs, sentence: 'errors 42/min'}],
};
const lines = [
	{
		v: 1, type: 'session', id: '20261123-031230-abcd', startedMs: nowMs, lokiKey: 'here', program: '0.0.0',
	},
	...[
		{
			type: 'session-opened', session: {
				host: 'loki.prod:3100', selector: '{namespace="production"}', baselineHours: 24, isDemo: false, timeZone: 'UTC',
			},
		},
		{type: 'timeline-noted', events: [spike, storm, accepted, fleet].map(anomaly => ({type: 'opened', atMs: nowMs, anomaly}))},
		{
			type: 'detail-changed', service: 'payment', detail: {status: 'ready', evidence, verdict},
		},
		{
			type: 'view-noted', view: {
				screens: [{type: 'overview'}], filter: '', order: 'abnormal', rangeIndex: 0, excluded: {$map: [['payment', ['a template']]]},
			},
		},
	].map(action => ({
		v: 1, type: 'action', atMs: nowMs, action,
	})),
];
const text = lines.map(line => `${JSON.stringify(line)}\n`).join('');

let bench: Bench;

beforeEach(async () => {
	bench = await createBench();
});

afterEach(async () => {
	await bench.end();
});

test('a record of the first form opens whole: its verdict in the words of that day', () => {
	const {state, view, badLines, newerLines} = restoreFacts(text);
	assert.deepEqual({badLines, newerLines}, {badLines: 0, newerLines: 0});
	const restored = state.details.get('payment')?.verdict;
	assert.ok(restored);
	assert.equal(verdictHeadline(restored, utc), verdict.headline);
	assert.deepEqual(verdictFindings(restored, utc), verdict.findings);
	assert.deepEqual(causeWords(restored, {timeZone: 'UTC'}), verdict.cause);
	assert.equal(escalationReason(restored, utc), verdict.escalate.reason);
	assert.equal(verdictLine(restored, utc), verdict.slackSummary);
	assert.equal(restored.escalate.decision, true);
	assert.deepEqual(restored.command, verdict.command);
	assert.deepEqual([...view?.hiddenPatterns ?? []], [['payment', ['a template']]]);
});

test('its anomalies are put into words anew, with what only their sentences knew', () => {
	const {state} = restoreFacts(text);
	const sentences = state.timeline.flatMap(event => 'anomaly' in event ? [anomalySentence(event.anomaly, utc)] : []);
	assert.deepEqual(sentences, [
		'errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58',
		'log storm: one pattern at ~42/min, 94 % of lines: "retrying "x" (50 % of lines)", at least since 02:58',
		'lines 42/min vs 3.1/min expected (band 7), 14x, since 02:58, accepted as the new baseline at 03:12',
		'41 services silent at once: collector or Loki ingest, since 02:58',
	]);
});

test('it is listed and read, with its index of that form and without', async () => {
	const paths = sessionPaths(bench.directory, '20261123-031230-abcd');
	await mkdir(path.dirname(paths.lines), {recursive: true});
	await writeFile(paths.lines, text);
	const listed = async (): Promise<readonly IncidentSummary[]> => {
		let found: readonly IncidentSummary[] = [];
		for await (const {incidents} of listIncidents(bench.directory)) {
			found = incidents;
		}

		return found;
	};

	const headlineOf = async (): Promise<string | undefined> => {
		const incidents = await listed();
		const payment = incidents.find(({services}) => services.includes('payment'));
		return payment && incidentHeadline(payment, utc);
	};

	assert.equal(await headlineOf(), verdict.headline);
	await writeFile(paths.index, JSON.stringify({
		v: 1, incidents: [{
			id: `payment@${onsetMs + 120_000}`, host: 'loki.prod:3100', onsetMs, lastSeenMs: nowMs, severity: 'critical', services: ['payment'], kinds: ['error-spike'], analysedBy: 'rules', alertsSent: 0, headline: verdict.headline,
		}],
	}));
	assert.equal(await headlineOf(), verdict.headline);
	const [first] = await listed();
	assert.ok(first);
	assert.equal(typeof await readIncident(bench.directory, first), 'object');
});

test('an alert of a record that held the message is shown as it was written then', () => {
	const line = (action: unknown) => JSON.stringify({
		v: 2, type: 'action', atMs: nowMs, action,
	});
	const {state, badLines} = restoreFacts([
		line({
			type: 'alert-started', alert: {
				id: 'a1', service: 'payment', fingerprint: 'payment error-spike', destination: 'hooks.slack.com/.../****', preview: ['🔴 payment: errors', '', 'Service  payment'], startedMs: nowMs,
			},
		}),
		line({
			type: 'alert-ended', id: 'a1', delivery: {state: 'delivered', atMs: nowMs}, preview: ['repeat: ...'],
		}),
	].join('\n'));
	assert.equal(badLines, 0);
	const [alert] = state.alerts;
	assert.ok(alert);
	assert.deepEqual([alert.target, alert.delivery?.state, recordedRows(alert)], ['slack', 'delivered', ['🔴 payment: errors', '', 'Service  payment']]);
});
