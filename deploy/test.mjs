// Runs the tests: `node deploy/test.mjs [path part ...]`, all of them where no part is given.
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';

const built = spawnSync(process.execPath, ['deploy/build.mjs', 'test'], {stdio: 'inherit'});
if (built.status !== 0) {
	process.exit(1);
}

const parts = process.argv.slice(2);
const files = readdirSync('.cache/test/test', {recursive: true})
	.filter(file => file.endsWith('.test.js'))
	.map(file => path.join('.cache/test/test', file))
	.filter(file => parts.length === 0 || parts.some(part => file.includes(part)));
if (files.length === 0) {
	console.error(`no test file has ${parts.join(' or ')} in its path`);
	process.exit(1);
}

// Most files wait for servers and processes of their own; one process a core would leave the cores idle.
const concurrency = 2 * availableParallelism();
const {status} = spawnSync(process.execPath, ['--test', `--test-concurrency=${concurrency}`, '--test-timeout=180000', ...files], {stdio: 'inherit'});
process.exit(status ?? 1);
