import assert from 'node:assert/strict';
import {
	mkdir,
	mkdtemp,
	readdir,
	rename,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {draftOf} from '../../source/records/replace-file.js';
import {createRecordFile} from '../../source/records/record-file.js';
import {afterThisTest, endTest} from '../helpers/local-server.js';

afterEach(endTest);

const megabyte = 1024 * 1024;
const large = 'x'.repeat(100_000);

async function temporaryFile(): Promise<string> {
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-record-'));
	afterThisTest(async () => rm(directory, {recursive: true}));
	return path.join(directory, 'alerts.jsonl');
}

const indexesOf = (records: readonly unknown[]): readonly number[] => (records as ReadonlyArray<{readonly index: number}>).map(({index}) => index);

test('a file that one process writes for weeks does not grow for ever, and keeps what is newest', async () => {
	const file = await temporaryFile();
	const records = await createRecordFile(file);
	for (let index = 0; index < 120; index++) {
		await records.append({index, large});
	}

	const {size} = await stat(file);
	assert.ok(size <= 4.5 * megabyte, `${size / megabyte} MB`);
	const kept = indexesOf(await records.read());
	assert.ok(kept.length >= 15, `${kept.length} records`);
	assert.deepEqual(kept, Array.from({length: kept.length}, (_, index) => 120 - kept.length + index));
	assert.equal(records.note(), undefined);
	assert.deepEqual(await readdir(path.dirname(file)), ['alerts.jsonl']);
});

test('what one process writes is not lost as another one shortens the file', async () => {
	const file = await temporaryFile();
	const [big, small] = await Promise.all([createRecordFile(file), createRecordFile(file)]);
	const written = 150;
	const writeBig = async (): Promise<void> => {
		for (let index = 0; index < 100; index++) {
			await big.append({index: -1, large});
		}
	};

	const writeSmall = async (): Promise<void> => {
		for (let index = 0; index < written; index++) {
			await small.append({index});
		}
	};

	await Promise.all([writeBig(), writeSmall()]);
	const kept = indexesOf(await small.read()).filter(index => index >= 0);
	const [first = written] = kept;
	assert.deepEqual(kept, Array.from({length: written - first}, (_, index) => first + index), 'there is a gap in what is kept');
});

test('a file that could not be written for a while is written again', async () => {
	const file = path.join(path.dirname(await temporaryFile()), 'state', 'alerts.jsonl');
	const directory = path.dirname(file);
	await writeFile(directory, 'in the way');
	const records = await createRecordFile(file);
	assert.match(records.note() ?? '', /cannot be written/);
	assert.equal(await records.append({index: 0}), false);
	await rm(directory);
	assert.equal(await records.append({index: 1}), true);
	assert.equal(records.note(), undefined);
	await rename(directory, `${directory}.away`);
	await writeFile(directory, 'in the way');
	assert.equal(await records.append({index: 2}), false);
	assert.match(records.note() ?? '', /cannot be written/);
	await rm(directory);
	await rename(`${directory}.away`, directory);
	assert.equal(await records.append({index: 3}), true);
	assert.deepEqual(indexesOf(await records.read()), [1, 3]);
	assert.equal(records.note(), undefined);
});

test('a line is written though the file cannot be shortened, and the next one shortens it', async () => {
	const file = await temporaryFile();
	const records = await createRecordFile(file);
	await mkdir(draftOf(file));
	for (let index = 0; index < 50; index++) {
		assert.equal(await records.append({index, large}), true);
	}

	assert.equal(records.note(), undefined);
	const all = await records.read();
	assert.equal(all.length, 50);
	await rm(draftOf(file), {recursive: true, force: true});
	await records.append({index: 50, large});
	const kept = await records.read();
	assert.ok(kept.length < 40);
});

test('a file that is there and cannot be read says so', async () => {
	const file = await temporaryFile();
	const records = await createRecordFile(file);
	await rm(file);
	assert.deepEqual([await records.read(), records.isUnread(), records.note()], [[], false, undefined]);
	await mkdir(file);
	assert.deepEqual([await records.read(), records.isUnread()], [[], true]);
	assert.match(records.note() ?? '', /alerts\.jsonl cannot be read \(EISDIR\)/);
	await rm(file, {recursive: true});
	await records.append({index: 1});
	assert.deepEqual([indexesOf(await records.read()), records.isUnread(), records.note()], [[1], false, undefined]);
});

test('a record that is longer than half the file is kept while it is the newest', async () => {
	const records = await createRecordFile(await temporaryFile());
	await records.append({index: 0});
	for (const megabytes of [3, 5]) {
		await records.append({index: megabytes, large: 'x'.repeat(megabytes * megabyte)});
		assert.equal(indexesOf(await records.read()).at(-1), megabytes);
	}

	await records.append({index: 6});
	assert.deepEqual(indexesOf(await records.read()), [6]);
});
