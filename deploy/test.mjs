// Runs the tests: `node deploy/test.mjs [path part ...]`, all of them where no part is given.
import {spawn, spawnSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';

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

/** Hooks of one file would run for the tests of all in one process; what runs programs waits for them and wants company. */
const wantsProcess = file => /\/(?:e2e|commands|deploy|bench)\//.test(file) || /\b(?:before|after)(?:Each)?\(/.test(readFileSync(file, 'utf8'));

// The command line's own Node has no isolation to switch off before 22.8.
const canShare = Number(process.versions.node.split('.', 1)[0]) >= 23;
const shared = canShare ? files.filter(file => !wantsProcess(file)) : [];
const apart = files.filter(file => !shared.includes(file));

/** Runs files and gives what was written, which also goes to this program's output where it is shown at once. */
async function run(some, options, isShown) {
	if (some.length === 0) {
		return {status: 0, output: ''};
	}

	const child = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-timeout=180000', ...options, ...some], {stdio: ['ignore', 'pipe', 'inherit']});
	if (isShown) {
		child.stdout.pipe(process.stdout, {end: false});
	}

	const ended = new Promise(resolve => {
		child.on('exit', code => {
			resolve(code ?? 1);
		});
	});
	const output = await text(child.stdout);
	return {status: await ended, output};
}

const countOf = (name, {output}) => Number(new RegExp(String.raw`^ℹ ${name} (\d+)$`, 'm').exec(output)?.[1] ?? 0);

// The former keeps one core busy, the latter mostly wait for servers and processes of their own.
const results = await Promise.all([
	run(shared, ['--test-isolation=none'], false),
	run(apart, [`--test-concurrency=${availableParallelism() + 1}`], true),
]);
process.stdout.write(results[0].output);
const sum = name => results.reduce((total, result) => total + countOf(name, result), 0);
console.log(`${sum('pass')} passed, ${sum('fail') + sum('cancelled')} failed`);
process.exitCode = Math.max(...results.map(({status}) => status));
