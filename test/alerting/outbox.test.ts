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
import {hashMessage, openOutbox, type Outbox} from '../../source/alerting/outbox.js';
import type {SlackMessage} from '../../source/alerting/types.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-outbox-'));
after(async () => {
	await rm(root, {recursive: true, force: true});
});

let count = 0;
const nextDirectory = () => path.join(root, String(count++), 'state');
const nowMs = Date.UTC(2026, 2, 1);
const dayMs = 24 * 60 * 60 * 1000;

const open = async (directory: string, now = () => nowMs): Promise<Outbox> => openOutbox({directory, now});

const messageOf = (text: string): SlackMessage => ({
	text,
	blocks: [
		{type: 'header', text: {type: 'plain_text', text, emoji: false}},
		{type: 'section', text: {type: 'mrkdwn', text, verbatim: true}},
		{type: 'section', fields: [{type: 'plain_text', text}]},
		{type: 'context', elements: [{type: 'mrkdwn', text}]},
		{type: 'divider'},
	],
});

const entry = (text: string) => ({fingerprint: `f-${text}`, destination: 'hooks.slack.com/.../****', message: messageOf(text)});

test('what was begun and not finished is found again', async () => {
	const directory = nextDirectory();
	const outbox = await open(directory);
	assert.equal(outbox.note(), undefined);
	const done = await outbox.begin(entry('done'));
	await outbox.finish(done.id, {state: 'delivered', atMs: nowMs});
	const lost = await outbox.begin(entry('lost'));
	assert.deepEqual(outbox.pending().map(({id}) => id), [lost.id]);

	const again = await open(directory);
	assert.deepEqual(again.pending(), [lost]);
	assert.deepEqual(again.last('f-done')?.delivery, {state: 'delivered', atMs: nowMs});
	assert.deepEqual(again.last('f-lost')?.message, messageOf('lost'));
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

test('a message is found by its anomaly and by its content', async () => {
	const outbox = await open(nextDirectory());
	const first = await outbox.begin({...entry('a'), fingerprint: 'f'});
	const second = await outbox.begin({...entry('b'), fingerprint: 'f'});
	assert.equal(outbox.last('f')?.id, second.id);
	assert.equal(outbox.last('f', hashMessage(messageOf('a')))?.id, first.id);
	assert.equal(outbox.last('f', 'other'), undefined);
	assert.equal(outbox.last('g'), undefined);
});

test('a torn last line is passed over, and the next record is whole', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	await appendFile(path.join(directory, 'outbox.jsonl'), '{"type":"begun","id":"torn');
	const second = await open(directory);
	assert.deepEqual(second.pending().map(({fingerprint}) => fingerprint), ['f-a']);
	await second.begin(entry('b'));
	const third = await open(directory);
	assert.deepEqual(third.pending().map(({fingerprint}) => fingerprint), ['f-a', 'f-b']);
});

test('lines of another kind are passed over', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	await appendFile(path.join(directory, 'outbox.jsonl'), '1\n{"type":"begun"}\n{"type":"finished","id":"none","delivery":{"state":"delivered","atMs":1}}\n\u{0}\n');
	const second = await open(directory);
	assert.equal(second.pending().length, 1);
});

test('two processes write into one file without losing a record', async () => {
	const directory = nextDirectory();
	const [one, two] = await Promise.all([open(directory), open(directory)]);
	await Promise.all(Array.from({length: 20}, async (_, index) => (index % 2 === 0 ? one : two).begin(entry(String(index)))));
	const all = await open(directory);
	assert.equal(all.pending().length, 20);
});

test('records of more than a month ago are forgotten', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('a'));
	const later = await open(directory, () => nowMs + (31 * dayMs));
	assert.deepEqual(later.pending(), []);
});

test('a directory that cannot be written is said, and nothing is lost while the program runs', async () => {
	const blocked = path.join(root, 'file');
	await writeFile(blocked, '');
	const outbox = await open(path.join(blocked, 'state'));
	assert.match(outbox.note() ?? '', /^.*file\/state cannot be written \(ENOTDIR\): what is sent is remembered only until this program ends\.$/);
	const record = await outbox.begin(entry('a'));
	assert.equal(outbox.pending()[0]?.id, record.id);
	await outbox.finish(record.id, {state: 'delivered', atMs: nowMs});
	assert.deepEqual(outbox.pending(), []);
});

test('a file that has grown too long loses its older half when it is opened', async () => {
	const directory = nextDirectory();
	const first = await open(directory);
	await first.begin(entry('old'));
	const file = path.join(directory, 'outbox.jsonl');
	await appendFile(file, `${'x'.repeat(1023)}\n`.repeat(5000));
	await first.begin(entry('new'));
	const second = await open(directory);
	assert.deepEqual(second.pending().map(({fingerprint}) => fingerprint), ['f-new']);
	const {size} = await stat(file);
	assert.ok(size < 3_000_000);
});
