import {initialState} from '../../store/initial-state.js';
import type {State} from '../../store/state.js';
import {RestoredText, type RestoreText} from '../../terminal/restored-text.js';
import type {HandledIntent} from '../../ui/intents.js';
import {createScreenStore, openState, type ScreenStore} from '../../ui/screens/screen-store.js';
import type {Session} from '../shared/session.js';
import type {SessionOptions} from '../shared/session-settings.js';
import type {SessionRecords} from './records.js';

/** The clock of a screen: ages and countdowns move once a second. */
const tickMs = 1000;

/** A session and the screens that show it: of the present, or of an earlier time. */
export type Watching = {
	readonly store: ScreenStore;
	/** Carries out what the screens ask of the session. */
	readonly onIntent: (intent: HandledIntent) => void;
	/** What stands behind the placeholders in a model's words. */
	readonly restore: RestoreText;
	/** Opens the session and begins to watch. `onOpen` is called once the session stands, before the first answer. Rejects where the settings cannot be used. */
	readonly open: (options: SessionOptions, onOpen?: (store: ScreenStore, session: Session) => void) => Promise<void>;
	/** Ends the session once it has opened. `hasLeft` where somebody has left, and was not cut off. */
	readonly close: (how: {readonly hasLeft: boolean}) => Promise<void>;
};

/** Whether somebody has only looked at an earlier time: it can be looked at again. */
const isMereLook = ({behindMs, analyses, alerts}: State): boolean => behindMs > 0 && analyses.size === 0 && alerts.length === 0;

/** Screens that show nothing yet: the first frame is drawn before the settings are read and the client is loaded. `startMs` is the time that they begin at, in milliseconds since the epoch. */
export function createWatching(startMs = Date.now()): Watching {
	let session: Session | undefined;
	let records: SessionRecords | undefined;
	let handle = (_intent: HandledIntent): void => undefined;
	let restore: RestoreText = text => new RestoredText(text);
	let watching = Promise.resolve();
	let opening = Promise.resolve();
	let now = () => startMs;

	const onIntent = (intent: HandledIntent) => {
		handle(intent);
	};

	const store = createScreenStore(openState(initialState(startMs)), onIntent);
	const clock = setInterval(() => {
		store.dispatch({type: 'clock-ticked', nowMs: now()});
	}, tickMs);

	const open: Watching['open'] = async (options, onOpen) => {
		({now} = options);
		const [{createSession}, {startRecords}, {createIntentHandler}, {lookIntoFirst}] = await Promise.all([
			import('../shared/session.js'),
			import('./records.js'),
			import('./intents.js'),
			import('../../investigate/evidence/first-look.js'),
		]);
		store.dispatch({type: 'clock-ticked', nowMs: now()});
		session = await createSession(store, options);
		({restore} = session.analyses);
		records = await startRecords(store, options, session.analyses.redactor);
		handle = createIntentHandler(store, session, options);
		if (records.view) {
			store.dispatch({type: 'view-restored', view: records.view});
		}

		// What others alert and mute is of the present.
		if (store.getState().behindMs === 0) {
			session.shared.start();
		}

		onOpen?.(store, session);
		watching = session.monitor.run(session.signal);
		lookIntoFirst(store, session.details, session.signal);
	};

	return {
		store,
		onIntent,
		restore: text => restore(text),
		async open(options, onOpen) {
			const opened = open(options, onOpen);
			opening = opened.catch(() => undefined);
			await opened;
		},
		async close(how) {
			await opening;
			clearInterval(clock);
			// An answer that is on its way is cut by this program, not by the user: its record ends before it does.
			records?.close({...how, isDiscarded: isMereLook(store.getState())});
			await session?.close();
			store.close();
			await watching;
		},
	};
}
