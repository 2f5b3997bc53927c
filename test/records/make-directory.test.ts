import assert from 'node:assert/strict';
import {
	mkdtemp,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test, type TestContext} from 'node:test';
import {makeDirectory, makeDirectorySync} from '../../source/records/make-directory.js';

const ways: ReadonlyArray<readonly [name: string, make: (directory: string) => Promise<void>]> = [
	['a promise', makeDirectory],
	['before it returns', async directory => {
		makeDirectorySync(directory);
	}],
];

for (const [name, make] of ways) {
	test(`directories are made with those above them, for their owner only, and once (${name})`, async (t: TestContext) => {
		const base = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-directory-'));
		t.after(async () => rm(base, {recursive: true}));
		const directory = path.join(base, 'a', 'b', 'c');
		await make(directory);
		await make(directory);
		for (const each of [directory, path.dirname(directory)]) {
			const {mode} = await stat(each);
			t.assert.strictEqual(mode & 0o777, 0o700);
		}

		// Several at once, which share what is above.
		await Promise.all(Array.from({length: 20}, async (_, index) => make(path.join(base, 'd', 'e', String(index % 5)))));
		const file = path.join(base, 'file');
		await writeFile(file, '');
		await t.assert.rejects(make(file), {code: 'EEXIST'});
		await t.assert.rejects(make(path.join(file, 'below')), {code: 'ENOTDIR'});
	});

	test(`where no directory can be made that is an error, not an endless wait (${name})`, async () => {
		await assert.rejects(make('/proc/x/y'), {code: 'ENOENT'});
	});
}
