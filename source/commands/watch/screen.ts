import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {withNamespaces} from '../../loki/logql/namespaces.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import type {ThemeSetting} from '../../terminal/theme-names.js';
import {partingLine} from '../../ui/layout/parting.js';
import type {IntentOf} from '../../ui/intents.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import {hangUpExitCode} from '../shared/exit-codes.js';
import {untilHungUp} from '../shared/hang-up.js';
import {print, sendToTerminal} from '../shared/print.js';
import {untilInterrupted} from '../shared/interrupt.js';
import type {Session} from '../shared/session.js';
import {forAnotherSession, type SessionOptions} from '../shared/session-settings.js';
import {startAttention} from './attention.js';
import {createLookBack} from './look-back.js';
import {openTerminal} from './terminal.js';
import {createWatching} from './watching.js';

export type ScreenOptions = {
	/** What the command line or the environment says of the colours. */
	readonly theme: ThemeSetting | undefined;
	/** Called once the session stands, before the first answer. */
	readonly onOpen?: (store: ScreenStore, session: Session) => void;
};

/** What is still under way when the terminal is gone gets this long; nobody looks any more. */
const maxEndingMs = 3000;

/**
Watches on the terminal until the user quits or the terminal goes away. The first frame is drawn before the settings are read and the client is loaded.
Gives the exit code. Rejects, with the terminal restored, where `prepare` does or the screen itself fails.
*/
export async function runScreen(prepare: () => Promise<SessionOptions>, {theme, onOpen}: ScreenOptions): Promise<number> {
	let options: SessionOptions | undefined;
	let present = createWatching();
	const attend = (): (() => void) => startAttention({
		store: present.store, env: process.env, terminal: detectTerminal(process.env, process.stdout), send: sendToTerminal,
	});
	let endAttention = attend();
	const terminal = openTerminal(present, {
		theme,
		onMove(to) {
			void (to.type === 'watch-namespaces' ? watchNamespaces(to) : lookBack.go(to));
		},
	});
	const lookBack = createLookBack({present: () => present, options: () => options, show: terminal.show});

	/** A session of its own in place of the one that is open, whose record ends. */
	const watchNamespaces = async ({label, names}: IntentOf<'watch-namespaces'>): Promise<void> => {
		const {connection: {selector}, view, nowMs} = present.store.getState();
		if (!options || selector === '') {
			return;
		}

		const left = present;
		present = createWatching(nowMs);
		endAttention();
		endAttention = attend();
		options = {
			...forAnotherSession(options), selector: withNamespaces(selector, label, names),
		};
		terminal.show(present);
		try {
			await present.open(options, store => {
				store.dispatch({type: 'view-restored', view: {...view, screens: [{type: 'overview'}]}});
				if (view.isWatched) {
					store.dispatch({type: 'watch-toggled'});
				}
			});
		} catch (error) {
			terminal.fail(error);
		}

		await left.close({hasLeft: true});
	};

	const open = async (): Promise<void> => {
		try {
			options = await prepare();
			await present.open(options, onOpen);
		} catch (error) {
			terminal.fail(error);
		}
	};

	const opening = open();
	const end = async (hasLeft: boolean): Promise<void> => {
		await opening;
		await Promise.all([lookBack.close({hasLeft}), present.close({hasLeft})]);
	};

	const listening = new AbortController();
	const hangUp = untilHungUp(process);
	let isInterrupted = false;
	void untilInterrupted(process, {wanted: ['SIGINT', 'SIGTERM'], ended: listening.signal}).then(() => {
		isInterrupted = true;
		terminal.close();
	});
	let isGone = false;
	let hasLeft = false;
	try {
		isGone = await Promise.race([terminal.closed.then(() => false), hangUp.promise.then(() => true)]);
		hasLeft = !isGone && !isInterrupted;
	} finally {
		// A screen whose terminal is gone is left as it is: nothing can be written to it.
		await Promise.race([end(hasLeft), ...isGone ? [delay(maxEndingMs)] : []]);
		listening.abort();
		if (!isGone) {
			endAttention();
		}
	}

	if (!isGone) {
		hangUp.end();
		const parting = partingLine(present.store.getState());
		if (parting !== undefined) {
			print(parting);
		}
	}

	return isGone ? hangUpExitCode : 0;
}
