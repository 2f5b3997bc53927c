import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, before, test} from 'node:test';
import {createSharedMemory} from '../../source/alerting/shared-memory.js';
import {createLokiClient} from '../../source/loki/client.js';
import type {Scope} from '../../source/loki/types.js';
import {createStore} from '../../source/store/store.js';
import type {AlertRecord} from '../../source/store/state.js';
import {alertOf} from '../helpers/alerts.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {startLoki} from '../sandbox/loki/harness.js';
import type {SandboxLoki} from '../../source/sandbox/types.js';

let loki: SandboxLoki;
let root = '';

before(async () => {
	[loki, root] = await Promise.all([startLoki({now: () => nowMs}), mkdtemp(path.join(tmpdir(), 'loki-sentinel-shared-'))]);
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
function open(name: string, journal: 'none' | 'loki') {
	const store = createStore(stateAfter(
		{type: 'minutes-read', minutes: minutesOf({payment: [200, 40], cart: [20, 0]})},
		{type: 'detected', anomalies: [payment], expectations: new Map()},
	));
	const memory = createSharedMemory({
		store, client: createLokiClient({url: loki.url}), scope: () => scope, tenant: undefined, journal, stateDir: path.join(root, name), redact: text => text, now: () => nowMs, signal: new AbortController().signal,
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
	await one.memory.tellAlert({
		...sent, delivery: {
			state: 'failed', atMs: nowMs, reason: 'no', nextStep: 'again',
		},
	});
	await other.memory.look();
	assert.deepEqual(other.store.getState().alerts, []);
	await one.memory.tellAlert(sent);
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
