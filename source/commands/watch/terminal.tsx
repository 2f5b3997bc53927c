import process from 'node:process';
import {render} from 'ink';
import type {RestoreText} from '../../terminal/restored-text.js';
import type {HandledIntent, Intent} from '../../ui/intents.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import {App} from '../../ui/app.js';

/** The clock of the screen: ages and countdowns move once a second. */
const tickMs = 1000;
/** A window that is dragged changes its size many times. */
const repaintAfterMs = 60;

export type TerminalOptions = {
	readonly store: ScreenStore;
	/** Carries out what the screens ask of the rest of the program. */
	readonly onIntent: (intent: HandledIntent) => void;
	/** What stands behind the placeholders in a model's words. */
	readonly restore: RestoreText;
	readonly now: () => number;
};

export type Terminal = {
	/** Resolves when the user quits or the program is asked to end; rejects with what `fail` was given, or where the screen itself fails. The terminal is restored before. */
	readonly closed: Promise<void>;
	readonly close: () => void;
	readonly fail: (error: unknown) => void;
};

/** Shows the screen; the first frame is drawn when this returns. */
export function openTerminal({store, onIntent, restore, now}: TerminalOptions): Terminal {
	let failure: {readonly error: unknown} | undefined;
	const handle = (intent: Intent) => {
		if (intent.type === 'quit') {
			screen.unmount();
		} else if (intent.type === 'redraw') {
			redraw();
		} else if (intent.type !== 'suspend') {
			onIntent(intent);
		}
	};

	const app = () => <App store={store} restore={restore} onIntent={handle}/>;
	const screen = render(app(), {
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
	const clock = setInterval(() => {
		store.dispatch({type: 'clock-ticked', nowMs: now()});
	}, tickMs);

	const untilClosed = async (): Promise<void> => {
		try {
			await screen.waitUntilExit();
		} finally {
			clearInterval(clock);
			clearTimeout(repainting);
			process.stdout.off('resize', repaint);
		}

		if (failure) {
			throw failure.error;
		}
	};

	return {
		closed: untilClosed(),
		close() {
			screen.unmount();
		},
		fail(error) {
			failure = {error};
			screen.unmount();
		},
	};
}
