import assert from 'node:assert/strict';
import {once} from 'node:events';
import {PassThrough} from 'node:stream';
import {test} from 'node:test';
import type {ReadStream} from 'node:tty';
import {openBackground, type BackgroundOptions} from '../../../source/commands/watch/terminal-background.js';
import type {ThemeSetting} from '../../../source/terminal/theme-names.js';

const white = '\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\';
const attributes = '\u{1B}[?62;22c';
const xterm = {TERM: 'xterm-256color'};

/** A terminal whose end the test has in its hand. */
function open(env: BackgroundOptions['env'], {given, depth = 8}: {readonly given?: ThemeSetting; readonly depth?: number} = {}) {
	const sent: string[] = [];
	const changes: string[] = [];
	const modes: boolean[] = [];
	const terminal = Object.assign(new PassThrough(), {
		setRawMode(isRaw: boolean) {
			modes.push(isRaw);
		},
		unref: () => undefined,
	});
	const background = openBackground({
		given, env, stdin: terminal as unknown as ReadStream,
		stdout: {isTTY: true, getColorDepth: () => depth},
		send(sequence) {
			sent.push(sequence);
		},
		onChange() {
			changes.push(background.theme());
		},
	});
	background.keys.setEncoding('utf8');
	return {
		terminal, background, sent, changes, modes,
	};
}

test('asks once, when the terminal is raw, and only where the answer counts', () => {
	const asked = open(xterm);
	assert.deepEqual([asked.sent, asked.modes, asked.background.theme()], [['\u{1B}]11;?\u{1B}\\\u{1B}[c'], [true], '16']);
	assert.equal(open(xterm, {given: 'auto'}).sent.length, 1);
	for (const silent of [
		open(xterm, {given: 'light'}),
		open({...xterm, NO_COLOR: '1'}),
		open({...xterm, FORCE_COLOR: '0'}),
		open({TERM: 'linux', COLORTERM: 'truecolor'}),
		open(xterm, {depth: 4}),
	]) {
		assert.deepEqual([silent.sent, silent.modes, silent.background.keys], [[], [], silent.terminal]);
	}
});

test('begins with what the command line says, else COLORFGBG, else the terminal\'s own colours', () => {
	assert.equal(open({...xterm, COLORFGBG: '0;15'}, {given: 'dark'}).background.theme(), 'dark');
	assert.equal(open({...xterm, COLORFGBG: '0;15'}).background.theme(), 'light');
	assert.equal(open({...xterm, COLORFGBG: '0;15'}, {depth: 4}).background.theme(), '16');
});

test('an answer changes the theme and is no key, however late and however cut', async () => {
	const {terminal, background, changes} = open(xterm);
	for (const byte of `${attributes}j${white}`) {
		terminal.write(byte);
	}

	terminal.write('k');
	let typed = '';
	while (!typed.endsWith('k')) {
		await once(background.keys, 'readable');
		typed += String(background.keys.read() ?? '');
	}

	assert.deepEqual([typed, changes, background.theme()], ['jk', ['light'], 'light']);
});

test('an escape that nothing follows is a key', async () => {
	const {terminal, background} = open(xterm);
	terminal.write('\u{1B}');
	await once(background.keys, 'readable');
	assert.equal(background.keys.read(), '\u{1B}');
});

test('a letter outside ASCII that comes in two pieces is one key', async () => {
	const {terminal, background} = open(xterm);
	const [first = 0, second = 0] = new TextEncoder().encode('é');
	terminal.write(Uint8Array.of(first));
	terminal.write(Uint8Array.of(second));
	await once(background.keys, 'readable');
	assert.equal(background.keys.read(), 'é');
});

test('an answer after the end changes nothing', async () => {
	const {terminal, background, changes} = open(xterm);
	background.end();
	terminal.write(`${white}q`);
	await once(background.keys, 'readable');
	assert.deepEqual([background.keys.read(), changes], ['q', []]);
});
