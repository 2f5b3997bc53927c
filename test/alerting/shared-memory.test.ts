import assert from 'node:assert/strict';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	after,
	afterEach,
	before,
	test,
} from 'node:test';
import {createMutes} from '../../source/alerting/mutes.js';
import {createSharedMemory} from '../../source/alerting/shared-memory.js';
import {hourMs} from '../../source/detect/minute.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {LokiClient, Scope} from '../../source/loki/types.js';
import {createStore} from '../../source/store/store.js';
import type {AlertRecord} from '../../source/store/state.js';
import {alertOf} from '../helpers/alerts.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {until} from '../helpers/until.js';
import {startLoki} from '../sandbox/loki/harness.js';
import type {SandboxLoki} from '../../source/sandbox/types.js';

let loki: SandboxLoki;
let root = '';

const endings: AbortController[] = [];
const newEnding = (): AbortController => {
	const ending = new AbortController();
	endings.push(ending);
	return ending;
};

before(async () => {
	[loki, root] = await Promise.all([startLoki({now: () => nowMs}), mkdtemp(path.join(tmpdir(), 'loki-sentinel-shared-'))]);
});

afterEach(() => {
	for (const ending of endings.splice(0)) {
		ending.abort();
	}
});

after(async () => {
	await Promise.all([loki.close(), rm(root, {recursive: true, force: true})]);
});

const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};
const payment = anomaly({service: 'payment'});

/** A screen of its own machine: another state directory, the same Loki. */
function open(name: string, journal: 'none' | 'loki', {client = createLokiClient({url: loki.url}), signal = new AbortController().signal, now = () => nowMs}: {readonly client?: LokiClient; readonly signal?: AbortSignal; readonly now?: () => number} = {}) {
	const store = createStore(stateAfter(
		{type: 'minutes-read', minutes: minutesOf({payment: [200, 40], cart: [20, 0]})},
		{type: 'detected', anomalies: [payment], expectations: new Map()},
	));
	const memory = createSharedMemory({
		store, client, scope: () => scope, tenant: undefined, journal, stateDir: path.join(root, name), redact: text => text, now, signal,
	});
	return {store, memory};
}

const sent: AlertRecord = {
	id: 'a1', service: 'payment', target: 'slack', destination: 'hooks.slack.com/.../****', alert: alertOf([payment]), startedMs: nowMs, delivery: {state: 'delivered', atMs: nowMs},
};

test('with the journal a mute of one screen holds on another, until it is taken back', async () => {
	const [one, other] = [open('one', 'loki'), open('other', 'loki')];
	await one.memory.mute([{fingerprint: payment.fingerprint}, {service: 'cart'}], nowMs + 60_000);
	await other.memory.look();
	assert.deepEqual(other.store.getState().mutes, [
		{target: {fingerprint: payment.fingerprint}, untilMs: nowMs + 60_000}, {target: {service: 'cart'}, untilMs: nowMs + 60_000},
	]);
	await one.memory.mute([{fingerprint: payment.fingerprint}], nowMs);
	await other.memory.look();
	assert.deepEqual(other.store.getState().mutes.map(({target}) => target), [{service: 'cart'}]);
});

test('an alert of one screen is shown on another, once, as another\'s; one that failed is not told', async () => {
	const [one, other] = [open('three', 'loki'), open('four', 'loki')];
	await one.memory.noteDelivery({
		...sent, delivery: {
			state: 'failed', atMs: nowMs, reason: 'no', nextStep: 'again',
		},
	});
	await other.memory.look();
	assert.deepEqual(other.store.getState().alerts, []);
	await one.memory.noteDelivery(sent);
	await other.memory.look();
	await other.memory.look();
	assert.deepEqual(other.store.getState().alerts.map(({service, destination, delivery}) => [service, destination, delivery?.state]), [['payment', 'by another run', 'delivered']]);
});

test('without the journal the state directory is what is shared', async () => {
	const [one, same, apart] = [open('five', 'none'), open('five', 'none'), open('six', 'none')];
	await one.memory.mute([{service: 'payment'}], nowMs + 60_000);
	await Promise.all([same.memory.look(), apart.memory.look()]);
	assert.equal(same.store.getState().mutes.length, 1);
	assert.equal(apart.store.getState().mutes.length, 0);
});

const detected = {type: 'detected', anomalies: [payment], expectations: new Map()} as const;

test('a press of m holds while it is written: no pass meanwhile brings the mute before it back', async () => {
	const ending = newEnding();
	const {store, memory} = open('seven', 'none', {signal: ending.signal});
	const mutes = createMutes({store, memory, now: () => nowMs});
	memory.start();
	await memory.mute([{fingerprint: payment.fingerprint}], nowMs + (24 * hourMs));
	await memory.look();
	assert.strictEqual(store.getState().mutes.length, 1);

	const press = mutes.press('payment');
	store.dispatch(detected);
	assert.deepStrictEqual(store.getState().mutes, []);
	await press;
	store.dispatch(detected);
	assert.deepStrictEqual(store.getState().mutes, []);
});

test('a look at the memory that began before a press of m and ends after it does not undo the press', async () => {
	const ending = newEnding();
	const client = createLokiClient({url: loki.url});
	/** What a reading waits for after it was answered. */
	let held: Promise<unknown> | undefined;
	const {store, memory} = open('eight', 'loki', {
		signal: ending.signal, client: {
			...client,
			async queryLogs(...question) {
				const holding = held;
				held = undefined;
				const answer = await client.queryLogs(...question);
				await holding;
				return answer;
			},
		},
	});
	const mutes = createMutes({store, memory, now: () => nowMs});
	memory.start();
	await memory.mute([{fingerprint: payment.fingerprint}], nowMs + (24 * hourMs));
	await memory.look();

	const gate = new EventTarget();
	held = once(gate, 'open');
	const look = memory.look();
	await until(() => held === undefined, 'the look');
	await mutes.press('payment');
	gate.dispatchEvent(new Event('open'));
	await look;
	store.dispatch(detected);
	assert.deepStrictEqual(store.getState().mutes.filter(({target}) => 'fingerprint' in target), []);
});

test('of two presses of m the later one holds, though the one before is still being written', async () => {
	const ending = newEnding();
	const client = createLokiClient({url: loki.url});
	const gate = new EventTarget();
	/** What a write waits for before it is sent. */
	let held: Promise<unknown> | undefined = once(gate, 'open');
	let clockMs = nowMs;
	const {store, memory} = open('nine', 'loki', {
		signal: ending.signal, now: () => clockMs, client: {
			...client,
			async push(...lines) {
				const holding = held;
				held = undefined;
				await holding;
				return client.push(...lines);
			},
		},
	});
	const muted = () => store.getState().mutes.filter(({target}) => 'fingerprint' in target);
	memory.start();
	const first = memory.mute([{fingerprint: payment.fingerprint}], nowMs + (24 * hourMs));
	await until(() => held === undefined, 'the first write');
	clockMs += 1000;
	await memory.mute([{fingerprint: payment.fingerprint}], clockMs);
	store.dispatch(detected);
	assert.deepStrictEqual(muted(), []);
	gate.dispatchEvent(new Event('open'));
	await first;
	store.dispatch(detected);
	assert.deepStrictEqual(muted(), []);
});
