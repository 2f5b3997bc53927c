import assert from 'node:assert/strict';
import {
	mkdtemp,
	readdir,
	readFile,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {after, before, test} from 'node:test';
import {startScriptedClaude, type ScriptedClaude} from '../../source/sandbox/claude/server.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {createTraffic} from '../../source/sandbox/traffic/index.js';
import {openFirst} from '../helpers/open-first.js';
import {runOnPty, type Pty} from '../helpers/pty.js';
import {runWarm} from '../helpers/run-warm.js';
import {until} from '../helpers/until.js';

let loki: Awaited<ReturnType<typeof startSandboxLoki>>;
let claude: ScriptedClaude;
let home: string;
const running: Pty[] = [];
/** Five minutes each. */
const historyBatches = 2 * 12;
const program = path.resolve('bin/loki-sentinel.js');

before(async () => {
	[loki, claude, home] = await Promise.all([
		startSandboxLoki(),
		// In the middle of its report it waits to be interrupted.
		startScriptedClaude({paceMs: 1, hold: {after: 'Connections leak', tokens: 120}}),
		mkdtemp(path.join(tmpdir(), 'loki-sentinel-continue-')),
	]);
	let batches = 0;
	for (const entries of createTraffic({nowMs: Date.now(), seed: 42}).history()) {
		loki.push(entries);
		if (++batches >= historyBatches) {
			break;
		}
	}
});

after(async () => {
	for (const terminal of running) {
		terminal.kill();
	}

	await Promise.all([loki.close(), claude.close(), rm(home, {recursive: true, force: true})]);
});

const settings = (stateDir: string) => ({
	HOME: home, XDG_CONFIG_HOME: home, LOKI_SENTINEL_STATE_DIR: stateDir, LOKI_URL: loki.url, ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: claude.url,
});

function start(stateDir: string, ...args: readonly string[]): Pty {
	const terminal = runOnPty([process.execPath, program, ...args, '--namespace', 'production', '--baseline-hours', '2'], {cwd: home, env: settings(stateDir)});
	running.push(terminal);
	return terminal;
}

const sessionsIn = async (stateDir: string, end: string) => {
	const names = await readdir(path.join(stateDir, 'sessions'));
	return names.filter(name => name.endsWith(end));
};

type RecordedAction = {readonly action?: {readonly type: string; readonly event?: {readonly type: string; readonly text?: string}}};

/** The text of the answer as far as it is written down. */
async function answerOnDisk(stateDir: string): Promise<string> {
	const [file = ''] = await sessionsIn(stateDir, '.jsonl');
	const record = await readFile(path.join(stateDir, 'sessions', file), 'utf8');
	const lines = record.split('\n').slice(0, -1);
	return lines.map(line => (JSON.parse(line) as RecordedAction).action?.event).map(event => event?.type === 'text' ? event.text : '').join('');
}

/** Opens the analysis of the first service to break and waits until a part of the answer is on the screen. */
async function analyseHalf(terminal: Pty): Promise<void> {
	await openFirst(terminal, 'payment');
	await terminal.see('PATTERNS (', 'no AI');
	terminal.press('a');
	await terminal.see('confidence', 'answering');
}

test('a terminal that goes away ends the program by itself with everything written down', async () => {
	const stateDir = path.join(home, 'hung-up');
	const first = start(stateDir);
	await analyseHalf(first);
	await first.hangUp();
	assert.deepEqual(await sessionsIn(stateDir, '.lock'), [], 'it ended by itself');
	const [file = ''] = await sessionsIn(stateDir, '.jsonl');
	assert.match(await readFile(path.join(stateDir, 'sessions', file), 'utf8'), /"type":"analysis-opened"[\s\S]*hypotheses[\s\S]*\n$/);

	const second = start(stateDir, 'watch', '--continue', file.replace('.jsonl', ''));
	await second.see('the program ended here; a asks again', 'confidence');
	second.press('i');
	await second.see('INCIDENTS', /payment.*claude-sonnet/);
	second.press('\r');
	await second.see('TIMELINE', 'trouble begins here');
	second.press('x');
	// What the screen says of it passes; the file stays.
	await until(async () => {
		const names = await readdir(home);
		return names.some(name => /^loki-sentinel-payment-[\d-]+\.md$/.test(name));
	}, 'the exported incident');
	second.kill();
});

test('kill -9 in the middle of an answer loses neither the screen nor what had come of it, and a follow-up goes on from there', async () => {
	const stateDir = path.join(home, 'killed');
	const first = start(stateDir);
	await analyseHalf(first);
	await first.see('Connections leak in version 1.42.0', 'answering');
	await first.see(/Connections leak in version 1\.42\.0(?:\s+\S+){45}/);
	// What is on the disk is a quarter of a second behind the screen, on a busy machine more; the answer does not end before.
	await until(async () => /Connections leak in version 1\.42\.0(?:[^ ]* ){20}/.test(await answerOnDisk(stateDir)), 'the words of the answer in the record');
	first.kill();
	await first.exit;

	const second = start(stateDir, '-c');
	const screen = await second.see('the program ended here; a asks again', 'confidence', /Connections leak in version 1\.42\.0(?:\s+\S+){5}/, 'claude-sonnet-5-5', 'back in the session');
	assert.doesNotMatch(screen, /answering/);

	claude.release();
	second.press('c');
	second.press('which pod is it?\r');
	await second.see('> which pod is it?', /payment-\w+-\w+: [\d.]+ (?:%|of)/);
	const sent = JSON.parse(claude.requests().at(-1)?.body ?? '{}') as {readonly messages?: ReadonlyArray<{readonly role: string}>};
	assert.deepEqual(sent.messages?.slice(0, 3).map(({role}) => role), ['user', 'assistant', 'user']);

	second.press('qqq');
	assert.deepEqual(await second.exit, {exitCode: 0});
	const files = await sessionsIn(stateDir, '.jsonl');
	assert.equal(files.length, 1, 'the session that goes on is the same');
	assert.deepEqual(await sessionsIn(stateDir, '.lock'), []);

	const listed = await runWarm(['incidents', '--json'], {env: settings(stateDir)});
	const [incident] = JSON.parse(listed.stdout) as ReadonlyArray<{readonly id: string; readonly services: readonly string[]; readonly analysed_by: string}>;
	assert.equal(incident?.services[0], 'payment');
	assert.equal(incident?.analysed_by, 'claude-sonnet-5-5');
	const exported = await runWarm(['incidents', '--export', incident?.id ?? ''], {env: settings(stateDir)});
	assert.equal(exported.exitCode, 0, exported.stderr);
	assert.match(exported.stdout, /# Incident: `payment`[\s\S]*Asked [\d:]+: `which pod is it\?`/);
});

test('with records switched off nothing is written, and -c says that there is nothing to go on with', async () => {
	const stateDir = path.join(home, 'off');
	const terminal = start(stateDir, '-c', '--no-records');
	await terminal.see('no earlier session of this Loki is kept: a new one begins');
	terminal.press('i');
	await terminal.see('records are switched off');
	terminal.press('qq');
	assert.deepEqual(await terminal.exit, {exitCode: 0});
	await assert.rejects(readdir(path.join(stateDir, 'sessions')), {code: 'ENOENT'});
});
