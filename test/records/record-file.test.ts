import assert from 'node:assert/strict';
import {
	mkdtemp,
	readdir,
	rm,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, test} from 'node:test';
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
