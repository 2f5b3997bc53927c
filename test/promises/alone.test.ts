import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {cp, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterEach, test} from 'node:test';
import {afterThisTest, endTest, startServer} from '../helpers/local-server.js';
import {smallLoki} from '../helpers/small-loki.js';

afterEach(endTest);

test('the built program needs no package beside it', async () => {
	const alone = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-alone-'));
	afterThisTest(async () => rm(alone, {recursive: true, force: true}));
	await Promise.all(['bin', 'dist', 'package.json'].map(async part => cp(part, path.join(alone, part), {recursive: true})));
	const loki = await startServer(smallLoki({version: '3.7.6', streams: [{labels: {service_name: 'pay'}, lines: [{timeMs: Date.now() - 10_000, line: 'x', detectedLevel: 'info'}]}]}));
	// Of all commands the one that has the most parts loaded: each service's client, settings, records, the terminal.
	const stdout = await new Promise<string>((resolve, reject) => {
		execFile(process.execPath, [path.join(alone, 'bin/loki-sentinel.js'), 'doctor', '--json'], {
			cwd: alone,
			env: {
				PATH: process.env.PATH ?? '', HOME: alone, LOKI_URL: loki.url, ANTHROPIC_API_KEY: 'test-key', ANTHROPIC_BASE_URL: loki.url,
			},
		}, (error, written, complaints) => {
			if (complaints === '') {
				resolve(written);
			} else {
				reject(error ?? new Error(complaints));
			}
		});
	});
	const {checks} = JSON.parse(stdout) as {readonly checks: ReadonlyArray<{readonly id: string; readonly state: string}>};
	assert.equal(checks.find(({id}) => id === 'loki')?.state, 'pass', stdout);
});

test('no part of the program runs another one', () => {
	const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file));
	assert.ok(files.length > 300);
	assert.deepEqual(files.filter(file => /child_process|\bprocess\.binding\b/.test(readFileSync(path.join('source', file), 'utf8'))), []);
});
