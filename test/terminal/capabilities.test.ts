import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	detectTerminal,
	type Environment,
	type TerminalCapabilities,
	type TerminalStream,
} from '../../source/terminal/capabilities.js';

const tty: TerminalStream = {isTTY: true, columns: 120, rows: 40};

const cases: ReadonlyArray<readonly [name: string, env: Environment, stream: TerminalStream, expected: Partial<TerminalCapabilities>]> = [
	['a usual terminal', {TERM: 'xterm-256color', LANG: 'en_US.UTF-8'}, tty, {
		isTty: true, hasColor: true, hasUnicode: true, columns: 120, rows: 40, isTmux: false, isScreen: false, isSsh: false,
	}],
	['a pipe', {TERM: 'xterm'}, {}, {
		isTty: false, hasColor: false, columns: 80, rows: 24,
	}],
	['a pipe of a given size', {COLUMNS: '100', LINES: '30'}, {}, {columns: 100, rows: 30}],
	['sizes that are none', {COLUMNS: '-3', LINES: 'x'}, {columns: 0, rows: NaN}, {columns: 80, rows: 24}],
	['NO_COLOR beats FORCE_COLOR', {NO_COLOR: '1', FORCE_COLOR: '1'}, tty, {hasColor: false}],
	['an empty NO_COLOR says nothing', {NO_COLOR: ''}, tty, {hasColor: true}],
	['FORCE_COLOR colours a pipe', {FORCE_COLOR: ''}, {}, {hasColor: true}],
	['FORCE_COLOR=0 does not colour', {FORCE_COLOR: '0'}, tty, {hasColor: false}],
	['a dumb terminal', {TERM: 'dumb'}, tty, {hasColor: false, hasUnicode: false}],
	['the Linux console has no bars', {TERM: 'linux', LANG: 'en_US.UTF-8'}, tty, {hasUnicode: false, hasColor: true}],
	['no locale at all', {TERM: 'xterm'}, tty, {hasUnicode: true}],
	['the C locale', {TERM: 'xterm', LANG: 'C'}, tty, {hasUnicode: true}],
	['a Latin locale', {LANG: 'de_DE.ISO-8859-1'}, tty, {hasUnicode: false}],
	['LC_ALL beats LANG', {LC_ALL: 'de_DE.utf8', LANG: 'de_DE.ISO-8859-1'}, tty, {hasUnicode: true}],
	['a locale with a modifier', {LANG: 'de_DE.UTF-8@euro'}, tty, {hasUnicode: true}],
	['an old Windows console', {OS: 'Windows_NT'}, tty, {hasUnicode: false}],
	['Windows Terminal', {OS: 'Windows_NT', WT_SESSION: 'a'}, tty, {hasUnicode: true}],
	['tmux', {TMUX: '/tmp/tmux', TERM: 'screen-256color'}, tty, {isTmux: true, isScreen: false}],
	['screen by its variable', {STY: '1.pts'}, tty, {isScreen: true}],
	['screen by its name', {TERM: 'screen.xterm-256color'}, tty, {isScreen: true}],
	['SSH', {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'}, tty, {isSsh: true}],
];

for (const [name, env, stream, expected] of cases) {
	test(`${name} is recognised`, () => {
		const actual = detectTerminal(env, stream);
		assert.deepEqual({...actual, ...expected}, actual);
	});
}
