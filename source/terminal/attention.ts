import type {Environment} from './capabilities.js';
import {sanitizeLine} from './sanitize.js';

const escape = '\u{1B}';
const bell = '\u{7}';
const stringTerminator = `${escape}\\`;
const maxLength = 120;

/** Terminals that show the text of OSC 9 as a notification; others would take it for something else, or write it. */
const notifyingPrograms: ReadonlySet<string> = new Set(['iTerm.app', 'WezTerm', 'ghostty']);
const notifyingTerms = /^(?:xterm-(?:kitty|ghostty)|wezterm|foot(?:-extra)?)$/;

/** No control character of a service's name gets into a sequence. */
const safe = (text: string): string => sanitizeLine(text, {maxLength});

/** Keeps the window's title on the terminal's stack, and takes it back from there (xterm). */
export const keepTitle = `${escape}[22;0t`;
export const restoreTitle = `${escape}[23;0t`;

/** Sets the title of the window (OSC 0). */
export const titleSequence = (title: string): string => `${escape}]0;${safe(title)}${bell}`;

/** Rings the bell, and where the terminal is known to, has it notify (OSC 9), through tmux too. */
export function attentionSequence(text: string, env: Environment, isTmux = false): string {
	const isNotifying = notifyingPrograms.has(env.TERM_PROGRAM ?? '') || env.LC_TERMINAL === 'iTerm2' || notifyingTerms.test(env.TERM ?? '');
	if (!isNotifying) {
		return bell;
	}

	const sequence = `${escape}]9;${safe(text)}${bell}`;
	return bell + (isTmux ? `${escape}Ptmux;${sequence.split(escape).join(escape + escape)}${stringTerminator}` : sequence);
}
