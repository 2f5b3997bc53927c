import assert from 'node:assert/strict';
import {
	chmod,
	mkdtemp,
	readdir,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {createMutes} from '../../source/alerting/mutes.js';
import {createSharedMemory} from '../../source/alerting/shared-memory.js';
import {createLokiClient} from '../../source/loki/client.js';
import {createStore} from '../../source/store/store.js';
import {scope} from '../helpers/alerts.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

const folder = await mkdtemp(path.join(tmpdir(), 'sentinel-mutes-'));
after(async () => {
	await rm(folder, {recursive: true, force: true});
});

const hourMs = 3_600_000;
const payment = anomaly({service: 'payment'});
/** A screen with a state directory; its Loki is never asked. */
const open = (name: string, {isAsked = true, spares}: {readonly isAsked?: boolean; readonly spares?: readonly string[]} = {}) => {
	const store = createStore(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [20, 0], cart: [20, 0]})}, {type: 'detected', anomalies: [payment], expectations: new Map()}));
	const known = {isAsked};
	const ending = new AbortController();
	const memory = createSharedMemory({
		store, client: createLokiClient({url: 'http://127.0.0.1:9'}), scope: () => known.isAsked ? scope : undefined, tenant: undefined, journal: 'none', stateDir: path.join(folder, name), ...spares && {spares}, redact: text => text, now: () => nowMs, signal: ending.signal,
	});
	return {
		store, memory, known, ending, mutes: createMutes({store, memory, now: () => nowMs}),
	};
};

test('one press after the other mutes for 1 h, 8 h, 24 h, then unmutes', async () => {
	const {store, mutes} = open('steps');
	const lengths: Array<number | undefined> = [];
	for (let press = 0; press < 5; press++) {
		await mutes.press('payment');
		const [mute] = store.getState().mutes;
		lengths.push(mute && (mute.untilMs - nowMs) / hourMs);
		const later = open('steps');
		await later.memory.look();
		assert.deepEqual(later.store.getState().mutes, store.getState().mutes);
	}

	assert.deepEqual(lengths, [1, 8, 24, undefined, 1]);
	assert.match(store.getState().notice?.text ?? '', /^payment muted until 04:12; m again: longer, then unmute$/);
});

test('what is open is muted, a calm service as a whole', async () => {
	const {store, mutes} = open('targets');
	await mutes.press('payment');
	await mutes.press('cart');
	assert.deepEqual(store.getState().mutes.map(({target}) => target), [{fingerprint: payment.fingerprint}, {service: 'cart'}]);
});

test('two programs that use one directory share their mutes, and the file is the user\'s own', async () => {
	const [one, other] = [open('shared'), open('shared')];
	await one.mutes.press('payment');
	await other.mutes.press('cart');
	await one.memory.look();
	assert.equal(one.store.getState().mutes.length, 2);
	assert.deepEqual(await readdir(path.join(folder, 'shared')), ['alerts.jsonl'], 'mutes are kept once');
	const {mode} = await stat(path.join(folder, 'shared', 'alerts.jsonl'));
	assert.equal(mode & 0o777, 0o600);
});

test('what was muted before is muted as soon as it is found, not with the next look', async () => {
	const before = open('found');
	await before.mutes.press('payment');
	const {store, memory, ending} = open('found');
	store.dispatch({type: 'detected', anomalies: [], expectations: new Map()});
	memory.start();
	store.dispatch({type: 'clock-ticked', nowMs});
	await memory.look();
	assert.deepEqual(store.getState().mutes, []);
	store.dispatch({type: 'detected', anomalies: [payment], expectations: new Map()});
	assert.deepEqual(store.getState().mutes.map(({target}) => target), [{fingerprint: payment.fingerprint}]);
	ending.abort();
});

test('what is muted before Loki was asked is written down once it is', async () => {
	const early = open('early', {isAsked: false});
	await early.mutes.press('payment');
	assert.equal(early.store.getState().mutes.length, 1);
	early.known.isAsked = true;
	await early.memory.look();
	const later = open('early');
	await later.memory.look();
	assert.equal(later.store.getState().mutes.length, 1);
});

test('where nothing can be written the mute holds for this program, and the screen says so', async () => {
	await writeFile(path.join(folder, 'a-file'), '');
	await chmod(path.join(folder, 'a-file'), 0o400);
	// Nowhere else either.
	const {store, mutes} = open('a-file', {spares: []});
	await mutes.press('payment');
	assert.equal(store.getState().mutes.length, 1);
	assert.match(store.getState().notice?.text ?? '', /\(not saved: ends when you quit\)/);
});
