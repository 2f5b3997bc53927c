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
import {test, type TestContext} from 'node:test';
import {createQueryHistory} from '../../../source/commands/watch/query-history.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';

async function historyIn(t: TestContext) {
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-queries-'));
	t.after(async () => rm(directory, {recursive: true, force: true}));
	const open = (change: Partial<Parameters<typeof createQueryHistory>[0]> = {}) => createQueryHistory({
		directory, lokiUrl: 'http://loki:3100', tenant: undefined, isKept: true, redact: text => createRedactor().redact(text), ...change,
	});
	return {directory, open};
}

test('queries of earlier sessions come back, each once, the newest last, for each Loki and tenant', async (t: TestContext) => {
	const {open} = await historyIn(t);
	const history = open();
	await history.add('{app="a"}');
	await history.add('{app="b"}');
	await open().add('{app="a"}');
	t.assert.deepStrictEqual(await open().read(), ['{app="b"}', '{app="a"}']);
	t.assert.deepStrictEqual(await open({tenant: 'other'}).read(), []);
	for (let index = 0; index < 210; index++) {
		await history.add(`{app="${index}"}`);
	}

	const all = await open().read();
	t.assert.deepStrictEqual([all.length, all.at(-1)], [200, '{app="209"}']);
});

test('a secret that was typed is not on the disk, and the file is for this user alone', async (t: TestContext) => {
	const {directory, open} = await historyIn(t);
	await open().add('{app="a"} |= "password=hunter2-Zq9" |= "jane.doe@example.com"');
	const [name = ''] = await readdir(path.join(directory, 'queries'));
	const file = path.join(directory, 'queries', name);
	t.assert.doesNotMatch(await readFile(file, 'utf8'), /hunter2|jane/);
	const {mode} = await stat(file);
	t.assert.strictEqual(mode & 0o077, 0);
});

test('nothing is kept where records are off, and a damaged or hostile file does no harm', async (t: TestContext) => {
	const {directory, open} = await historyIn(t);
	await open({isKept: false}).add('{app="a"}');
	t.assert.deepStrictEqual(await readdir(directory), []);
	await open().add('{app="a"}');
	const [name = ''] = await readdir(path.join(directory, 'queries'));
	const file = path.join(directory, 'queries', name);
	await writeFile(file, JSON.stringify(['{app="\u{1B}[2J"}', 5, 'x'.repeat(100_000)]));
	const [first = '', long = ''] = await open().read();
	t.assert.ok(!first.includes('\u{1B}'));
	t.assert.ok(long.length <= 4001);
	await writeFile(file, '[');
	t.assert.deepStrictEqual(await open().read(), []);
	t.assert.deepStrictEqual(await open({isKept: false}).read(), []);
});
