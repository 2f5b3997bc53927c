import assert from 'node:assert/strict';
import {
	chmodSync,
	mkdtempSync,
	readdirSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, test} from 'node:test';
import {openSeenFile} from '../../source/monitor/seen-file.js';
import {knownPatterns} from '../../source/patterns/known-patterns.js';
import {nowMs} from '../helpers/states.js';

const pattern = {id: 'p1', template: 'pool <*> ran out', level: 'error'} as const;
const lokiUrl = 'http://user:hunter2@loki:3100';
let directory: string;

beforeEach(() => {
	directory = mkdtempSync(path.join(tmpdir(), 'loki-sentinel-test-'));
});

afterEach(() => {
	chmodSync(directory, 0o700);
	rmSync(directory, {recursive: true, force: true});
});

test('what was seen before a restart is not new after it', async () => {
	const before = await openSeenFile({directory, lokiUrl, tenant: undefined});
	knownPatterns(before.seen).take('payment', pattern, nowMs);
	await before.save();
	const reopened = await openSeenFile({directory, lokiUrl, tenant: undefined});
	const after = knownPatterns(reopened.seen);
	assert.equal(after.has('payment', pattern, nowMs), true);
	assert.equal(after.has('payment', pattern, nowMs + (8 * 86_400_000)), false, 'after a week it is forgotten');
});

test('one service, one tenant and one Loki tell nothing of another', async () => {
	const file = await openSeenFile({directory, lokiUrl, tenant: 'a'});
	knownPatterns(file.seen).take('payment', pattern, nowMs);
	await file.save();
	assert.equal(knownPatterns(file.seen).has('checkout', pattern, nowMs), false);
	for (const other of [{lokiUrl, tenant: 'b'}, {lokiUrl: 'http://other:3100', tenant: 'a'}]) {
		const {seen} = await openSeenFile({directory, ...other});
		assert.equal(knownPatterns(seen).has('payment', pattern, nowMs), false);
	}
});

test('its name gives no address and no password away, and only its owner can read it', async () => {
	const file = await openSeenFile({directory, lokiUrl, tenant: undefined});
	await file.save();
	const [name = ''] = readdirSync(path.join(directory, 'patterns'));
	assert.match(name, /^[\da-f]{16}\.json$/);
	assert.equal(statSync(path.join(directory, 'patterns', name)).mode & 0o777, 0o600);
});

test('a torn file starts empty, a directory that cannot be written costs nothing else', async () => {
	const file = await openSeenFile({directory, lokiUrl, tenant: undefined});
	await file.save();
	const [name = ''] = readdirSync(path.join(directory, 'patterns'));
	writeFileSync(path.join(directory, 'patterns', name), '{"version":1,"seen":[[1');
	const torn = await openSeenFile({directory, lokiUrl, tenant: undefined});
	assert.equal(knownPatterns(torn.seen).has('payment', pattern, nowMs), false);
	const nowhere = await openSeenFile({directory: '/dev/null/nowhere', lokiUrl, tenant: undefined});
	await nowhere.save();
	assert.equal(knownPatterns(nowhere.seen).has('payment', pattern, nowMs), false);
});
