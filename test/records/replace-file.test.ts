import {
	mkdtemp,
	readdir,
	rm,
	utimes,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test, type TestContext} from 'node:test';
import {draftOf, removeOldDrafts} from '../../source/records/replace-file.js';

test('drafts of processes that were killed are removed, those that are being written and all else are left', async (t: TestContext) => {
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-drafts-'));
	t.after(async () => rm(directory, {recursive: true}));
	const file = path.join(directory, 'state');
	const old = path.join(directory, 'state.123.new');
	const mine = path.join(directory, 'notes.new');
	for (const each of [file, draftOf(file), old, mine]) {
		await writeFile(each, 'x');
	}

	const twoHoursAgo = new Date(Date.now() - 7_200_000);
	for (const each of [file, old, mine]) {
		await utimes(each, twoHoursAgo, twoHoursAgo);
	}

	removeOldDrafts(directory);
	removeOldDrafts(path.join(directory, 'nowhere'));
	const left = await readdir(directory);
	t.assert.deepStrictEqual(left.toSorted(), [path.basename(draftOf(file)), 'notes.new', 'state'].toSorted());
});
