// Runs the tests: `node deploy/test.mjs [path part ...]`, all of them where no part is given.
import {spawn, spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
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

/** Rooms whose tests run programs. */
const programRooms = ['e2e', 'commands', 'deploy', 'promises'];

/**
Which rooms one process runs; the last has all others. Tests that run programs mostly wait for them, and want company meanwhile.
Those that compile the most regular expressions keep to themselves: in one process with all others, the error filters of the sandbox took far longer.
*/
const rooms = [['e2e'], ['commands/check'], programRooms, ['bench', 'detect', 'investigate', 'patterns'], ['']];
const groupOf = file => rooms.findIndex(group => group.some(room => file.includes(`/test/test/${room}`)));
const groups = rooms.map((_, index) => files.filter(file => groupOf(file) === index));
if (files.some(file => programRooms.some(room => file.includes(`/test/test/${room}/`)))) {
	build();
}

/** Runs test files in one process, which shares compiled code among them, and gives what was written, which also goes to this program's output where it is shown at once. */
async function run(some, isShown) {
	if (some.length === 0) {
		return {status: 0, output: ''};
	}

	const child = spawn(process.execPath, ['--test-reporter=spec', '--test-timeout=600000', 'deploy/test-suites.mjs', ...some], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: {
			...process.env,
			// Without a size of the terminal, Ink starts tput twice for each screen that it renders.
			COLUMNS: '80',
			LINES: '24',
			// As the program runs: React's development build costs many times the time per frame.
			NODE_ENV: 'production',
		},
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

const shown = groups.findLast(group => group.length > 0);
const results = await Promise.all(groups.map(async group => run(group, group === shown)));
const sum = name => results.reduce((total, result) => total + countOf(name, result), 0);
const hidden = results.filter((_, index) => groups[index] !== shown);
process.stdout.write(hidden.map(result => partsOf(result)[0]).join(''));
// Those of what was shown stand in the middle by now.
process.stdout.write(results.map(result => partsOf(result)[1] ?? '').join(''));
console.log(`${sum('pass')} passed, ${sum('fail') + sum('cancelled')} failed`);
process.exitCode = Math.max(...results.map(({status}) => status));
