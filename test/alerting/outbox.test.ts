import assert from 'node:assert/strict';
import {
	appendFile,
	mkdtemp,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {openOutbox, type AlertKey, type Outbox} from '../../source/alerting/outbox.js';
import {alertText} from '../../source/words/alert.js';
import {alertOf} from '../helpers/alerts.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-outbox-'));
after(async () => {
	await rm(root, {recursive: true, force: true});
});

let count = 0;
const nextDirectory = () => path.join(root, String(count++), 'state');
const nowMs = Date.UTC(2026, 2, 1);
const dayMs = 24 * 60 * 60 * 1000;

const open = async (directory: string, now = () => nowMs): Promise<Outbox> => openOutbox({directory, now});

const alert = alertOf();
const keyOf = (incident: string): AlertKey => ({incident, reason: 'opened', target: 'slack'});
const entry = (incident: string) => ({...keyOf(incident), destination: 'hooks.slack.com/.../****', alert});
/** Its records without an outcome, by incident. */
const pending = (outbox: Outbox, ...incidents: readonly string[]): readonly string[] => incidents.filter(incident => {
	const last = outbox.last(keyOf(incident));
	return last !== undefined && last.delivery === undefined;
});

test('what was begun and not finished is found again', async () => {
	const directory = nextDirectory();
	const outbox = await open(directory);
	assert.equal(outbox.note(), undefined);
	const done = await outbox.begin(entry('done'));
	await outbox.finish(done.id, {state: 'delivered', atMs: nowMs});
	const lost = await outbox.begin(entry('lost'));

	const again = await open(directory);
	assert.equal(again.last(keyOf('lost'))?.id, lost.id);
	const stored = again.last(keyOf('lost'))?.alert;
	assert.deepEqual(JSON.stringify(stored && alertText(stored)), JSON.stringify(alertText(alert)), 'it says the same');
	assert.deepEqual(Object.keys(stored ?? {}).toSorted(), Object.entries(alert).filter(([, value]) => value !== undefined).map(([name]) => name).toSorted(), 'facts, and none of them is lost');
	assert.deepEqual(again.last(keyOf('done'))?.delivery, {state: 'delivered', atMs: nowMs});
});

test('the record is on disk before begin ends, for its owner only', async () => {
	const directory = nextDirectory();
	const outbox = await open(directory);
	await outbox.begin(entry('a'));
	const file = path.join(directory, 'outbox.jsonl');
	const text = await readFile(file, 'utf8');
	assert.equal(text.split('\n').length, 2);
	const modes = await Promise.all([stat(directory), stat(file)]);
	assert.deepEqual(modes.map(({mode}) => mode & 0o777), [0o700, 0o600]);
});

test('a message is found by its incident, its reason and its target', async () => {
	const outbox = await open(nextDirectory());
	await outbox.begin(entry('i1'));
	const second = await outbox.begin(entry('i1'));
	const other = await outbox.begin({...entry('i1'), target: 'pager'});
	const worse = await outbox.begin({...entry('i1'), reason: 'worsened'});
	assert.equal(outbox.last(keyOf('i1'))?.id, second.id);
	assert.equal(outbox.last({...keyOf('i1'), target: 'pager'})?.id, other.id);
	assert.equal(outbox.last({...keyOf('i1'), reason: 'worsened'})?.id, worse.id);
	assert.equal(outbox.last(keyOf('i2')), undefined);
});

test('a record of an earlier version says that something was sent to Slack, if not what; one of a key press is passed over', async () => {
	const directory = nextDirectory();
	await open(directory);
	const old = (id: string, fingerprint: string) => JSON.stringify({
		type: 'begun', id, fingerprint, contentHash: 'c', destination: 'hooks.slack.com/.../****', createdMs: nowMs, message: {text: 'x', blocks: [{type: 'header', text: {type: 'plain_text', text: 'x'}}]},
	});
	await appendFile(path.join(directory, 'outbox.jsonl'), `${old('a', 'i0123456789 opened')}\n${old('b', 'payment error-spike|payment volume')}\n{"type":"finished","id":"a","delivery":{"state":"unsure","atMs":1,"reason":"r","nextStep":"n"}}\n`);
	const outbox = await open(directory);
	assert.deepEqual(outbox.last(keyOf('i0123456789')), {
		id: 'a', ...keyOf('i0123456789'), destination: 'hooks.slack.com/.../****', createdMs: nowMs, alert: undefined, delivery: {
			state: 'unsure', atMs: 1, reason: 'r', nextStep: 'n',
		},
	});
});

test('what an earlier version said it would do next is not taken for true', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	const {id} = await first.begin({...keyOf('i1'), destination: 'hooks.slack.com/.../****', alert});
	await appendFile(path.join(directory, 'outbox.jsonl'), `${JSON.stringify({
		type: 'finished', id, delivery: {
			state: 'unsure', atMs: nowMs, reason: 'No answer.', nextStep: 'It is sent again with the next pass, marked as a repeat.',
		},
	})}\n`);
	const again = await open(directory);
	assert.deepEqual(again.last(keyOf('i1'))?.delivery, {
		state: 'unsure', atMs: nowMs, reason: 'No answer.', nextStep: 'Look in the channel before you send again.',
	});
});

test('when a message is sent again is kept as a fact', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	const {id} = await first.begin({...keyOf('i1'), destination: 'hooks.slack.com/.../****', alert});
	const delivery = {
		state: 'unsure', atMs: nowMs, reason: 'No answer.', nextStep: 'Look.', retry: {by: 'pass', afterMs: 120_000},
	} as const;
	await first.finish(id, delivery);
	const again = await open(directory);
	assert.deepEqual(again.last(keyOf('i1'))?.delivery, delivery);
});

test('a torn last line is passed over, and the next record is whole', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	await appendFile(path.join(directory, 'outbox.jsonl'), '{"type":"begun","id":"torn');
	const second = await open(directory);
	assert.deepEqual(pending(second, 'a', 'b'), ['a']);
	await second.begin(entry('b'));
	const third = await open(directory);
	assert.deepEqual(pending(third, 'a', 'b'), ['a', 'b']);
});

test('lines of another kind are passed over', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	await appendFile(path.join(directory, 'outbox.jsonl'), '1\n{"type":"begun"}\n{"type":"finished","id":"none","delivery":{"state":"delivered","atMs":1}}\n\u{0}\n');
	const second = await open(directory);
	assert.deepEqual(pending(second, 'a'), ['a']);
});

test('two processes write into one file without losing a record', async () => {
	const directory = nextDirectory();
	const [one, two] = await Promise.all([open(directory), open(directory)]);
	await Promise.all(Array.from({length: 20}, async (_, index) => (index % 2 === 0 ? one : two).begin(entry(String(index)))));
	const all = await open(directory);
	const names = Array.from({length: 20}, (_, index) => String(index));
	assert.deepEqual(pending(all, ...names), names);
});

test('records of more than a month ago are forgotten', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	const later = await open(directory, () => nowMs + (31 * dayMs));
	assert.equal(later.last(keyOf('a')), undefined);
});

test('a directory that cannot be written is said, and nothing is lost while the program runs', async () => {
	const blocked = path.join(root, 'file');
	await writeFile(blocked, '');
	const outbox = await open(path.join(blocked, 'state'));
	assert.match(outbox.note() ?? '', /^.*file\/state cannot be written \(ENOTDIR\): what is sent is remembered only until this program ends\.$/);
	const record = await outbox.begin(entry('a'));
	assert.equal(outbox.last(keyOf('a'))?.id, record.id);
	await outbox.finish(record.id, {state: 'delivered', atMs: nowMs});
	assert.equal(outbox.last(keyOf('a'))?.delivery?.state, 'delivered');
});

test('a file that has grown too long loses its older half when it is opened', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('old'));
	const file = path.join(directory, 'outbox.jsonl');
	await appendFile(file, `${'x'.repeat(1023)}\n`.repeat(5000));
	await first.begin(entry('new'));
	const second = await open(directory);
	assert.deepEqual(pending(second, 'old', 'new'), ['new']);
	const {size} = await stat(file);
	assert.ok(size < 3_000_000);
});
