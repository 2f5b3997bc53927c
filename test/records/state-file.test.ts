import assert from 'node:assert/strict';
import {
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {isUnpacked, packBytes} from '../../source/detect/pack.js';
import {readStateFile, writeStateFile} from '../../source/records/state-file.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-state-'));
after(async () => {
	await rm(root, {recursive: true, force: true});
});

let count = 0;
const nextFile = () => path.join(root, String(count++), 'a.state');

test('a value comes back with its arrays, however many', async () => {
	const file = nextFile();
	const arrays = Array.from({length: 300}, (_, index) => Float32Array.from({length: 2048}, (__, at) => at % 7 === 0 ? NaN : (index * at) / 3));
	assert.equal(await writeStateFile(file, {name: 'x "y"', arrays, none: undefined}, packBytes), undefined);
	const {value, note, close} = readStateFile(file);
	assert.equal(note, undefined);
	const read = value as {readonly name: string; readonly arrays: readonly unknown[]};
	assert.equal(read.name, 'x "y"');
	const target = new Float32Array(2048);
	for (const [index, array] of arrays.entries()) {
		assert.ok(isUnpacked(read.arrays[index], target));
		assert.deepEqual(target, array);
	}

	close();
	const {mode} = await stat(file);
	assert.equal(mode & 0o777, 0o600);
	assert.deepEqual(await readdir(path.dirname(file)), ['a.state'], 'no draft is left');
});

test('no file is no value and no note', () => {
	assert.deepEqual(Object.values(readStateFile(nextFile())).slice(0, 2), [undefined, undefined]);
});

test('a file cut anywhere, or with a byte changed anywhere, is ignored', async () => {
	const file = nextFile();
	await writeStateFile(file, {a: Float32Array.from([1, 2.5, NaN]), b: 'text'}, packBytes);
	const good = await readFile(file);
	for (let at = 0; at < good.length; at++) {
		await writeFile(file, good.subarray(0, at));
		assert.match(readStateFile(file).note ?? '', /is damaged|is no file of this program/, `cut at ${at}`);
		const changed = Uint8Array.from(good);
		changed[at] = (changed[at] ?? 0) ^ 1;
		await writeFile(file, changed);
		assert.match(readStateFile(file).note ?? '', /is damaged|is no file of this program|version of this program/, `changed at ${at}`);
	}
});

test('what a newer version wrote is known by its version, not by what the file is called', async () => {
	const file = path.join(root, 'was written by a newer version of this program', 'a.state');
	await writeStateFile(file, {a: 1}, packBytes);
	const bytes = await readFile(file);
	await writeFile(file, bytes.subarray(0, -1));
	assert.equal(readStateFile(file).isNewer, false, 'damaged');
	bytes.writeUInt32BE(bytes.readUInt32BE(4) + 1, 4);
	await writeFile(file, bytes);
	const {isNewer, note} = readStateFile(file);
	assert.equal(isNewer, true);
	assert.match(note ?? '', /a\.state was written by a newer version of this program; ignored, rebuilding the baseline/);
});

test('a directory that cannot be written is said', async () => {
	const blocked = path.join(root, 'blocked');
	await writeFile(blocked, '');
	assert.match(await writeStateFile(path.join(blocked, 'x', 'a.state'), {}, packBytes) ?? '', /cannot be written \(ENOTDIR\); the next run rebuilds the baseline/);
});
