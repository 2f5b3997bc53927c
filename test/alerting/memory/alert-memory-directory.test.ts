import assert from 'node:assert/strict';
import {
	mkdir,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {openDirectoryLog} from '../../../source/alerting/memory/alert-memory-directory.js';
import {eventVersion, type JournalEvent} from '../../../source/alerting/memory/journal-event.js';
import {nowMs} from '../../helpers/states.js';
import {afterThisTest, endTest} from '../../helpers/local-server.js';

afterEach(endTest);

const {signal} = new AbortController();
const event = (id: string): JournalEvent => ({
	v: eventVersion, id, atMs: nowMs, by: 'me', scope: 's', event: 'released', claim: id, incident: 'i1', reason: 'opened', target: 'slack',
});

async function temporaryDirectory(): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-memory-'));
	afterThisTest(async () => rm(directory, {recursive: true}));
	return directory;
}

test('events go to a spare directory only as long as the state directory cannot be written, and all are read', async () => {
	const top = await temporaryDirectory();
	const [directory, spare] = [path.join(top, 'state'), path.join(top, 'spare')];
	await writeFile(directory, 'in the way');
	const log = await openDirectoryLog({
		directory, spares: [spare], scope: 's', now: () => nowMs,
	});
	assert.equal(await log.append([event('one')], signal), true);
	assert.match(log.note() ?? '', /cannot be written .*is remembered in .*spare/);
	await rm(directory);
	assert.equal(await log.append([event('two')], signal), true);
	assert.equal(log.note(), undefined);
	assert.doesNotMatch(await readFile(path.join(directory, 'alerts.jsonl'), 'utf8'), /one/);
	const read = await log.read(signal);
	assert.deepEqual(new Set(read.map(({id}) => id)), new Set(['one', 'two']));
});

test('a memory that cannot be read counts as lost until it can be read', async () => {
	const directory = await temporaryDirectory();
	const log = await openDirectoryLog({
		directory, spares: [], scope: 's', now: () => nowMs,
	});
	await log.append([event('one')], signal);
	await log.read(signal);
	assert.equal(log.obstacle(), undefined);
	const file = path.join(directory, 'alerts.jsonl');
	await rm(file);
	await mkdir(file);
	assert.deepEqual(await log.read(signal), []);
	assert.equal(log.obstacle(), 'unread');
	assert.match(log.note() ?? '', /cannot be read/);
	await rm(file, {recursive: true});
	await log.append([event('two')], signal);
	const read = await log.read(signal);
	assert.equal(read.length, 1);
	assert.deepEqual([log.obstacle(), log.note()], [undefined, undefined]);
});
