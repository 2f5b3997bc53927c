import process from 'node:process';
import type {Notice} from '../../store/state.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import type {CopyOptions} from '../../terminal/osc52.js';
import {sendToTerminal} from '../shared/print.js';

/** Sends what `toSequence` makes to the terminal's clipboard; `what` names it for the notice. */
export type Copy = (what: string, toSequence: (terminal: CopyOptions) => string | undefined) => void;

/** Copies through the terminal, and says so: whether it takes it, no terminal tells. */
export function createCopy(say: (text: string, tone: Notice['tone']) => void): Copy {
	return (what, toSequence) => {
		const {isTmux, isScreen} = detectTerminal(process.env, process.stdout);
		const sequence = toSequence({isTmux, isScreen});
		if (sequence === undefined) {
			say(`${what} is too long to copy through the terminal`, 'bad');
			return;
		}

		sendToTerminal(sequence);
		say(`${what} was sent to the terminal's clipboard (OSC 52)`, 'good');
	};
}
