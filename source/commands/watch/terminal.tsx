import process from 'node:process';
import {render} from 'ink';
import type {ThemeSetting} from '../../terminal/theme-names.js';
import type {Intent, IntentOf} from '../../ui/intents.js';
import {App} from '../../ui/app.js';
import {sendToTerminal} from '../shared/print.js';
import {openBackground} from './terminal-background.js';
import type {Watching} from './watching.js';

/** A window that is dragged changes its size many times. */
const repaintAfterMs = 60;

/** What is shown: the screens of one session. */
type Shown = Pick<Watching, 'store' | 'onIntent' | 'restore'>;

export type TerminalOptions = {
	/** What the command line or the environment says of the colours. */
	readonly theme: ThemeSetting | undefined;
	/** Somebody wants to see another time, or other namespaces. */
	readonly onMove: (to: IntentOf<'look-back' | 'step-time' | 'watch-namespaces'>) => void;
};

export type Terminal = {
	/** Resolves when the user quits or the program is asked to end; rejects with what `fail` was given, or where the screen itself fails. The terminal is restored before. */
	readonly closed: Promise<void>;
	/** Shows other screens in place of those that are shown. */
	readonly show: (shown: Shown) => void;
	readonly close: () => void;
	readonly fail: (error: unknown) => void;
};

/** Shows screens; the first frame is drawn when this returns. */
export function openTerminal(first: Shown, {theme, onMove}: TerminalOptions): Terminal {
	let shown = first;
	/** Nothing that a component remembers of one session is of another. */
	let generation = 0;
	let failure: {readonly error: unknown} | undefined;
	const handle = (intent: Intent) => {
		switch (intent.type) {
			case 'quit': {
				screen.unmount();
				break;
			}

			case 'redraw': {
				redraw();
				break;
			}

			case 'look-back':
			case 'step-time':
			case 'watch-namespaces': {
				onMove(intent);
				break;
			}

			case 'suspend': {
				// The keys have done it.
				break;
			}

			default: {
				shown.onIntent(intent);
			}
		}
	};

	const background = openBackground({
		given: theme, env: process.env, stdin: process.stdin, stdout: process.stdout, send: sendToTerminal,
		onChange() {
			screen.rerender(app());
		},
	});
	const app = () => <App key={generation} store={shown.store} restore={shown.restore} theme={background.theme()} onIntent={handle}/>;
	const screen = render(app(), {
		stdin: background.keys,
		alternateScreen: true,
		incrementalRendering: true,
		exitOnCtrlC: false,
		// Data is batched in the store; what limits paints here is felt as lag behind the keys.
		maxFps: 60,
		// The terminal is what counts: in CI a real pty is a terminal too.
		interactive: process.stdout.isTTY,
	});
	const redraw = () => {
		screen.clear();
		screen.rerender(app());
	};

	let repainting: NodeJS.Timeout | undefined;
	// What a resize leaves behind is wiped once the window has its new size.
	const repaint = () => {
		clearTimeout(repainting);
		repainting = setTimeout(redraw, repaintAfterMs);
	};

	process.stdout.on('resize', repaint);
	const untilClosed = async (): Promise<void> => {
		try {
			await screen.waitUntilExit();
		} finally {
			background.end();
			clearTimeout(repainting);
			process.stdout.off('resize', repaint);
		}

		if (failure) {
			throw failure.error;
		}
	};

	return {
		closed: untilClosed(),
		show(next) {
			shown = next;
			generation++;
			screen.rerender(app());
		},
		close() {
			screen.unmount();
		},
		fail(error) {
			failure = {error};
			screen.unmount();
		},
	};
}
