import process from 'node:process';
import {render} from 'ink';
import type {Intent} from '../store/intents.js';
import type {Store} from '../store/store.js';
import {App} from '../ui/app.js';

/** The clock of the screen: ages and countdowns move once a second. */
const tickMs = 1000;

export type TerminalOptions = {
	readonly store: Store;
	readonly onIntent: (intent: Exclude<Intent, {type: 'suspend' | 'quit'}>) => void;
	readonly now: () => number;
};

/** Shows the screen until the user quits. Rejects where the screen itself failed; the terminal is restored before. */
export async function runTerminal({store, onIntent, now}: TerminalOptions): Promise<void> {
	const clock = setInterval(() => {
		store.dispatch({type: 'clock-ticked', nowMs: now()});
	}, tickMs);
	const handle = (intent: Intent) => {
		if (intent.type === 'quit') {
			screen.unmount();
		} else if (intent.type !== 'suspend') {
			onIntent(intent);
		}
	};

	const screen = render(<App store={store} onIntent={handle}/>, {
		alternateScreen: true,
		incrementalRendering: true,
		exitOnCtrlC: false,
		// The terminal is what counts: in CI a real pty is a terminal too.
		interactive: process.stdout.isTTY,
	});
	try {
		await screen.waitUntilExit();
	} finally {
		clearInterval(clock);
	}
}
