import assert from 'node:assert/strict';
import {spawnSync} from 'node:child_process';
import {
	chmod,
	mkdtemp,
	readFile,
	rm,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {after, before, test} from 'node:test';
import {runWarm} from '../helpers/run-warm.js';

let home: string;

before(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-completion-'));
});

after(async () => {
	await rm(home, {recursive: true, force: true});
});

/** What may stand in place of the last word. */
async function completed(...words: readonly string[]): Promise<readonly string[]> {
	const {stdout, stderr, exitCode} = await runWarm(['complete', '--', ...words], {env: {XDG_CONFIG_HOME: home, XDG_STATE_HOME: home}});
	assert.deepEqual([exitCode, stderr], [0, '']);
	return stdout.trim().split('\n').slice(0, -1).map(line => line.split('\t', 1)[0] ?? '');
}

test('commands, options with and without a command, and values are completed', async () => {
	const commands = await completed('');
	assert.ok(['watch', 'check', 'open', 'demo', 'doctor', 'completion'].every(name => commands.includes(name)), commands.join(' '));
	assert.ok(!commands.includes('complete'));
	assert.deepEqual(await completed('--nam'), ['--namespace']);
	assert.deepEqual(await completed('check', '--metr'), ['--metrics-port']);
	assert.deepEqual(await completed('check', '--fail-on', ''), ['warning', 'critical']);
	assert.deepEqual(await completed('demo', '--incident', 'slow'), ['slow-dependency']);
	assert.deepEqual(await completed('completion', 'z'), ['zsh']);
	assert.deepEqual(await completed('--time-zone', 'Europe/Berl'), ['Europe/Berlin']);
});

test('stored profiles and files are completed, without what would not be shown as it is', async () => {
	await writeFile(path.join(home, 'ca.pem'), '');
	assert.deepEqual(await completed('--ca-cert', path.join(home, 'c')), [path.join(home, 'ca.pem')]);
	assert.deepEqual(await completed('--ca-cert', path.join(home, 'none', 'c')), []);
	assert.deepEqual(await completed('--profile', ''), []);
});

test('bash completes what its script asks this program for', async () => {
	const program = path.join(home, 'loki-sentinel');
	await writeFile(program, `#!/bin/sh\nexec '${process.execPath}' '${path.resolve('bin/loki-sentinel.js')}' "$@"\n`);
	await chmod(program, 0o755);
	const {stdout} = spawnSync('bash', ['-c', `
		# As the package bash-completion has it.
		_get_comp_words_by_ref() { words=(loki-sentinel check --sensi) cword=2 cur=--sensi prev=check; }
		source <(loki-sentinel completion bash)
		$(complete -p loki-sentinel | sed 's/.*-F \\([^ ]*\\).*/\\1/')
		printf '%s\\n' "\${COMPREPLY[@]}"
	`], {encoding: 'utf8', env: {...process.env, PATH: `${home}:${process.env.PATH ?? ''}`}});
	assert.match(stdout, /^--sensitivity\b/);
});

test('a shell that is not known is a mistake in the usage', async () => {
	const {exitCode, stderr} = await runWarm(['completion', 'tcsh']);
	assert.equal(exitCode, 2);
	assert.match(stderr, /bash, zsh, fish/);
});

test('the manual page has every command and option, and no line that roff would take for a request', async () => {
	const page = await readFile('dist/loki-sentinel.1', 'utf8');
	const {stdout: help} = await runWarm(['check', '--help']);
	const flags = [...help.matchAll(/^ {2}(--[-a-z]+)/gm)].map(([, flag]) => flag!);
	assert.ok(flags.length > 20);
	for (const flag of flags) {
		assert.ok(page.includes(flag.replaceAll('-', String.raw`\-`)), flag);
	}

	assert.deepEqual([...new Set(page.split('\n').filter(line => /^['.]/.test(line)).map(line => line.slice(0, 3)))].toSorted((a, b) => a.localeCompare(b)), ['.SH', '.TH', '.TP']);
	assert.match(help, /Examples:\n {2}loki-sentinel check --namespace production --fail-on critical\n/);
});
