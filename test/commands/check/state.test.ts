import assert from 'node:assert/strict';
import {
	chmod,
	mkdir,
	readdir,
	readFile,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {startProxy} from '../../helpers/proxy.js';
import {readCheck, readDocument} from '../helpers/check-schema.js';
import {breakPayment, closeWorlds, openWorld} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('what is warmed up asks for the new minutes only, in a few requests', async () => {
	const here = await openWorld();
	const cold = await readCheck(here.check(['--json']));
	here.pass(3);
	const proxy = await startProxy(here.loki.url);
	try {
		const {stdout} = await here.check(['--json'], {LOKI_URL: proxy.url});
		assert.equal(readDocument(stdout).baseline?.isCold, true, 'what was learnt of another address is not of this one');
		proxy.interfere = undefined;
		const before = proxy.requests.length;
		here.pass(2);
		const warm = await readCheck(here.check(['--json'], {LOKI_URL: proxy.url}));
		assert.deepEqual(warm.baseline, {learntMinutes: 360, wantedMinutes: 360, isCold: false});
		assert.ok(proxy.requests.length - before <= 4, `${proxy.requests.length - before} requests`);
		assert.equal(warm.cost.lokiRequests, proxy.requests.length - before);
		assert.ok(warm.cost.lokiBytes < cold.cost.lokiBytes / 10);
	} finally {
		await proxy.close();
	}
});

test('a service that is watched by name and writes nothing is reported', async () => {
	const here = await openWorld({hours: 1});
	const {notes, services} = await readCheck(here.check(['--json', '--services', 'payment,pyament']));
	assert.match(notes.join('\n'), /^Nothing was written by pyament in the last \d+ h\. Check the names in --services/);
	assert.equal(services.watched, 1);
});

test('a small budget learns a part, says so, is calm about it, and goes on with the next pass', async () => {
	const here = await openWorld();
	const first = await readCheck(here.check(['--json', '--max-bytes', '20kB']));
	assert.equal(first.status, 'calm');
	const learnt = first.baseline?.learntMinutes ?? 0;
	assert.ok(learnt > 0, String(learnt));
	assert.ok(learnt < 300, String(learnt));
	const text = await here.check(['--max-bytes', '20kB']);
	assert.match(text.stdout, /learnt: [1-5] of 6 h/);
	const third = await readCheck(here.check(['--json']));
	assert.equal(third.baseline?.learntMinutes, 360);
	assert.deepEqual(third.anomalies, []);
});

test('a state that is torn, foreign or from a newer version is reported and ignored', async () => {
	const here = await openWorld();
	await here.check();
	const directory = path.join(here.stateDir, 'check');
	const [name = ''] = await readdir(directory);
	const file = path.join(directory, name);
	const good = await readFile(file);
	const newer = Uint8Array.from(good);
	newer[7] = 2;
	const damages: ReadonlyArray<readonly [Uint8Array, RegExp]> = [
		[good.subarray(0, good.length / 2), /is damaged; ignored, rebuilding the baseline/],
		[new TextEncoder().encode('{"hello": "world"}'), /is no file of this program/],
		[newer, /was written by a newer version of this program/],
	];
	for (const [bytes, says] of damages) {
		await writeFile(file, bytes);
		const {exitCode, stdout, stderr} = await here.check(['--json']);
		assert.equal(exitCode, 0);
		assert.match(stderr, says);
		const report = readDocument(stdout);
		assert.match(report.notes.join('\n'), says);
		assert.equal(report.baseline?.isCold, true);
	}

	// What the newer version wrote is still there for it, and this one has learnt beside it.
	assert.deepEqual(new Uint8Array(await readFile(file)), newer);
	const healed = await here.check(['--json']);
	assert.equal(healed.stderr, '');
	assert.equal(readDocument(healed.stdout).baseline?.isCold, false);
});

test('a home that cannot be written costs the memory, not the check', async () => {
	const here = await openWorld({hours: 2});
	const blocked = path.join(here.home, 'file');
	await writeFile(blocked, '');
	breakPayment(here);
	const env = {LOKI_SENTINEL_STATE_DIR: path.join(blocked, 'state'), TMPDIR: here.home};
	const {exitCode, stdout, stderr} = await here.check(['--json'], env);
	assert.equal(exitCode, 0);
	assert.match(stderr, /cannot be written \(ENOTDIR\); the next run rebuilds the baseline/);
	assert.match(stderr, /which alerts were sent is remembered in .*loki-sentinel-\d+\/[\da-f]{16} for now/);
	assert.equal(readDocument(stdout).alerts[0]?.result, 'delivered');
	for (const minutes of [1, 5, 20]) {
		here.pass(minutes);
		await here.check([], env);
	}

	assert.equal(here.told().length, 1, 'the same alert is not sent with every pass');
});

test('a spare directory that others may write is not used; without any memory only what is new is reported, and what is kept back is said', async () => {
	const here = await openWorld({hours: 2});
	const blocked = path.join(here.home, 'file');
	await writeFile(blocked, '');
	const open = path.join(here.home, 'open');
	await mkdir(path.join(open, `loki-sentinel-${process.getuid?.() ?? 'user'}`), {recursive: true});
	await chmod(path.join(open, `loki-sentinel-${process.getuid?.() ?? 'user'}`), 0o777);
	const env = {LOKI_SENTINEL_STATE_DIR: path.join(blocked, 'state'), TMPDIR: open};
	breakPayment(here);
	await here.check([], env);
	const toldFirst = here.told().length;
	for (let pass = 0; pass < 4; pass++) {
		here.pass(8);
		const {exitCode, stdout, stderr} = await here.check(['--json'], env, {isOwnProcess: pass === 0});
		assert.equal(exitCode, 4);
		assert.deepEqual(readDocument(stdout).alerts.map(({result}) => result), ['withheld']);
		assert.match(stderr, /The alert of payment was WITHHELD: cannot save which alerts were sent/);
	}

	assert.equal(here.told().length, toldFirst);
});
