import {execFile} from 'node:child_process';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {test, type TestContext} from 'node:test';

const program = path.resolve('bin/loki-sentinel.js');

type Ended = {readonly exitCode: number; readonly stderr: string; readonly left: readonly string[]};

/** Runs the program in a shell, in a directory of its own; `left` is what it left there. */
async function runIn(t: TestContext, script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
	const cwd = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-surroundings-'));
	t.after(async () => rm(cwd, {recursive: true, force: true}));
	const ended = await new Promise<Omit<Ended, 'left'>>(resolve => {
		const child = execFile('/bin/sh', ['-c', script.replaceAll('PROGRAM', () => `"${process.execPath}" "${program}"`)], {
			cwd, timeout: 60_000, env: {
				PATH: '/usr/bin:/bin', HOME: cwd, LOKI_URL: 'http://127.0.0.1:1', ...env,
			},
		}, (_, __, stderr) => {
			resolve({exitCode: child.exitCode ?? -1, stderr});
		});
	});
	return {...ended, left: await readdir(cwd)};
}

test('where stdout cannot be written it is said on stderr', async (t: TestContext) => {
	for (const command of ['--help', 'doctor --json', 'incidents --json']) {
		const {exitCode, stderr} = await runIn(t, `PROGRAM ${command} > /dev/full`);
		t.assert.strictEqual(exitCode, 1, command);
		t.assert.match(stderr, /stdout cannot be written \(ENOSPC\): what it was to hold is lost\./);
	}
});

test('where too few files may be open it is said in a sentence, with what to do', async (t: TestContext) => {
	for (const files of [22, 26, 32]) {
		const {exitCode, stderr} = await runIn(t, `ulimit -n ${files}; PROGRAM doctor`);
		t.assert.strictEqual(exitCode, 1);
		t.assert.doesNotMatch(stderr, /^ {4}at /m, stderr);
	}
});

test('without a home nothing is written into the working directory', async (t: TestContext) => {
	const {exitCode, left} = await runIn(t, 'PROGRAM check', {HOME: ''});
	t.assert.strictEqual(exitCode, 1);
	t.assert.deepStrictEqual(left, []);
});
