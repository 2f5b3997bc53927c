import assert from 'node:assert/strict';
import {test} from 'node:test';
import {clipboardSupport} from '../../source/terminal/clipboard-support.js';

const cases: ReadonlyArray<readonly [name: string, env: Readonly<Record<string, string>>, says: RegExp]> = [
	['tmux', {TMUX: '/tmp/tmux', TERM: 'screen-256color'}, /^likely, if tmux/],
	['kitty', {TERM: 'xterm-kitty'}, /^likely$/],
	['WezTerm', {TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm'}, /^likely$/],
	['Windows Terminal', {WT_SESSION: 'x', TERM: 'xterm-256color'}, /^likely$/],
	['iTerm2', {TERM_PROGRAM: 'iTerm.app', TERM: 'xterm-256color'}, /iTerm2 allows/],
	['GNOME Terminal', {VTE_VERSION: '7006', TERM: 'xterm-256color'}, /^unlikely/],
	['Terminal of macOS', {TERM_PROGRAM: 'Apple_Terminal', TERM: 'xterm-256color'}, /^unlikely/],
	['the Linux console', {TERM: 'linux'}, /^unlikely/],
	['screen', {STY: '1.pts', TERM: 'screen'}, /screen takes it/],
	['xterm', {TERM: 'xterm-256color'}, /does not say/],
];

for (const [name, env, says] of cases) {
	test(`copying in ${name}`, () => {
		assert.match(clipboardSupport(env), says);
	});
}
