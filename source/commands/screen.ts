import {initialState} from '../store/state.js';
import {createStore} from '../store/store.js';
import type {Session, SessionOptions} from './session.js';
import {openTerminal, type IntentHandler} from './terminal.js';

/**
Watches on the terminal until the user quits. The first frame is drawn before the settings are read and the client is loaded.
Rejects, with the terminal restored, where `prepare` does or the screen itself fails.
*/
export async function runScreen(prepare: () => Promise<SessionOptions>): Promise<void> {
	const store = createStore(initialState(Date.now()));
	let session: Session | undefined;
	let handle: IntentHandler = () => undefined;
	let watching = Promise.resolve();
	const terminal = openTerminal({
		store,
		onIntent(intent) {
			handle(intent);
		},
		now: Date.now,
	});

	const open = async (): Promise<void> => {
		try {
			const [options, {createSession}, {createIntentHandler}, {lookIntoFirst}] = await Promise.all([prepare(), import('./session.js'), import('./intents.js'), import('../investigate/first-look.js')]);
			session = await createSession(store, options);
			handle = createIntentHandler(session, options.now);
			watching = session.monitor.run(session.signal);
			lookIntoFirst(store, session.details, session.signal);
		} catch (error) {
			terminal.close(error);
		}
	};

	const opening = open();
	try {
		await terminal.closed;
	} finally {
		await opening;
		await session?.close();
		store.close();
		await watching;
	}
}
