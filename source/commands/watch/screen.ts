import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {initialState} from '../../store/initial-state.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import {RestoredText, type RestoreText} from '../../terminal/restored-text.js';
import type {HandledIntent} from '../../ui/intents.js';
import {partingLine} from '../../ui/layout/parting.js';
import {createScreenStore, openState, type ScreenStore} from '../../ui/screens/screen-store.js';
import {hangUpExitCode} from '../shared/exit-codes.js';
import {untilHungUp} from '../shared/hang-up.js';
import {print, sendToTerminal} from '../shared/print.js';
import {untilInterrupted} from '../shared/interrupt.js';
import type {Session} from '../shared/session.js';
import type {SessionOptions} from '../shared/session-settings.js';
import {startAttention} from './attention.js';
import type {SessionRecords} from './records.js';
import {openTerminal} from './terminal.js';

/** What is still under way when the terminal is gone gets this long; nobody looks any more. */
const maxEndingMs = 3000;

/**
Watches on the terminal until the user quits or the terminal goes away. The first frame is drawn before the settings are read and the client is loaded.
`onOpen` is called once the session stands, before the first answer.
Gives the exit code. Rejects, with the terminal restored, where `prepare` does or the screen itself fails.
*/
export async function runScreen(prepare: () => Promise<SessionOptions>, onOpen?: (store: ScreenStore, session: Session) => void): Promise<number> {
	let session: Session | undefined;
	let records: SessionRecords | undefined;
	let handle = (_intent: HandledIntent): void => undefined;
	let restore: RestoreText = text => new RestoredText(text);
	let watching = Promise.resolve();
	const onIntent = (intent: HandledIntent) => {
		handle(intent);
	};

	const store = createScreenStore(openState(initialState(Date.now())), onIntent);
	const endAttention = startAttention({
		store, env: process.env, terminal: detectTerminal(process.env, process.stdout), send: sendToTerminal,
	});
	const terminal = openTerminal({
		store, onIntent, restore: text => restore(text), now: Date.now,
	});

	const open = async (): Promise<void> => {
		try {
			const [options, {createSession}, {startRecords}, {createIntentHandler}, {lookIntoFirst}] = await Promise.all([
				prepare(),
				import('../shared/session.js'),
				import('./records.js'),
				import('./intents.js'),
				import('../../investigate/evidence/first-look.js'),
			]);
			session = await createSession(store, options);
			({restore} = session.analyses);
			records = await startRecords(store, options, session.analyses.redactor);
			handle = createIntentHandler(store, session, options);
			if (records.view) {
				store.dispatch({type: 'view-restored', view: records.view});
			}

			session.shared.start();
			onOpen?.(store, session);
			watching = session.monitor.run(session.signal);
			lookIntoFirst(store, session.details, session.signal);
		} catch (error) {
			terminal.fail(error);
		}
	};

	const opening = open();
	const end = async (hasLeft: boolean): Promise<void> => {
		await opening;
		// An answer that is on its way is cut by this program, not by the user: its record ends before it does.
		records?.close({hasLeft});
		await session?.close();
		store.close();
		await watching;
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
		const parting = partingLine(store.getState());
		if (parting !== undefined) {
			print(parting);
		}
	}

	return isGone ? hangUpExitCode : 0;
}
