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
import {startLiar, type Liar, type Lie} from '../../helpers/liar.js';
import {minuteMs, nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';

const services = ['payment', 'cart', 'users', 'web', 'search', 'checkout'] as const;
const hours = 5;

let loki: SandboxLoki;
let liar: Liar;
let clockMs: number;
let store: Store;
let monitor: Monitor;
let stop: AbortController;
let running: Promise<void>;

function write(startMs: number, of: readonly string[] = services): void {
	loki.push(of.flatMap(service => Array.from({length: 6}, (_, index) => ({
		labels: {namespace: 'production', app: service},
		timeNs: BigInt(Math.round(startMs + ((index + 0.5) * minuteMs / 6))) * 1_000_000n,
		line: `level=info msg="charged" id=${index}`,
	}))));
}

/** Lets minutes pass in which these services write, and polls. */
async function pass(minutes: number, of?: readonly string[]): Promise<void> {
	for (let minute = 0; minute < minutes; minute++) {
		write(clockMs - (clockMs % minuteMs), of);
		clockMs += minuteMs;
	}

	monitor.pollNow();
	await until(() => store.getState().connection.lastAnswerMs === clockMs, 'the poll');
}

beforeEach(async () => {
	clockMs = nowMs;
	stop = new AbortController();
	loki = await startSandboxLoki({now: () => clockMs});
	liar = await startLiar(loki.url, {now: () => clockMs});
	for (let minute = hours * 60; minute > 0; minute--) {
		write(nowMs - (nowMs % minuteMs) - (minute * minuteMs));
	}

	store = createStore(initialState(nowMs, {
		host: 'sandbox', tenant: undefined, selector: '', baselineHours: hours, isDemo: false, timeZone: 'UTC',
	}));
	monitor = createMonitor({
		hideLines: lines => lines,
		client: createLokiClient({url: liar.url}), store, selector: '{namespace="production"}', serviceLabel: undefined, pollMs: 3_600_000, settleMs: 0, baselineHours: hours, detector: {kind: 'default'}, known: knownPatterns(createSeenSet()), now: () => clockMs,
	});
	running = monitor.run(stop.signal);
	await until(() => store.getState().backfill.doneHours === hours && !store.getState().backfill.isRunning, 'the baseline');
});

afterEach(async () => {
	stop.abort();
	await running;
	await liar.close();
	await loki.close();
});

const sums = () => services.map(service => countLines(store.getState().history, service, {startMs: 0, endMs: clockMs - minuteMs}));
const open = () => store.getState().anomalies.filter(({state}) => state !== 'resolved').map(({fingerprint}) => fingerprint);
const lies: readonly Lie[] = ['empty', 'null', 'cut-and-told', 'cut', 'stale', 'nan', 'infinite'];

/** Three polls that are lied to, then one that is not; gives what is open at the end. */
async function liveThrough(lie: Lie): Promise<readonly string[]> {
	await pass(2);
	const before = countLines(store.getState().history, 'web', {startMs: clockMs - (6 * minuteMs), endMs: clockMs});
	liar.lieTo = ({path, parameters}) => path.endsWith('/query_range') && (parameters.get('query') ?? '').startsWith('sum by') ? lie : undefined;
	const readMs = clockMs;
	for (let poll = 0; poll < 3; poll++) {
		await pass(2);
		assert.equal(countLines(store.getState().history, 'web', {startMs: readMs - (6 * minuteMs), endMs: readMs}), before);
		assert.deepEqual(open(), []);
		assert.match(store.getState().connection.doubt ?? '', lie === 'stale' ? /^Lines arrive 6 min late|Ignoring Loki's answer for \d+ minutes? \(/ : /Ignoring Loki's answer for \d+ minutes? \(/);
	}

	liar.lieTo = undefined;
	await pass(1);
	assert.equal(store.getState().connection.doubt, undefined);
	await until(() => new Set(sums()).size === 1 && !store.getState().history.isRead.includes(0), 'the gap to be filled');
	return open();
}

for (const lie of lies) {
	test(`the screen keeps what it has read through answers that are ${lie}, and catches up`, async () => {
		assert.deepEqual(await liveThrough(lie), []);
	});
}

test('a fleet that is silent in truth is told, by two more questions a poll', async () => {
	await pass(2);
	const asked = liar.asked.length;
	await pass(5, []);
	assert.deepEqual(open(), []);
	assert.match(store.getState().connection.doubt ?? '', /^No lines in the last 5 min/);
	clockMs += minuteMs / 3;
	monitor.pollNow();
	await until(() => open().includes('fleet-silence:*'), 'the silence');
	assert.deepEqual(open(), ['fleet-silence:*']);
	// Are these lines there, and are there lines that nobody is named in?
	assert.equal(liar.asked.slice(asked).filter(({path}) => path.endsWith('/query')).length, 2);
});

test('a service that is silent in truth is told, and not while the second question is refused', async () => {
	await pass(2);
	liar.lieTo = ({path}) => path.endsWith('/query') ? 'refused' : undefined;
	const others = services.filter(service => service !== 'cart');
	for (let poll = 0; poll < 4; poll++) {
		await pass(3, others);
	}

	await until(() => store.getState().connection.doubt !== undefined, 'what keeps it from being told');
	assert.deepEqual(open(), []);
	assert.match(store.getState().connection.doubt ?? '', /cart looks silent; not reported yet: a second query failed/);
	liar.lieTo = undefined;
	await pass(1, others);
	await until(() => open().includes('silence:cart'), 'the silence');
	assert.deepEqual(open(), ['silence:cart']);
});
