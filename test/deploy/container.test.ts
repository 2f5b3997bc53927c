import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {
	chmod,
	cp,
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rm,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {after, before, test} from 'node:test';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../source/sandbox/types.js';

/** A user that no account belongs to, as a cluster may choose one. */
const anyUser = 1_234_567;
const isRoot = process.getuid?.() === 0;

let root = '';
let loki: SandboxLoki | undefined;

before(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-image-'));
	await chmod(root, 0o755);
	loki = await startSandboxLoki();
	const nowNs = BigInt(Date.now()) * 1_000_000n;
	loki.push([{labels: {namespace: 'production', app: 'payment'}, timeNs: nowNs - 120_000_000_000n, line: 'level=info msg=charged'}]);
});

after(async () => {
	await chmodAll(root, 0o755);
	await rm(root, {recursive: true, force: true});
	await loki?.close();
});

async function chmodAll(folder: string, mode: number): Promise<void> {
	await chmod(folder, mode);
	for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
		await chmod(path.join(entry.parentPath, entry.name), entry.isDirectory() ? mode : mode & 0o666);
	}
}

type Stage = {readonly from: string; readonly lines: readonly string[]};

/** The stages of the Dockerfile, each with its instructions. */
async function readStages(): Promise<readonly Stage[]> {
	const stages: Array<{from: string; lines: string[]}> = [];
	const text = await readFile('deploy/Dockerfile', 'utf8');
	for (const line of text.split('\n')) {
		const from = /^FROM (.+)$/.exec(line)?.[1];
		if (from !== undefined) {
			stages.push({from, lines: []});
		} else if (line !== '' && !line.startsWith('#')) {
			stages.at(-1)?.lines.push(line);
		}
	}

	return stages;
}

const instruction = (stage: Stage | undefined, name: string): string => stage?.lines.find(line => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';

/** What the last stage copies into the image, in a folder that nobody can write to. */
async function buildImage(stage: Stage | undefined): Promise<string> {
	const app = path.join(root, 'app');
	await mkdir(app);
	for (const line of stage?.lines.filter(copy => copy.startsWith('COPY --from=build')) ?? []) {
		const [, source = '', target = ''] = /\/build\/(\S+) (\S+)$/.exec(line) ?? [];
		await cp(source, path.join(app, target === './' ? path.basename(source) : target), {recursive: true});
	}

	await chmodAll(app, 0o555);
	return app;
}

test('the image runs what it starts with as any user, on a file system that is read-only, without home and terminal', async () => {
	const stages = await readStages();
	const stage = stages.at(-1);
	const app = await buildImage(stage);
	const entry = JSON.parse(instruction(stage, 'ENTRYPOINT')) as readonly string[];
	const command = JSON.parse(instruction(stage, 'CMD')) as readonly string[];
	assert.deepEqual([entry[0], command], ['node', ['check']]);
	const child = spawn(process.execPath, [...entry.slice(1).map(part => part.replace(/^\/app/, () => app)), ...command, '--json', '--journal', 'loki'], {
		cwd: app,
		env: {
			LOKI_URL: loki?.url ?? '', HOME: '/nonexistent', TMPDIR: '/nonexistent', NODE_ENV: 'production',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
		...(isRoot && {uid: anyUser, gid: anyUser}),
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		stdout += String(chunk);
	});
	child.stderr.on('data', (chunk: Uint8Array) => {
		stderr += String(chunk);
	});
	const code = await new Promise(resolve => {
		child.on('close', resolve);
	});
	assert.equal(code, 0, stderr);
	const report = JSON.parse(stdout) as {readonly status: string; readonly services: {readonly watched: number}};
	assert.deepEqual([report.status, report.services.watched], ['calm', 1]);
});

test('the image holds what the program needs, and nothing that could build or install', async () => {
	const [build, last, ...more] = await readStages();
	assert.deepEqual(more, []);
	assert.match(instruction(last, 'USER'), /^[1-9]\d*:[1-9]\d*$/);
	assert.doesNotMatch(last?.lines.join('\n') ?? '', /npm|yarn|source|test/);
	assert.match(build?.lines.join('\n') ?? '', /npm ci --ignore-scripts/);
	const ignored = await readFile('deploy/Dockerfile.dockerignore', 'utf8');
	assert.match(ignored, /^\*$/m);
	for (const kept of ['bin', 'source', 'package.json', 'package-lock.json', 'deploy/build.mjs']) {
		assert.ok(ignored.split('\n').includes(`!${kept}`), kept);
	}
});
