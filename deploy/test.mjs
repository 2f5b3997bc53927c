// Runs the tests: `node deploy/test.mjs [path part ...]`, all of them where no part is given.
import {spawn, spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';

/** Builds the tests, or without a kind the program that some of them run. */
function build(...kind) {
	const {status} = spawnSync(process.execPath, ['deploy/build.mjs', ...kind], {stdio: 'inherit'});
	if (status !== 0) {
		process.exit(1);
	}
}

build('test');

const parts = process.argv.slice(2);
const files = readdirSync('.cache/test/test', {recursive: true})
	.filter(file => file.endsWith('.test.js'))
	.map(file => path.join('.cache/test/test', file))
	.filter(file => parts.length === 0 || parts.some(part => file.includes(part)));
if (files.length === 0) {
	console.error(`no test file has ${parts.join(' or ')} in its path`);
	process.exit(1);
}

/** What runs programs waits for them, and wants company meanwhile. */
const runsPrograms = file => /\/(?:e2e|commands|deploy|promises)\//.test(file);
if (files.some(file => runsPrograms(file))) {
	build();
}

/** Runs Node on test files and gives what was written, which also goes to this program's output where it is shown at once. */
async function run(args, some, isShown) {
	if (some.length === 0) {
		return {status: 0, output: ''};
	}

	const child = spawn(process.execPath, ['--test-reporter=spec', '--test-timeout=600000', ...args, ...some], {
		stdio: ['ignore', 'pipe', 'inherit'],
		// Without a size of the terminal, Ink starts tput twice for each screen that it renders.
		env: {...process.env, COLUMNS: '80', LINES: '24'},
	});
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

/** What the reporter says of each test, and what it says of failures at its end. */
const partsOf = ({output}) => output.split('✖ failing tests:\n', 2);

// The former keep one core busy, the latter mostly wait for servers and processes of their own.
const [inside, apart] = await Promise.all([
	run(['deploy/test-suites.mjs'], files.filter(file => !runsPrograms(file)), false),
	run(['--test', `--test-concurrency=${availableParallelism() + 1}`], files.filter(file => runsPrograms(file)), true),
]);
const results = [inside, apart];
const sum = name => results.reduce((total, result) => total + countOf(name, result), 0);
process.stdout.write(partsOf(inside)[0]);
// Those of the other run stand in the middle by now.
process.stdout.write(results.map(result => partsOf(result)[1] ?? '').join(''));
console.log(`${sum('pass')} passed, ${sum('fail') + sum('cancelled')} failed`);
process.exitCode = Math.max(...results.map(({status}) => status));
