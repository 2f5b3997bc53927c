import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {readdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {startProxy} from '../../helpers/proxy.js';
import {until} from '../../helpers/until.js';
import {readEvents} from '../helpers/check-schema.js';
import {
	breakPayment,
	closeWorlds,
	openWorld,
	type CheckWorld,
} from '../helpers/check-world.js';

const running: Array<() => void> = [];

afterEach(async () => {
	for (const kill of running.splice(0)) {
		kill();
	}

	await closeWorlds();
});

function start(here: CheckWorld, args: readonly string[], env: Readonly<Record<string, string>>) {
	const child = spawn(process.execPath, ['bin/loki-sentinel.js', 'check', '--namespace', 'production', '--baseline-hours', '1', ...args], {
		env: {
			PATH: process.env.PATH ?? '', HOME: here.home, XDG_CONFIG_HOME: `${here.home}/none`, LOKI_SENTINEL_STATE_DIR: here.stateDir, LOKI_SENTINEL_NOW: new Date(here.nowMs()).toISOString(), ...env,
		},
	});
	running.push(() => {
		child.kill('SIGKILL');
	});
	let stdout = '';
	let stderr = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		stdout += String(chunk);
	});
	child.stderr.on('data', (chunk: Uint8Array) => {
		stderr += String(chunk);
	});
	const ended = new Promise<number | undefined>(resolve => {
		child.on('exit', code => {
			resolve(code ?? undefined);
		});
	});
	return {
		child, ended, stdout: () => stdout, stderr: () => stderr,
	};
}

test('a service outlives a Loki that is down, looks again when it is back, and ends with 0 when it is asked to', async () => {
	const here = await openWorld({hours: 1});
	const proxy = await startProxy(here.loki.url);
	proxy.interfere = (_request, response) => {
		response.writeHead(503).end('no healthy upstream');
		return true;
	};

	try {
		const run = start(here, ['--every', '1m', '--ndjson'], {LOKI_URL: proxy.url});
		await until(() => run.stderr().includes('no healthy upstream'), 'the failure on stderr');
		await until(() => run.stdout().includes('"status":"failed"'), 'the failed pass');
		proxy.interfere = undefined;
		await until(() => run.stdout().includes('"status":"calm"'), 'a pass that went well');
		run.child.kill('SIGTERM');
		assert.equal(await run.ended, 0);
		const passes = readEvents(run.stdout()).filter(event => event.event === 'pass').map(({pass}) => pass.status);
		assert.deepEqual(new Set(passes), new Set(['failed', 'calm']));
	} finally {
		await proxy.close();
	}
});

test('a service waits as long as Loki asks it to, and one look asks again within its time', async () => {
	const here = await openWorld({hours: 1});
	const proxy = await startProxy(here.loki.url);
	let refusedMs = 0;
	let askedAgainMs = 0;
	proxy.interfere = (_request, response) => {
		refusedMs = performance.now();
		response.writeHead(429, {'retry-after': '12'}).end('too many outstanding requests');
		return true;
	};

	try {
		const run = start(here, ['--every', '1m', '--ndjson'], {LOKI_URL: proxy.url});
		await until(() => run.stdout().includes('"retryAfterSeconds":12'), 'the failed pass');
		proxy.interfere = () => {
			askedAgainMs ||= performance.now();
			return false;
		};

		await until(() => run.stdout().includes('"status":"calm"'), 'a pass that went well');
		assert.ok(askedAgainMs - refusedMs >= 11_900, String(askedAgainMs - refusedMs));
		run.child.kill('SIGTERM');
		await run.ended;
		let refusals = 0;
		proxy.interfere = (_request, response) => {
			refusals++;
			if (refusals > 2) {
				return false;
			}

			response.writeHead(503).end('no healthy upstream');
			return true;
		};

		const {exitCode, stderr} = await here.check([], {LOKI_URL: proxy.url, LOKI_SENTINEL_STATE_DIR: `${here.home}/other`});
		assert.equal(stderr, '');
		assert.equal(exitCode, 0);
	} finally {
		await proxy.close();
	}
});

test('a time that is too short is refused', async () => {
	const here = await openWorld({hours: 1});
	const {exitCode, stderr} = await here.check(['--every', '5s']);
	assert.equal(exitCode, 2);
	assert.match(stderr, /--every: "5s" is invalid, expected a time from 1m to 1h/);
});

test('with --metrics-port its numbers are served while it runs', async () => {
	const here = await openWorld({hours: 1});
	const run = start(here, ['--every', '1m', '--metrics-port', '0'], {LOKI_URL: here.loki.url});
	await until(() => /metrics on port \d+/.test(run.stderr()), 'the port on stderr');
	const address = `http://127.0.0.1:${/metrics on port (\d+)/.exec(run.stderr())?.[1] ?? ''}`;
	await until(async () => {
		const {status} = await fetch(`${address}/readyz`);
		return status === 200;
	}, 'the first pass');
	const response = await fetch(`${address}/metrics`);
	assert.match(response.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/);
	assert.match(await response.text(), /^loki_sentinel_polls_total 1$/m);
	run.child.kill('SIGTERM');
	assert.equal(await run.ended, 0);
	await assert.rejects(fetch(`${address}/healthz`), /fetch failed/);
});

test('a port without a service, and one that is taken, are told', async () => {
	const here = await openWorld({hours: 1});
	const alone = await here.check(['--metrics-port', '0']);
	assert.equal(alone.exitCode, 2);
	assert.match(alone.stderr, /--metrics-port needs --every/);
	const taken = await here.check(['--every', '1m', '--metrics-port', new URL(here.loki.url).port]);
	assert.equal(taken.exitCode, 1);
	assert.match(taken.stderr, /is not available \(EADDRINUSE\)/);
});

for (const [name, args, exitCode] of [
	['a service ends with 1 and says so', ['--every', '1m', '--ndjson'], 1],
	['a single look ends with the exit code of its pass', ['--json', '--fail-on', 'critical'], 3],
] as const) {
	test(`where nobody reads stdout any more, the pass is finished, its alert sent and its memory kept, and ${name}`, async () => {
		const here = await openWorld({hours: 2});
		breakPayment(here);
		const run = start(here, [...args, '--slack', '--analyze', 'none'], {LOKI_URL: here.loki.url, SLACK_WEBHOOK_URL: here.slack.url});
		run.child.stdout.destroy();
		assert.equal(await run.ended, exitCode, run.stderr());
		assert.equal(here.told().length, 1);
		assert.equal(run.stderr().includes('Nobody reads stdout any more'), exitCode === 1, run.stderr());
		const kept = await readdir(path.join(here.stateDir, 'check'));
		assert.equal(kept.filter(file => file.endsWith('.state')).length, 1);
		const {stdout} = await here.check(['--json', '--slack', '--analyze', 'none']);
		assert.equal((JSON.parse(stdout) as {readonly alerts: readonly unknown[]}).alerts.length, 0);
	});
}

test('where nobody reads stderr any more, a service goes on', async () => {
	const here = await openWorld({hours: 1});
	const proxy = await startProxy(here.loki.url);
	proxy.interfere = (_request, response) => {
		response.writeHead(503).end('no healthy upstream');
		return true;
	};

	try {
		const run = start(here, ['--every', '1m', '--ndjson'], {LOKI_URL: proxy.url});
		run.child.stderr.destroy();
		await until(() => run.stdout().includes('"status":"failed"'), 'the failed pass');
		proxy.interfere = undefined;
		await until(() => run.stdout().includes('"status":"calm"'), 'a pass that went well');
		run.child.kill('SIGTERM');
		assert.equal(await run.ended, 0);
	} finally {
		await proxy.close();
	}
});
