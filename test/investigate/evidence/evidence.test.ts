import {after, before, test} from 'node:test';
import assert from 'node:assert/strict';
import {findChanges, logOdds} from '../../../source/investigate/evidence/changes.js';
import {collectEvidence, type EvidenceOptions} from '../../../source/investigate/evidence/evidence.js';
import {chooseWindow} from '../../../source/investigate/evidence/evidence-window.js';
import {fieldsOf} from '../../../source/investigate/evidence/fields.js';
import {patternHistory} from '../../../source/investigate/evidence/pattern-history.js';
import {judge} from '../../../source/investigate/verdict/verdict.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {errorStage} from '../../../source/loki/logql/logql.js';
import type {LogEntry, LokiClient, Scope} from '../../../source/loki/types.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxEntry, SandboxLoki} from '../../../source/sandbox/types.js';
import {minuteMs, onsetMs, sampleAnomaly} from '../helpers/sample-evidence.js';
import {verdictFindings, verdictHeadline} from '../../../source/words/verdict.js';

const nowMs = onsetMs + (10 * minuteMs);
const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const onsets = [
	{service: 'payment', onsetMs, sentence: 'errors 42/min'},
	{service: 'checkout', onsetMs: onsetMs + 40_000, sentence: 'errors 31/min'},
];

const entry = (timeMs: number, level: string, fields: Readonly<Record<string, string | number>>, metadata: Readonly<Record<string, string>> = {}): SandboxEntry => ({
	labels: {namespace: 'production', service_name: 'payment', pod: timeMs % 2 === 0 ? 'payment-a' : 'payment-b'},
	timeNs: BigInt(timeMs) * 1_000_000n,
	line: JSON.stringify({level, ...fields}),
	metadata: {detected_level: level, ...metadata},
});

/** An hour of charges with a rare old error, then a pool that runs out as version 1.42.0 comes. */
const traffic = (): readonly SandboxEntry[] => {
	const entries: SandboxEntry[] = [];
	for (let minute = -60; minute < 10; minute++) {
		const startMs = onsetMs + (minute * minuteMs) + 5;
		const isBad = minute >= 0;
		const version = isBad ? '1.42.0' : '1.41.3';
		for (let index = 0; index < 40; index++) {
			const timeMs = startMs + (index * 1401);
			entries.push(entry(timeMs, 'info', {msg: `charged card ending ${1000 + index} in ${20 + index} ms`, version, trace_id: `4bf92f3577b34da6a3ce929d0e0e${4736 + index}`}));
			if (isBad) {
				entries.push(entry(timeMs + 7, 'error', {
					msg: `HikariPool-1 - Connection is not available, request timed out after ${30_000 + index}ms.`, version, upstream: 'db-primary', trace_id: `5bf92f3577b34da6a3ce929d0e0e${4736 + index}`,
				}));
			}
		}

		for (let index = 0; index < 3; index++) {
			entries.push(entry(startMs + (index * 17_003) + 11, 'error', {msg: `statsd push failed: connect: connection refused, attempt ${index}`, version}));
		}
	}

	entries.push(entry(onsetMs - 20_000, 'info', {msg: 'Started PaymentApplication in 7.2 seconds', version: '1.42.0'}));
	return entries.toSorted((a, b) => Number(a.timeNs - b.timeNs));
};

let loki: SandboxLoki;
let client: LokiClient;

before(async () => {
	loki = await startSandboxLoki({now: () => nowMs});
	client = createLokiClient({url: loki.url});
	loki.push(traffic());
});

after(async () => {
	await loki.close();
});

const collect = async (options: Partial<EvidenceOptions> = {}) => {
	const {evidence} = await collectEvidence({
		client, scope, service: 'payment', anomalies: [sampleAnomaly()], onsets, nowMs, createMiner, ...options,
	});
	return evidence;
};

test('a few questions give counts, a bounded sample and what it stands for', async () => {
	const requestsBefore = client.cost().requests;
	const evidence = await collect();
	assert.ok(client.cost().requests - requestsBefore <= 9, `${client.cost().requests - requestsBefore} requests`);
	assert.equal(evidence.startMs, onsetMs - minuteMs);
	assert.equal(evidence.endMs, nowMs);
	assert.equal(evidence.totalLines, (11 * 43) + (10 * 40) + 1);
	assert.equal(evidence.totalErrors, (11 * 3) + (10 * 40));
	assert.ok(evidence.sampledLines > 100);
	assert.ok(evidence.sampledLines <= 230);
	assert.deepEqual(evidence.onsets.map(({service}) => service), ['payment', 'checkout']);
	const minute = new Map(evidence.errorsPerMinute);
	assert.equal(minute.get(onsetMs), 43);
	assert.equal(minute.get(onsetMs - (5 * minuteMs)), 3);
});

test('evidence says by which filter its errors were counted', async () => {
	const stage = '|~ "ServiceUnavailable"';
	const shared = await collect();
	assert.equal(shared.errorStage, errorStage(scope.capabilities));
	const own = await collect({scope: {...scope, errorFilters: {groups: () => new Map([[stage, ['payment']]]), stageOf: () => stage}}});
	assert.equal(own.errorStage, stage);
});

test('counts that are known are not asked of Loki again', async () => {
	const asked: number[] = [];
	const counting: LokiClient = {
		...client,
		async queryMetrics(question, options) {
			if (question.query.includes('[1m]')) {
				asked.push(question.range.startMs);
			}

			return client.queryMetrics(question, options);
		},
	};
	const whole = await collect({client: counting});
	const [startMs = 0] = asked.splice(0);
	const known = whole.errorsPerMinute.filter(([atMs]) => atMs < nowMs - (5 * minuteMs)).map(([atMs, errors]) => ({startMs: atMs, errors, lines: atMs < onsetMs ? 43 : 83}));
	const evidence = await collect({
		client: counting, knownCounts: range => known.filter(minute => minute.startMs >= range.startMs && minute.startMs < range.endMs),
	});
	assert.deepEqual(evidence.errorsPerMinute, whole.errorsPerMinute);
	assert.equal(evidence.totalErrors, whole.totalErrors);
	assert.ok(Math.min(...asked) >= startMs + (known.length * minuteMs), 'the known minutes are asked for');
});

test('errors that nobody counted are not looked for', async () => {
	const requestsBefore = client.cost().requests;
	const charged = traffic().filter(({metadata}) => metadata?.detected_level === 'info');
	const calm = await startSandboxLoki({now: () => nowMs});
	calm.push(charged);
	const watched = createLokiClient({url: calm.url});
	const asked: string[] = [];
	const counting: LokiClient = {
		...watched,
		async queryLogs(question, options) {
			asked.push(question.query);
			return watched.queryLogs(question, options);
		},
	};
	const evidence = await collect({client: counting, anomalies: [sampleAnomaly({kind: 'volume-surge'})]});
	assert.equal(evidence.totalErrors, 0);
	assert.ok(evidence.sampledLines > 50);
	assert.deepEqual(asked.filter(query => query.includes('| detected_level')), []);
	await calm.close();
	assert.equal(client.cost().requests, requestsBefore);
});

test('a new pattern is told from an old one', async () => {
	const {patterns} = await collect();
	const pool = patterns.find(({template}) => template.includes('HikariPool'));
	const noise = patterns.find(({template}) => template.includes('statsd'));
	assert.ok(pool?.isNew);
	assert.ok(pool.share > 0.8);
	assert.equal(pool.baselineShare, 0);
	assert.equal(pool.level, 'error');
	assert.equal(noise?.isNew, false);
	assert.equal(noise?.baselineShare, 1);
});

test('over time, a pattern has its share of what Loki counted, and nothing is said of times from which nothing was read', async () => {
	const {patterns, startMs, endMs} = await collect();
	const historyOf = (text: string) => patterns.find(({template}) => template.includes(text))?.history ?? [];
	const pool = historyOf('HikariPool');
	const sliceMinutes = (endMs - startMs) / 12 / minuteMs;
	// The first slice holds the calm minute before the onset only in part; errors were read from head, peak and tail.
	assert.ok(pool.includes(undefined));
	assert.ok(pool.slice(2).filter(value => value !== undefined).every(value => Math.abs(value - (40 * sliceMinutes)) < 8), pool.join(' '));
	// Charges go on all the time; lines of all levels were read around the onset.
	const charges = historyOf('charged card');
	assert.ok(charges.some(value => value !== undefined && value > 0));
	assert.ok(charges.includes(undefined));
	assert.ok(charges.every(value => value === undefined || value > 0), charges.join(' '));
});

test('a pattern that is expected in a slice and missing there is drawn as missing, a rare one as unknown', () => {
	// The last minute was not read.
	const counts = [0, 100, 100].map((count, minute) => ({startMs: minute * minuteMs, endMs: (minute + 1) * minuteMs, count}));
	const times = (minute: number, lines: number): readonly number[] => Array.from({length: lines}, (_, index) => (minute * minuteMs) + index);
	const range = {startMs: 0, endMs: 4 * minuteMs};
	const all = [...times(1, 20), ...times(2, 20), ...times(3, 20)];
	assert.deepEqual(patternHistory(times(1, 10), {
		all, range, counts, slices: 4,
	}), [0, 50, 0, undefined]);
	assert.deepEqual(patternHistory(times(1, 2), {
		all, range, counts, slices: 4,
	}), [0, 10, undefined, undefined]);
});

test('lines have ids in order of time, stand for their repeats, and come from the whole window', async () => {
	const {lines, patterns} = await collect();
	assert.ok(lines.length > 2);
	assert.ok(lines.length <= 60);
	assert.deepEqual(lines.map(({id}) => id), lines.map((_, index) => `L${index + 1}`));
	assert.deepEqual(lines.map(({timeMs}) => timeMs), lines.map(({timeMs}) => timeMs).toSorted((a, b) => a - b));
	const pool = lines.filter(({line}) => line.includes('HikariPool'));
	assert.ok(pool.length <= 6);
	assert.ok(Math.max(...pool.map(({repeats}) => repeats ?? 1)) > 20);
	assert.ok(lines.some(({line}) => line.includes('Started PaymentApplication')), 'what stands around the onset is seen');
	assert.ok(lines.every(({labels}) => !('namespace' in labels) && !('service_name' in labels)));
	assert.ok(pool.every(({patternId}) => patterns.some(({id}) => id === patternId)));
});

test('what changed is ranked, and ids are none of it', async () => {
	const {changes} = await collect();
	const version = changes.find(({name}) => name === 'version');
	assert.equal(version?.value, '1.42.0');
	assert.ok(version.badShare > 0.9);
	assert.equal(version.baselineShare, 0);
	assert.equal(version.firstSeenMs, onsetMs - 20_000);
	assert.ok(changes.some(({name, value}) => name === 'upstream' && value === 'db-primary'));
	assert.ok(changes.every(({name}) => !/trace|msg|level|service_name/.test(name)));
});

test('the verdict on it names cause, rollout and first service', async () => {
	const verdict = judge(await collect());
	assert.equal(verdictHeadline(verdict, {timeZone: 'UTC'}), 'payment: connection pool exhausted, errors 42/min vs 3.1/min expected since 02:58, seconds after version 1.42.0 appeared');
	assert.match(verdictFindings(verdict, {timeZone: 'UTC'}).join('\n'), /payment broke first: checkout \+40 s/);
});

test('a calm service, a silent one and an unknown one give evidence too', async () => {
	const calm = await collect({anomalies: [], onsets: []});
	assert.equal(calm.startMs, nowMs - (30 * minuteMs));
	assert.ok(calm.patterns.length > 0);
	const silent = await collect({anomalies: [sampleAnomaly({kind: 'silence', onsetMs: nowMs - minuteMs})]});
	assert.ok(silent.lines.length > 0, 'its last words');
	const unknown = await collect({service: 'nobody', anomalies: [], onsets: []});
	assert.deepEqual([unknown.totalLines, unknown.sampledLines, unknown.lines.length, unknown.changes.length], [0, 0, 0, 0]);
	assert.equal(judge(unknown).cause, undefined);
});

test('an abort is passed on', async () => {
	await assert.rejects(collect({signal: AbortSignal.abort(new Error('left'))}), /left/);
});

test('the window begins before the first open anomaly and is bounded', () => {
	const longAgo = chooseWindow([sampleAnomaly({onsetMs: nowMs - (48 * 60 * minuteMs)})], nowMs);
	assert.equal(longAgo.bad.endMs - longAgo.bad.startMs, 6 * 60 * minuteMs);
	assert.equal(longAgo.baseline.endMs - longAgo.baseline.startMs, 60 * minuteMs);
	const over = chooseWindow([sampleAnomaly({state: 'resolved', resolvedMs: onsetMs + (5 * minuteMs)})], nowMs + (60 * minuteMs));
	assert.equal(over.bad.endMs, onsetMs + (6 * minuteMs));
	const fresh = chooseWindow([sampleAnomaly({onsetMs: nowMs})], nowMs);
	assert.equal(fresh.bad.endMs - fresh.bad.startMs, minuteMs);
	assert.equal(fresh.baseline.endMs - fresh.baseline.startMs, 10 * minuteMs);
	const mixed = chooseWindow([sampleAnomaly({state: 'resolved', onsetMs: onsetMs - (30 * minuteMs), resolvedMs: onsetMs}), sampleAnomaly()], nowMs);
	assert.equal(mixed.onsetMs, onsetMs);
});

test('fields come from JSON, logfmt and labels, without ids, times and numbers', () => {
	const read = (line: string, labels: Readonly<Record<string, string>> = {}) => Object.fromEntries(fieldsOf({line, labels}, new Set(['pod'])));
	assert.deepEqual(read('{"version":"1.42.0","ctx":{"region":"eu-1","traceId":"abc"},"status":503,"duration":12.5,"orderId":17,"commit":"4bf92f3577b34da6a3ce929d0e0e47364bf92f35","ip":"10.1.2.3"}', {pod: 'p', container: 'c'}), {
		version: '1.42.0', 'ctx.region': 'eu-1', status: '503', commit: '4bf92f3577b34da6a3ce929d0e0e47364bf92f35', container: 'c',
	});
	assert.deepEqual(read('ts=2026-01-05T02:58:00Z level=error caller=a.go:17 component=ring msg="not ready" status="504"'), {component: 'ring', status: '504'});
	assert.deepEqual(read('plain text with a=1'), {});
	assert.deepEqual(read('{"broken'), {});
	assert.deepEqual(read('[1,2]'), {});
});

const odds = (badWith: number, badLines: number, baselineWith: number, baselineLines: number): number => logOdds({
	badWith, badLines, baselineWith, baselineLines,
});

test('small numbers do not make a change', () => {
	const entries = (count: number, version: string): readonly LogEntry[] => Array.from({length: count}, (_, index) => ({
		timeNs: String(index), timeMs: index, line: '', labels: {version},
	}));
	const changes = (bad: readonly LogEntry[], baseline: readonly LogEntry[]) => findChanges({
		bad, baseline, others: [], ignored: new Set(),
	});
	assert.deepEqual(changes(entries(3, 'b'), entries(100, 'a')), [], 'three lines');
	assert.deepEqual(changes(entries(4, 'b'), entries(2, 'a')), [], 'two lines before');
	assert.deepEqual(changes(entries(100, 'b'), []), [], 'nothing before');
	assert.deepEqual(changes([...entries(55, 'b'), ...entries(45, 'a')], [...entries(50, 'b'), ...entries(50, 'a')]), [], 'chance');
	assert.equal(changes(entries(100, 'b'), entries(100, 'a'))[0]?.value, 'b');
	assert.ok(odds(100, 100, 0, 100) > odds(10, 10, 0, 10));
	assert.ok(odds(10, 10, 0, 10) > odds(3, 3, 0, 3));
	assert.ok(odds(50, 100, 50, 100) < 0);
});
