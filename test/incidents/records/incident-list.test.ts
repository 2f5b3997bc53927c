import assert from 'node:assert/strict';
import {mkdir, writeFile} from 'node:fs/promises';
import {
	afterEach,
	beforeEach,
	test,
} from 'node:test';
import {listIncidents, readIncident} from '../../../source/incidents/records/incident-list.js';
import {sessionPaths} from '../../../source/incidents/records/session-directory.js';
import {isSameIncident, type IncidentSummary} from '../../../source/store/incident-record.js';
import {connected} from '../../helpers/connected.js';
import {anomaly, nowMs} from '../../helpers/states.js';
import {
	analysisOf,
	createBench,
	evidence,
	verdict,
	type Bench,
} from './helpers.js';

let bench: Bench;

beforeEach(async () => {
	bench = await createBench();
});

afterEach(async () => {
	await bench.end();
});

const minute = 60_000;

async function listed(): Promise<readonly IncidentSummary[]> {
	let found: readonly IncidentSummary[] = [];
	for await (const {incidents} of listIncidents(bench.directory)) {
		found = incidents;
	}

	return found;
}

/** A session that saw trouble of payment and, 40 s later, of checkout. */
async function session(isAnalysed: boolean): Promise<string> {
	const {store, id, close} = await bench.open();
	const onsetMs = nowMs - (14 * minute);
	store.dispatch({
		type: 'detected', anomalies: connected([anomaly({service: 'payment', onsetMs}), anomaly({service: 'checkout', onsetMs: onsetMs + 40_000, severity: 'warning'})]), expectations: new Map(),
	});
	if (isAnalysed) {
		store.dispatch({
			type: 'detail-changed', service: 'payment', detail: {
				status: 'ready', evidence, verdict, trouble: undefined,
			},
		});
		store.dispatch({type: 'analysis-opened', analysis: analysisOf({usage: {inputTokens: 1, outputTokens: 1, costDollars: 0.06}})});
	}

	close();
	return id ?? '';
}

test('an incident says since when, which services, who looked into it and at what cost', async () => {
	const id = await session(true);
	const [incident, ...others] = await listed();
	assert.deepEqual(others, []);
	assert.ok(incident);
	assert.equal(incident.session, id);
	assert.deepEqual(incident.services, ['payment', 'checkout']);
	assert.deepEqual([incident.severity, incident.kinds, incident.analysedBy, incident.costDollars, incident.alertsSent, incident.endMs], ['critical', ['error-spike'], 'claude-sonnet-5-5', 0.06, 0, undefined]);
});

test('the same trouble seen by two sessions is listed once: as the session that did most about it has it', async () => {
	const analysed = await session(true);
	await session(false);
	const incidents = await listed();
	assert.deepEqual(incidents.map(incident => incident.session), [analysed]);
});

test('an opened record has its story, its evidence and its analysis', async () => {
	const id = await session(true);
	const [incident] = await listed();
	const record = await readIncident(bench.directory, {id: incident?.id ?? '', session: id});
	if (typeof record === 'string') {
		assert.fail(record);
	}

	assert.deepEqual(record.timeline.map(({kind, service}) => [kind, service]), [
		['onset', 'payment'], ['onset', 'checkout'], ['opened', 'payment'], ['opened', 'checkout'], ['analysed', 'payment'],
	]);
	assert.equal(record.members[1]?.delayMs, 40_000);
	assert.equal(record.services[0]?.analysis?.model, 'claude-sonnet-5-5');
	assert.match(record.services[0]?.evidence.lines[0]?.line ?? '', /<EMAIL_1>/);
});

async function trouble(name: string): Promise<string> {
	const record = await readIncident(bench.directory, {id: 'payment@1', session: name});
	return typeof record === 'string' ? record : 'none';
}

test('what cannot be read is a sentence', async () => {
	assert.match(await trouble('20200101-000000-beef'), /cannot be read \(ENOENT\)/);
	const id = await session(false);
	assert.match(await trouble(id), /does not hold this incident/);
});

test('a session without an index, or with a damaged one, is read in full', async () => {
	const id = await session(false);
	await writeFile(sessionPaths(bench.directory, id).index, '{"v":1,"incidents":[{"id":');
	const incidents = await listed();
	assert.equal(incidents.length, 1);
});

test('a hundred sessions are listed from their small indexes, with progress, and no record is read', async () => {
	await mkdir(bench.directory, {recursive: true});
	const summary = (index: number) => ({
		id: `payment@${index}`, host: 'loki', onsetMs: index * 3_600_000, lastSeenMs: index * 3_600_000, severity: 'critical', services: ['payment'], kinds: ['error-spike'], alertsSent: 0,
	});
	await Promise.all(Array.from({length: 100}, async (_, index) => {
		const paths = sessionPaths(bench.directory, `20261123-0000${String(index % 60).padStart(2, '0')}-${index.toString(16).padStart(4, '0')}`);
		// Reading it would fail: a directory is no record.
		await mkdir(paths.lines);
		await writeFile(paths.index, JSON.stringify({v: 1, incidents: [summary(index)]}));
	}));
	const progress: number[] = [];
	for await (const {readSessions, ofSessions} of listIncidents(bench.directory)) {
		assert.equal(ofSessions, 100);
		progress.push(readSessions);
	}

	const incidents = await listed();
	assert.equal(incidents.length, 100);
	assert.deepEqual(progress.slice(0, 3), [0, 16, 32]);
});

test('two sessions that noticed one incident at different minutes list it once; another service, another kind, another hour or another Loki is another incident', () => {
	const summary: IncidentSummary = {
		id: 'i1', session: undefined, host: 'loki', tenant: undefined, onsetMs: nowMs, lastSeenMs: nowMs, endMs: undefined, severity: 'critical', services: ['payment', 'checkout'], kinds: ['error-spike'], analysedBy: undefined, costDollars: undefined, alertsSent: 0, headline: undefined, verdict: undefined,
	};
	const of = (change: Partial<IncidentSummary>): boolean => isSameIncident(summary, {
		...summary, session: 'earlier', id: 'i2', ...change,
	});
	assert.ok(of({onsetMs: nowMs + (5 * 60_000), services: ['payment']}));
	assert.ok(of({id: 'i1', services: ['search'], onsetMs: 0}), 'the same id');
	for (const change of [{services: ['search']}, {kinds: ['silence'] as const}, {onsetMs: nowMs - (40 * 60_000)}, {host: 'other'}, {tenant: 'b'}, {session: undefined}]) {
		assert.ok(!of(change), JSON.stringify(change));
	}
});
