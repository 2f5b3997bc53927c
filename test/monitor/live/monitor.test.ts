import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {createMonitor, type Monitor} from '../../../source/monitor/live/monitor.js';
import type {MonitorOptions} from '../../../source/monitor/live/types.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {countLines} from '../../../source/store/history.js';
import {fleetVerdict} from '../../../source/store/selectors/verdict-line.js';
import {initialState} from '../../../source/store/initial-state.js';
import type {State} from '../../../source/store/state.js';
import {createStore, type Store} from '../../../source/store/store.js';
import {startProxy, type Proxy} from '../../helpers/proxy.js';
import {minuteMs, nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';

let loki: SandboxLoki;
let proxy: Proxy;
let clockMs: number;
let stop: AbortController;
let running: Promise<void>;

beforeEach(async () => {
	clockMs = nowMs;
	stop = new AbortController();
	running = Promise.resolve();
	loki = await startSandboxLoki({now: () => clockMs});
	proxy = await startProxy(loki.url);
});

afterEach(async () => {
	stop.abort();
	await running;
	await proxy.close();
	await loki.close();
});

/** Lines of one service, spread evenly over some minutes before a moment; every tenth is an error. */
function write(service: string, {minutes, perMinute, endMs = nowMs}: {readonly minutes: number; readonly perMinute: number; readonly endMs?: number}): void {
	loki.push(Array.from({length: minutes * perMinute}, (_, index) => ({
		labels: {namespace: 'production', app: service},
		timeNs: BigInt(Math.round(endMs - ((index + 0.5) * minuteMs / perMinute))) * 1_000_000n,
		line: index % 10 === 0 ? `level=error msg="charge failed" id=${index}` : `level=info msg="charged" id=${index}`,
	})));
}

function watch(change: Partial<MonitorOptions> = {}): {readonly store: Store; readonly monitor: Monitor; readonly state: () => State} {
	const store = createStore(initialState(nowMs, {
		host: 'sandbox', tenant: undefined, selector: '', baselineHours: change.baselineHours ?? 2, isDemo: false, timeZone: 'UTC',
	}));
	const monitor = createMonitor({
		hideLines: lines => lines,
		client: createLokiClient({url: proxy.url}),
		store,
		selector: '{namespace="production"}',
		serviceLabel: undefined,
		pollMs: 60_000,
		settleMs: 0,
		baselineHours: 2,
		detector: {kind: 'simple'},
		known: knownPatterns(createSeenSet()),
		now: () => clockMs,
		...change,
	});
	running = monitor.run(stop.signal);
	return {store, monitor, state: store.getState};
}

const counting = (requests: readonly string[]) => requests.filter(request => decodeURIComponent(request).includes('count_over_time({namespace="production"}[1m])'));

test('the first screen needs one question for all services', async () => {
	write('payment', {minutes: 60, perMinute: 10});
	write('cart', {minutes: 60, perMinute: 5});
	const {state} = watch();
	await until(() => state().connection.status === 'live', 'the first answer');
	assert.equal(counting(proxy.requests).length, 1);
	assert.deepEqual([...state().history.services.keys()].toSorted(), ['cart', 'payment']);
});

test('counts are Loki\'s: nothing is lost and nothing counted twice', async () => {
	write('payment', {minutes: 120, perMinute: 10, endMs: nowMs - (nowMs % minuteMs)});
	const {state} = watch();
	await until(() => state().backfill.doneHours === 2 && !state().backfill.isRunning, 'the whole baseline');
	assert.equal(countLines(state().history, 'payment', {startMs: 0, endMs: nowMs}), 1200);
});

test('the baseline is filled newest hour first', async () => {
	write('payment', {minutes: 240, perMinute: 2});
	const {state} = watch({baselineHours: 4});
	await until(() => state().backfill.doneHours === 4 && !state().backfill.isRunning, 'the whole baseline');
	const starts = counting(proxy.requests).map(request => Number(new URL(request, 'http://x').searchParams.get('start')));
	assert.ok(starts.length >= 4);
	assert.deepEqual(starts, starts.toSorted((a, b) => b - a));
});

test('a baseline of one hour is learnt at the first poll, stays learnt, and is judged by', async () => {
	const writeAll = (minutes: number): void => {
		for (const service of ['payment', 'cart', 'users']) {
			write(service, {minutes, perMinute: 30, endMs: clockMs});
		}
	};

	writeAll(120);
	const {state, monitor} = watch({baselineHours: 1, detector: {kind: 'default'}});
	const isLearnt = (): boolean => state().connection.lastAnswerMs === clockMs && state().backfill.doneHours === 1 && !state().backfill.isRunning;
	for (let minute = 0; minute < 5; minute++) {
		await until(isLearnt, 'the poll');
		assert.equal(fleetVerdict(state()).tone, 'calm');
		clockMs += minuteMs;
		writeAll(1);
		monitor.pollNow();
	}
});

test('the minute under way is shown but not taken as over', async () => {
	write('payment', {minutes: 60, perMinute: 60});
	const {state} = watch();
	await until(() => state().openMinute !== undefined, 'the minute under way');
	assert.equal(state().openMinute?.counts.get('payment')?.lines, 30);
	assert.equal(state().history.services.get('payment')?.lines.at(-1), 60);
});

test('late lines repair the last minutes with the next poll', async () => {
	write('payment', {minutes: 60, perMinute: 10});
	const {state, monitor} = watch();
	await until(() => state().backfill.doneHours === 2 && !state().backfill.isRunning, 'the whole baseline');
	const before = state().history.services.get('payment')?.lines.at(-2) ?? 0;
	write('payment', {minutes: 1, perMinute: 7, endMs: nowMs - (nowMs % minuteMs) - minuteMs});
	monitor.pollNow();
	await until(() => (state().history.services.get('payment')?.lines.at(-2) ?? 0) > before, 'the late lines');
	assert.equal(state().history.services.get('payment')?.lines.at(-2), before + 7);
});

test('a failed poll is missing data with its reason, keeps what was there, and recovers', async () => {
	write('payment', {minutes: 60, perMinute: 10});
	const {state, monitor} = watch();
	await until(() => state().connection.status === 'live' && state().backfill.doneHours === 2, 'the first answer');
	const linesBefore = countLines(state().history, 'payment', {startMs: 0, endMs: nowMs});
	proxy.interfere = (_request, response) => {
		response.writeHead(503);
		response.end('too many outstanding requests');
		return true;
	};

	monitor.pollNow();
	await until(() => state().connection.status === 'failing', 'the failure');
	assert.match(JSON.stringify(state().connection.trouble), /too many outstanding requests/);
	assert.equal(countLines(state().history, 'payment', {startMs: 0, endMs: nowMs}), linesBefore);
	proxy.interfere = undefined;
	monitor.pollNow();
	await until(() => state().connection.status === 'live', 'the recovery');
	assert.equal(state().connection.trouble, undefined);
});

test('a rate limited poll waits as long as Loki asks', async () => {
	write('payment', {minutes: 60, perMinute: 10});
	proxy.interfere = (_request, response) => {
		response.writeHead(429, {'retry-after': '17'});
		response.end('too many requests');
		return true;
	};

	const {state} = watch();
	await until(() => state().connection.status === 'failing', 'the refusal');
	assert.equal((state().connection.retryAtMs ?? 0) - clockMs, 17_000);
});

test('a selector that matches nothing says which labels exist, and is asked again', async () => {
	write('payment', {minutes: 60, perMinute: 1});
	const {state, monitor} = watch({selector: '{namespace="staging"}'});
	await until(() => state().nothingMatches !== undefined, 'the message');
	assert.equal(state().nothingMatches?.selector, '{namespace="staging"}');
	assert.ok(state().nothingMatches?.labels.some(({label, values}) => label === 'namespace' && values.includes('production')));
	loki.push([{labels: {namespace: 'staging', app: 'cart'}, timeNs: BigInt(nowMs - 90_000) * 1_000_000n, line: 'hello'}]);
	monitor.pollNow();
	await until(() => state().history.services.has('cart'), 'the service');
	assert.equal(state().nothingMatches, undefined);
});

test('an outage longer than the reading window is filled afterwards', async () => {
	write('payment', {minutes: 180, perMinute: 4, endMs: nowMs + (180 * minuteMs)});
	write('payment', {minutes: 120, perMinute: 4});
	const {state, monitor} = watch({baselineHours: 6});
	await until(() => state().backfill.doneHours === 6 && !state().backfill.isRunning, 'the baseline');
	clockMs = nowMs + (180 * minuteMs);
	monitor.pollNow();
	await until(() => !state().history.isRead.includes(0) && state().connection.lastAnswerMs === clockMs, 'the gap to be filled');
	assert.equal(countLines(state().history, 'payment', {startMs: nowMs - (nowMs % minuteMs), endMs: clockMs}), 180 * 4);
});

test('a service that goes wrong has its lines sampled for patterns, others do not', async () => {
	write('cart', {minutes: 60, perMinute: 3});
	write('payment', {minutes: 60, perMinute: 3});
	write('payment', {minutes: 5, perMinute: 200});
	watch();
	// Discovery looks at a handful of lines of anything, and the start at 2,000 for how services mark their errors.
	const samples = () => proxy.requests.filter(request => request.includes('/query_range') && /[&?]limit=(?!10&|2000&)\d{3}/.test(request)).map(request => decodeURIComponent(request));
	await until(() => samples().length > 0, 'a sample');
	assert.ok(samples().every(request => request.includes('payment') && !request.includes('cart')), samples().join('\n'));
});

test('services that are asked for by name are found by the label that this Loki has', async () => {
	write('cart', {minutes: 60, perMinute: 3});
	write('payment', {minutes: 60, perMinute: 3});
	const {state} = watch({services: ['payment', 'gone']});
	await until(() => state().connection.status === 'live', 'the first answer');
	assert.deepEqual([...state().history.services.keys()], ['payment']);
	assert.match(state().connection.selector, /service_name=~"payment\|gone"/);
});

/** Errors of one service from a moment on to the end of the last whole minute. */
function breakDown(service: string, sinceMs: number): void {
	const endMs = nowMs - (nowMs % minuteMs);
	loki.push(Array.from({length: Math.floor((endMs - sinceMs) / 500)}, (_, index) => ({
		labels: {namespace: 'production', app: service}, timeNs: BigInt(sinceMs + (index * 500)) * 1_000_000n, line: `level=error msg="connection refused" id=${index}`,
	})));
}

const spikes = ({anomalies}: State) => anomalies.filter(({kind}) => kind === 'error-spike');

test('who broke first is told by the second, from the first moment on', async () => {
	write('gateway', {minutes: 120, perMinute: 10});
	write('payment', {minutes: 120, perMinute: 10});
	const onsetMs = nowMs - (nowMs % minuteMs) - (5 * minuteMs) + 30_000;
	breakDown('payment', onsetMs);
	breakDown('gateway', onsetMs + 20_000);
	const {store, state} = watch({detector: {kind: 'default'}});
	const told: Array<readonly [service: string, onsetMs: number]> = [];
	store.onAction(action => {
		if (action.type === 'detected') {
			told.push(...spikes(state()).map(spike => [spike.service, spike.onsetMs] as const));
		}
	});
	await until(() => new Set(told.map(([service]) => service)).size === 2 && !state().backfill.isRunning, 'both to be told');
	assert.deepEqual(new Set(told.map(entry => entry.join(' '))), new Set([`payment ${onsetMs}`, `gateway ${onsetMs + 20_000}`]));
});

test('a Loki that takes long to say when it began keeps nobody waiting: the minute is told for now', async () => {
	write('payment', {minutes: 120, perMinute: 10});
	const onsetMs = nowMs - (nowMs % minuteMs) - (5 * minuteMs) + 30_000;
	breakDown('payment', onsetMs);
	proxy.interfere = request => decodeURIComponent(request.url ?? '').includes('[5s]');
	const {state} = watch({detector: {kind: 'default'}});
	await until(() => spikes(state()).length === 1, 'the spike');
	assert.equal(spikes(state())[0]?.onsetMs, onsetMs - 30_000);
});
