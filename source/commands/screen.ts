import {createIntentHandler} from './intents.js';
import {createSession, type SessionOptions} from './session.js';
import {runTerminal} from './terminal.js';

/** Watches on the terminal until the user quits. */
export async function runScreen(options: SessionOptions): Promise<void> {
	const session = createSession(options);
	const watching = session.monitor.run(session.signal);
	try {
		await runTerminal({store: session.store, onIntent: createIntentHandler(session, options.now), now: options.now});
	} finally {
		session.close();
		await watching;
	}
}
