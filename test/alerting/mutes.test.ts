import assert from 'node:assert/strict';
import {
	chmod,
	mkdtemp,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {createMuteFile} from '../../source/alerting/mute-file.js';
import {createMutes} from '../../source/alerting/mutes.js';
import {createStore} from '../../source/store/store.js';
import {anomaly, nowMs, stateAfter} from '../helpers/states.js';

const folder = await mkdtemp(path.join(tmpdir(), 'sentinel-mutes-'));
after(async () => {
	await rm(folder, {recursive: true, force: true});
});

const hourMs = 3_600_000;
const payment = anomaly({service: 'payment'});
const open = (name: string) => {
	const store = createStore(stateAfter({type: 'detected', anomalies: [payment], expectations: new Map()}));
	const file = createMuteFile(path.join(folder, name));
	return {store, file, mutes: createMutes({store, file, now: () => nowMs})};
};

test('one press after the other mutes for 1 h, 8 h, 24 h, then not at all', async () => {
	const {store, file, mutes} = open('steps');
	const lengths: Array<number | undefined> = [];
	for (let press = 0; press < 5; press++) {
		await mutes.press('payment');
		const [mute] = store.getState().mutes;
		lengths.push(mute && (mute.untilMs - nowMs) / hourMs);
		assert.deepEqual(await file.read(nowMs), store.getState().mutes);
	}

	assert.deepEqual(lengths, [1, 8, 24, undefined, 1]);
	assert.match(store.getState().notice?.text ?? '', /^payment is muted until 04:12/);
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
	await one.mutes.load();
	assert.equal(one.store.getState().mutes.length, 2);
	const {mode} = await stat(path.join(folder, 'shared', 'mutes.json'));
	assert.equal(mode & 0o777, 0o600);
	assert.doesNotMatch(await readFile(path.join(folder, 'shared', 'mutes.json'), 'utf8'), /undefined/);
});

test('a torn file, a newer one and one with odd entries hold what can be read', async () => {
	const {file, mutes: kept} = open('odd');
	await kept.press('payment');
	const where = path.join(folder, 'odd', 'mutes.json');
	const read = async (text: string): Promise<number> => {
		await writeFile(where, text);
		const mutes = await file.read(nowMs);
		return mutes.length;
	};

	const whole = await readFile(where, 'utf8');
	assert.equal(await read(whole.slice(0, -5)), 0);
	assert.equal(await read(whole.replace('"version":1', '"version":2')), 0);
	assert.equal(await read(JSON.stringify({version: 1, mutes: [{untilMs: 'soon', target: {service: 'a'}}, {untilMs: nowMs + 1, target: {}}, null, {untilMs: nowMs + 1, target: {service: 'a'}}]})), 1);
});

test('where nothing can be written the mute holds for this program, and the screen says so', async () => {
	await writeFile(path.join(folder, 'a-file'), '');
	await chmod(path.join(folder, 'a-file'), 0o400);
	const {store, mutes} = open('a-file');
	await mutes.press('payment');
	assert.equal(store.getState().mutes.length, 1);
	assert.match(store.getState().notice?.text ?? '', /could not be written down/);
});
