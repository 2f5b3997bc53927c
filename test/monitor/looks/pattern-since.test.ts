import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {Anomaly, PatternShare} from '../../../source/detect/types.js';
import {minuteMs} from '../../../source/detect/minute.js';
import {createLokiClient} from '../../../source/loki/client.js';
import type {LokiClient, Scope} from '../../../source/loki/types.js';
import {createOnsetFinder} from '../../../source/monitor/looks/onset-finder.js';
import {createPatternWatch} from '../../../source/monitor/looks/pattern-watch.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {namesOf} from '../../../source/patterns/read/known-names.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {anomaly} from '../../helpers/states.js';
import {entry, nowMs, startLoki} from '../../sandbox/loki/harness.js';

const scope: Scope = {
	selector: '{namespace="shop"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: true,
	},
};

/** How a program writes what fails, by an attempt; what the pattern says of it is put together from several places of the line. */
const programs: Readonly<Record<string, (attempt: number) => string>> = {
	json: attempt => JSON.stringify({
		level: 'error', ts: `2026-11-23T09:00:${attempt % 60}Z`, msg: `order "A${attempt}" not placed`, err: 'no instance of stock is ready', took_ms: attempt * 7,
	}),
	logfmt: attempt => `ts=2026-11-23T09:00:00Z level=error caller=push.go:${attempt} err="dial tcp 10.0.0.${attempt % 200}:9095: i/o timeout" msg="cannot push to the queue" tenant=t${attempt}`,
	java: attempt => [
		`2026-11-23 09:00:00.${100 + attempt} ERROR 1 --- [exec-${attempt}] o.a.c.c.C.[dispatcherServlet] : Servlet.service() threw exception`,
		`java.lang.IllegalStateException: could not open session ${attempt}`,
		'\tat com.shop.Db.open(Db.java:41)',
		`Caused by: java.sql.SQLTransientException: pool of ledger ran dry after ${attempt}ms`,
		'\t... 12 more',
	].join('\n'),
	plain: attempt => `E1123 09:00:00.${100_000 + attempt}       1 sync.go:88] sync of volume pv-${attempt} failed: snapshot is gone`,
};

const minutesAgo = 32;
/** When the first of the new lines was written. */
const firstMs = nowMs - ((minutesAgo - 1) * minuteMs) - 40_000;
let loki: SandboxLoki;
let client: LokiClient;

before(async () => {
	loki = await startLoki();
	client = createLokiClient({url: loki.url});
	const lines = Object.entries(programs).flatMap(([program, write]) => [
		...Array.from({length: 120}, (_, minute) => entry((minute * 60) + 5, {namespace: 'shop', app: program}, `level=info msg="order placed" id=${minute}`)),
		// One or two a minute, since a little over half an hour.
		...Array.from({length: minutesAgo}, (_, minute) => entry((minute * 60) + 40, {namespace: 'shop', app: program}, write(minute + 1), {detected_level: 'error'})),
		// Always there, and a storm since a quarter of an hour.
		...Array.from({length: 90}, (_, minute) => entry((minute * 60) + 20, {namespace: 'shop', app: `${program}-storm`}, write(minute + 1), {detected_level: 'error'})),
		...Array.from({length: 15 * 30}, (_, at) => entry((at * 2) + 1, {namespace: 'shop', app: `${program}-storm`}, write(at + 100), {detected_level: 'error'})),
	]);
	loki.push(lines.toSorted((a, b) => Number(a.timeNs - b.timeNs)));
});

after(async () => {
	await loki.close();
});

/** What the detector makes of the loudest pattern of errors in the newest lines. */
async function lookAt(service: string, kind: Anomaly['kind'], rates: Partial<Anomaly>) {
	const watch = createPatternWatch({
		client, scope, names: namesOf(() => new Map()), hide: lines => lines, known: knownPatterns(createSeenSet()),
	});
	const {signal} = new AbortController();
	const window = await watch.look({
		service, nowMs, onsetMs: nowMs - (5 * minuteMs), countLines: () => 500, signal,
	});
	const [pattern] = window.patterns.filter(({isError}) => isError) as [PatternShare];
	const opened = anomaly({
		service, kind, state: 'new', onsetMs: window.startMs, openedMs: window.endMs, pattern: {id: pattern.patternId, template: pattern.template}, ...rates,
	});
	const finder = createOnsetFinder(client, scope, {literals: watch.literals});
	await finder.refine([opened], nowMs, signal);
	return finder.apply(opened);
}

for (const program of Object.keys(programs)) {
	test(`a new pattern of one line a minute is as old as its first line: ${program}`, async () => {
		const found = await lookAt(program, 'new-pattern', {expectedPerMinute: 0, limitPerMinute: undefined});
		assert.ok(found.isOnsetCounted, 'the first line was found');
		assert.ok(Math.abs(found.onsetMs - firstMs) <= 10_000, new Date(found.onsetMs).toISOString());
	});

	test(`a storm of lines that are always there began when their rate rose: ${program}`, async () => {
		const found = await lookAt(`${program}-storm`, 'pattern-storm', {expectedPerMinute: 1, limitPerMinute: 5});
		assert.ok(found.isOnsetCounted, 'the rise was found');
		assert.ok(Math.abs(found.onsetMs - (nowMs - (15 * minuteMs))) <= 15_000, new Date(found.onsetMs).toISOString());
	});
}

test('what was there before anything was counted is not said to have begun then', async () => {
	const found = await lookAt('json-storm', 'new-pattern', {expectedPerMinute: 0, limitPerMinute: undefined});
	assert.equal(found.isOnsetCounted, undefined);
});
