import assert from 'node:assert/strict';
import {afterEach, beforeEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import {createMonitor, type Monitor} from '../../../source/monitor/live/monitor.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {countLines} from '../../../source/store/history.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore, type Store} from '../../../source/store/store.js';
import {
	createLateFleet,
	lateServices,
	type LateFleet,
	type Rates,
} from '../../helpers/late-fleet.js';
import {minuteMs, nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';

const hours = 5;
const pollMs = 20_000;

let loki: SandboxLoki;
let fleet: LateFleet;
let clockMs: number;
let store: Store;
let monitor: Monitor;
let stop: AbortController;
let running: Promise<void>;
/** All that was open at any poll. */
let opened: Set<string>;

const polled = async (): Promise<void> => until(() => store.getState().connection.lastAnswerMs === clockMs && !store.getState().backfill.isRunning, 'the poll');

type PassOptions = {readonly lateMs?: number; readonly fromMs?: number; readonly ratesOf?: (service: string) => Rates};

/** Lets time pass in polls; the lines of a time reach Loki so much later. */
async function pass(minutes: number, {lateMs = 0, fromMs, ratesOf}: PassOptions = {}): Promise<void> {
	for (let poll = 0; poll < minutes * 3; poll++) {
		fleet.write(clockMs, clockMs + pollMs, ratesOf);
		clockMs += pollMs;
		fleet.arrive(clockMs - lateMs, fromMs);
		monitor.pollNow();
		await polled();
		for (const fingerprint of open()) {
			opened.add(fingerprint);
		}
	}
}

/** The queue grows: what was there at once comes ever later, at half the speed. */
async function fallBehind(minutes: number): Promise<PassOptions> {
	for (let lateMs = 0; lateMs < minutes * minuteMs; lateMs += 10_000) {
		await pass(1 / 3, {lateMs});
	}

	return {lateMs: minutes * minuteMs};
}

beforeEach(async () => {
	clockMs = nowMs - (nowMs % minuteMs);
	opened = new Set();
	stop = new AbortController();
	loki = await startSandboxLoki({now: () => clockMs});
	fleet = createLateFleet(loki);
	fleet.write(clockMs - (hours * 60 * minuteMs), clockMs);
	fleet.arrive(clockMs);
	store = createStore(initialState(clockMs, {
		host: 'sandbox', tenant: undefined, selector: '', baselineHours: hours, isDemo: false, timeZone: 'UTC',
	}));
	monitor = createMonitor({
		hideLines: lines => lines,
		client: createLokiClient({url: loki.url}), store, selector: '{namespace="production"}', serviceLabel: undefined, pollMs: 3_600_000, settleMs: 0, baselineHours: hours, detector: {kind: 'default'}, known: knownPatterns(createSeenSet()), now: () => clockMs,
	});
	running = monitor.run(stop.signal);
	await until(() => store.getState().backfill.doneHours === hours && !store.getState().backfill.isRunning, 'the baseline');
});

afterEach(async () => {
	stop.abort();
	await running;
	await loki.close();
});

const open = () => store.getState().anomalies.filter(({state}) => state !== 'resolved').map(({fingerprint}) => fingerprint);
const doubt = () => store.getState().connection.doubt;

/** What the screen counted is what was written. */
function assertAllCounted(fromMs: number, toMs: number): void {
	for (const service of lateServices) {
		assert.equal(countLines(store.getState().history, service, {startMs: fromMs, endMs: toMs}), fleet.written(service, fromMs, toMs), service);
	}
}

/** Lags that grow, stay and go. */
async function liveThrough(lateMinutes: number): Promise<ReadonlySet<string>> {
	const startMs = clockMs;
	await pass(2);
	const lagging = await fallBehind(lateMinutes);
	const said = new RegExp(`^Lines arrive (?:${lateMinutes}|${lateMinutes + 1}) min late; `);
	await pass(6, lagging);
	assert.match(doubt() ?? '', said);
	await pass(12, lagging);
	assert.match(doubt() ?? '', said);
	// Up to where the lines reach all is counted, and nothing after it is taken as zero.
	assertAllCounted(startMs, clockMs - ((lateMinutes + 2) * minuteMs));
	assert.equal(store.getState().history.isRead.at(-1), 0);
	await pass(2);
	assert.equal(doubt(), undefined);
	assertAllCounted(startMs, clockMs);
	return opened;
}

for (const lateMinutes of [2, 5, 17]) {
	test(`a fleet whose lines come ${lateMinutes} minutes late is not silent, it is said, and all lines are counted`, async () => {
		assert.deepEqual([...await liveThrough(lateMinutes)], []);
	});
}

test('an incident in late lines is told when they are in, and is not over while lines are late', async () => {
	const broken = (service: string): Rates => service === 'payment' ? {lines: 12, errors: 10} : {lines: 6, errors: 0};
	const lagging = await fallBehind(6);
	await pass(6, {...lagging, ratesOf: broken});
	assert.deepEqual(open(), []);
	await pass(4, {...lagging, ratesOf: broken});
	assert.deepEqual(open(), ['error-spike:payment']);
	const onsetMs = store.getState().anomalies[0]?.onsetMs;
	// Its last lines are on their way for six minutes more.
	await pass(5, lagging);
	assert.deepEqual(open(), ['error-spike:payment']);
	assert.equal(store.getState().anomalies[0]?.onsetMs, onsetMs);
	await pass(14, lagging);
	assert.deepEqual(open(), []);
	assert.deepEqual([...opened], ['error-spike:payment']);
});

test('a fleet that stops in truth is told within four minutes', async () => {
	const silent = {ratesOf: () => ({lines: 0, errors: 0})};
	await pass(2);
	await pass(4, silent);
	assert.deepEqual(open(), ['fleet-silence:*']);
});

test('Loki is left alone for a second before a fleet that may be silent is looked at again, however long the last look took', async () => {
	await pass(2);
	let lookedMs: number | undefined;
	store.onAction(() => {
		if (!(lookedMs === undefined && doubt()?.startsWith('No lines in the last 3 min'))) {
			return;
		}

		lookedMs = performance.now();
		clockMs += minuteMs;
	});
	clockMs += 3 * minuteMs;
	monitor.pollNow();
	await until(() => lookedMs !== undefined && store.getState().connection.lastAnswerMs === clockMs, 'the next look');
	// Timers may be a millisecond early.
	assert.ok(performance.now() - (lookedMs ?? Infinity) >= 990);
});

test('a fleet that stops while its lines are late is told once nothing more comes in', async () => {
	const silent = {ratesOf: () => ({lines: 0, errors: 0})};
	const lagging = await fallBehind(5);
	await pass(7, {...lagging, ...silent});
	assert.deepEqual([...opened], []);
	await pass(2, {...lagging, ...silent});
	assert.deepEqual(open(), ['fleet-silence:*']);
});

test('what was kept back during an outage and delivered after it is counted, in any order', async () => {
	const startMs = clockMs;
	await pass(2);
	const stoppedMs = clockMs;
	await pass(12, {fromMs: Infinity});
	assert.deepEqual(open(), ['fleet-silence:*']);
	const backMs = clockMs;
	await pass(4, {fromMs: backMs});
	assert.equal(doubt(), undefined);
	fleet.arrive(backMs, stoppedMs + (6 * minuteMs));
	await pass(1, {fromMs: backMs});
	await pass(1);
	assertAllCounted(startMs, clockMs);
	await pass(3);
	assert.deepEqual(open(), []);
});

test('where most of the fleet is late, those that are not are judged all the same, and the others are not silent', async () => {
	const startMs = clockMs;
	const onTime = createLateFleet(loki);
	const isOnTime = (service: string): boolean => service === 'payment' || service === 'cart';
	const none = {lines: 0, errors: 0};
	const both = async (polls: number, lateMs: number, ratesOf: (service: string) => Rates): Promise<void> => {
		for (let poll = 0; poll < polls; poll++) {
			onTime.write(clockMs, clockMs + pollMs, service => isOnTime(service) ? ratesOf(service) : none);
			onTime.arrive(clockMs + pollMs);
			await pass(1 / 3, {lateMs, ratesOf: service => isOnTime(service) ? none : ratesOf(service)});
		}
	};

	const calm = () => ({lines: 6, errors: 0});
	await both(6, 0, calm);
	for (let lateMs = 0; lateMs < 6 * minuteMs; lateMs += 10_000) {
		await both(1, lateMs, calm);
	}

	await both(15, 6 * minuteMs, calm);
	assert.deepEqual([...opened], []);
	await both(15, 6 * minuteMs, service => service === 'payment' ? {lines: 40, errors: 30} : {lines: 6, errors: 0});
	assert.ok(open().includes('error-spike:payment'));
	await both(9, 0, service => service === 'payment' ? {lines: 40, errors: 30} : {lines: 6, errors: 0});
	assert.deepEqual([...opened].filter(fingerprint => !fingerprint.includes(':payment')), []);
	for (const service of lateServices) {
		assert.equal(countLines(store.getState().history, service, {startMs, endMs: clockMs}), fleet.written(service, startMs, clockMs) + onTime.written(service, startMs, clockMs), service);
	}
});
