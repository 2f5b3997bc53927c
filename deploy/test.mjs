// Runs the tests: `node deploy/test.mjs [path part ...]`, all of them where no part is given.
import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
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

const {status} = spawnSync(process.execPath, ['--enable-source-maps', '--test', '--test-timeout=60000', ...files], {stdio: 'inherit'});
process.exit(status ?? 1);
