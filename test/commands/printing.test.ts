import assert from 'node:assert/strict';
import {
	mkdir,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, beforeEach, test} from 'node:test';
import {createBench, type Bench} from '../incidents/records/helpers.js';
import {anomaly, nowMs} from '../helpers/states.js';
import type {Ended} from '../helpers/run-process.js';
import {runWarm} from '../helpers/run-warm.js';

let bench: Bench;

beforeEach(async () => {
	bench = await createBench();
});

afterEach(async () => {
	await bench.end();
});

/** A window's title, a cleared screen, a hidden string in 7 and in 8 bit, text that runs backwards, a bell. */
const nasty = 'x\u{1B}]0;owned\u{7}\u{1B}[2J\u{1B}Phidden\u{1B}\\\u{9B}2J\u{90}more\u{9C}\u{202E}y';
/** What a terminal acts on or nobody sees; a line ends in a newline and nothing else. */
const raw = /[^\P{Control}\n]|[\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/u;

const assertClean = ({stdout, stderr}: Ended, what: string) => {
	for (const text of [stdout, stderr]) {
		assert.doesNotMatch(text, raw, `${what}: ${JSON.stringify(text)}`);
	}
};

/** With the bench's state directory, which is a fresh one. */
const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> => runWarm(args, {env: {LOKI_SENTINEL_STATE_DIR: bench.stateDir, ...env}});

const mistakes: ReadonlyArray<readonly [name: string, args: readonly string[], env?: Readonly<Record<string, string>>]> = [
	['an unknown option', [`--${nasty}`]],
	['an unknown command', [nasty]],
	['an unknown option of a command', ['check', `--${nasty}`]],
	['a choice that there is not', ['watch', '--detector', nasty]],
	['the same of check', ['check', '--loki-url', 'http://localhost:1', '--fail-on', nasty]],
	['an address', ['--loki-url', nasty]],
	['a header', ['--loki-url', 'http://localhost:1', '--header', nasty]],
	['a time zone', ['--loki-url', 'http://localhost:1', '--time-zone', nasty]],
	['a certificate that is not there', ['check', '--loki-url', 'https://localhost:1', '--ca-cert', `/nowhere/${nasty}`]],
	['a selector', ['check', '--loki-url', 'http://localhost:1', '--selector', `{a="${nasty}"`]],
	['a port', ['sandbox', '--port', nasty]],
	['a count', ['demo', '--sandbox-services', nasty]],
	['an incident', ['demo', '--incident', nasty]],
	['an alert token', ['open', nasty, '--loki-url', 'http://localhost:1']],
	['a profile', ['watch', '--profile', nasty]],
	['a profile to delete', ['setup', '--delete', nasty]],
	['an incident to export', ['incidents', '--export', nasty]],
	['a session to go on with', ['watch', '--loki-url', 'http://localhost:1', `--continue=${nasty}`]],
	['a time between passes', ['check', '--loki-url', 'http://localhost:1', '--every', nasty]],
	['an address of the environment', [], {LOKI_URL: nasty}],
	['a model budget of the environment', ['check'], {LOKI_URL: 'http://localhost:1', LOKI_SENTINEL_AI_BUDGET: nasty}],
];

for (const [name, args, env] of mistakes) {
	test(`what is printed of a wrong word is visible text: ${name}`, async () => {
		const ended = await run(args, env);
		assert.notEqual(ended.exitCode, 0);
		assert.match(ended.stderr, /\S/);
		assertClean(ended, name);
	});
}

test('a path with control characters is visible text, in the state directory and among the profiles', async () => {
	const stateDir = path.join(bench.stateDir, nasty);
	const env = {LOKI_SENTINEL_STATE_DIR: stateDir, XDG_CONFIG_HOME: path.join(bench.stateDir, nasty)};
	const listed = await runWarm(['incidents'], {env});
	assert.match(listed.stdout, /no incidents recorded in .*␛\]0;owned␇␛\[2J␛Phidden␛\\<U\+009B>2J<U\+0090>more<U\+009C><U\+202E>y/);
	for (const ended of [
		listed,
		await runWarm(['incidents', '--export', 'x'], {env}),
		await runWarm(['setup', '--list'], {env}),
		await runWarm(['doctor'], {env: {...env, LOKI_URL: 'http://localhost:1'}}),
		await runWarm(['check', '--loki-url', 'http://localhost:1'], {env: {...env}}),
	]) {
		assertClean(ended, 'a path');
	}

	const {stdout} = await runWarm(['doctor', '--json'], {env: {...env, LOKI_URL: 'http://localhost:1'}});
	assert.doesNotMatch(stdout.replaceAll('\t', ''), raw);
	assert.match(JSON.stringify(JSON.parse(stdout)), /owned/);
});

test('a session file that somebody has changed prints nothing that a terminal acts on', async () => {
	const {store, id, close} = await bench.open();
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment', onsetMs: nowMs - 600_000})], expectations: new Map()});
	close();
	const lines = path.join(bench.directory, `${id}.jsonl`);
	const index = path.join(bench.directory, `${id}.incidents.json`);
	const hostile = JSON.stringify(`payment${nasty}`).slice(1, -1);
	const change = async (file: string) => {
		const text = await readFile(file, 'utf8');
		assert.match(text, /payment/);
		await writeFile(file, text.replaceAll('payment', () => hostile).replaceAll('loki.test', () => `loki.test${hostile}`));
	};

	await change(lines);
	await change(index);
	const env = {LOKI_SENTINEL_STATE_DIR: bench.stateDir};
	for (const hasIndex of [true, false]) {
		if (!hasIndex) {
			await rm(index);
		}

		const listed = await runWarm(['incidents'], {env});
		assert.match(listed.stdout, /payment.*owned/);
		assertClean(listed, 'the list');
		const asJson = await runWarm(['incidents', '--json'], {env});
		assert.doesNotMatch(asJson.stdout.replaceAll('\t', ''), raw);
		const [incident] = JSON.parse(asJson.stdout) as ReadonlyArray<{readonly id: string; readonly services: readonly string[]}>;
		assert.match(incident?.services[0] ?? '', /hidden/);
		const exported = await runWarm(['incidents', '--export', incident?.id ?? ''], {env});
		assertClean(exported, 'the export');
	}
});

test('a profile with a hostile name and hostile values is listed as visible text', async () => {
	const directory = path.join(bench.stateDir, 'config', 'loki-sentinel');
	await mkdir(directory, {recursive: true});
	await writeFile(path.join(directory, 'settings.json'), JSON.stringify({profiles: {[nasty]: {lokiUrl: `http://${nasty}`, selector: nasty}}, defaultProfile: nasty}), {mode: 0o600});
	for (const args of [['setup', '--list'], ['setup', '--delete', 'none'], ['doctor'], ['watch', '--profile', 'none']]) {
		const ended = await run(args, {XDG_CONFIG_HOME: path.join(bench.stateDir, 'config')});
		assert.match(ended.stdout + ended.stderr, /owned/);
		assertClean(ended, args.join(' '));
	}
});
