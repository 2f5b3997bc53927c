import {clipboardSupport} from '../../../terminal/clipboard-support.js';
import {detectTerminal, type Environment} from '../../../terminal/capabilities.js';
import type {Judgement} from '../types.js';

export type TerminalFacts = {
	readonly env: Environment;
	readonly isInputTty: boolean;
	readonly isOutputTty: boolean;
	readonly columns: number | undefined;
	readonly rows: number | undefined;
	/** Bits a pixel, as Node tells: 1, 4, 8 or 24. */
	readonly colorDepth: number;
};

/** Below it the screen only says that it needs more. */
const minColumns = 60;
const minRows = 15;
/** From here on nothing is left out. */
const wholeColumns = 80;
const wholeRows = 24;

const colors: Readonly<Record<number, string>> = {
	1: 'no colour', 4: '16 colours', 8: '256 colours', 24: 'true colour',
};

/** What the screen can use of this terminal. */
export function judgeTerminal({env, isInputTty, isOutputTty, columns, rows, colorDepth}: TerminalFacts): Judgement {
	if (!isInputTty || !isOutputTty) {
		return {state: 'skip', detail: `Standard ${isOutputTty ? 'input' : 'output'} is not a terminal: watch prints a text report and exits.`};
	}

	if (env.TERM === 'dumb') {
		return {state: 'warn', detail: 'TERM is dumb: no screen can be drawn, so watch writes a report as text and ends.', nextStep: 'Set TERM to what your terminal is, for example TERM=xterm-256color.'};
	}

	const terminal = detectTerminal(env, {isTTY: true, columns, rows});
	const size = `${terminal.columns}x${terminal.rows}`;
	const detail = `${[
		`${env.TERM ?? 'TERM not set'}, ${size}`,
		terminal.hasColor ? colors[colorDepth] ?? `${colorDepth} bit colour` : 'colour is off',
		terminal.hasUnicode ? 'Unicode' : 'no Unicode',
		...(terminal.isSsh ? ['over SSH'] : []),
	].join(', ')}. Copying (OSC 52): ${clipboardSupport(env)}.`;
	if (terminal.columns < minColumns || terminal.rows < minRows) {
		return {state: 'warn', detail, nextStep: `Make the window larger: it needs ${minColumns}x${minRows}; ${wholeColumns}x${wholeRows} shows everything.`};
	}

	if (!terminal.hasUnicode) {
		return {state: 'warn', detail, nextStep: 'Sparklines and charts need Unicode: set LANG to a UTF-8 locale, for example LANG=C.UTF-8, or use another terminal.'};
	}

	return terminal.columns < wholeColumns || terminal.rows < wholeRows
		? {state: 'pass', detail, nextStep: `${wholeColumns}x${wholeRows} shows more.`}
		: {state: 'pass', detail};
}
