import assert from 'node:assert/strict';
import {
	mkdir,
	mkdtemp,
	readdir,
	readFile,
	rm,
	stat,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, test} from 'node:test';
import {replaceFile, replaceFileSync} from '../../source/records/replace-file.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-replace-'));
after(async () => {
	await rm(root, {recursive: true, force: true});
});

const ways = {
	replaceFile,
	async replaceFileSync(file: string, text: string) {
		replaceFileSync(file, text);
	},
};

for (const [name, replace] of Object.entries(ways)) {
	test(`${name}: a file is replaced whole, for its owner only, and nothing is left beside it`, async () => {
		const directory = path.join(root, name);
		const file = path.join(directory, 'a.json');
		await mkdir(directory);
		await replace(file, 'a longer text');
		await replace(file, 'short');
		assert.equal(await readFile(file, 'utf8'), 'short');
		const {mode} = await stat(file);
		assert.equal(mode & 0o777, 0o600);
		assert.deepEqual(await readdir(directory), ['a.json']);
	});

	test(`${name}: where it cannot be replaced the old one stays, and no draft`, async () => {
		const directory = path.join(root, `${name}-taken`);
		const file = path.join(directory, 'a.json');
		await mkdir(path.join(file, 'inside'), {recursive: true});
		await assert.rejects(replace(file, 'text'), {code: 'EISDIR'});
		assert.deepEqual(await readdir(directory), ['a.json']);
		assert.deepEqual(await readdir(file), ['inside']);
	});
}
