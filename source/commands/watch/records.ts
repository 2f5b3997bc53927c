import process from 'node:process';
import {openRecord, type RecordEnding} from '../../incidents/records/open-record.js';
import {lokiKeyOf} from '../../incidents/records/loki-key.js';
import {sessionsDirectory} from '../../incidents/records/session-directory.js';
import {UnknownSessionError} from '../../incidents/records/unknown-session-error.js';
import {hidingOf} from '../../investigate/redaction/redact-evidence.js';
import type {TrackingRedactor} from '../../investigate/types.js';
import {notify} from '../../store/notify.js';
import type {Store} from '../../store/store.js';
import type {RestorableView} from '../../store/view-state.js';
import {isRestorable, screenSchema} from '../../ui/screens/record.js';
import type {Screen} from '../../ui/screens/registry.js';
import {version} from '../../version.js';
import {sessionFacts, type SessionOptions} from '../shared/session-settings.js';
import {SettingsError} from '../shared/settings-error.js';

/** News about records is rare and matters. */
const shownMs = 20_000;

export type SessionRecords = {
	/** Where somebody was on the screen in the session that goes on; undefined for a new one. */
	readonly view: RestorableView<Screen> | undefined;
	/** `-c` goes on with what was cut off. */
	readonly close: (how?: RecordEnding) => void;
};

/**
Starts the record of a session, restores an earlier one where `options` ask for it, and says on the screen what came of it. `redactor` is that of the conversations, so that a placeholder means the same in an answer and in a line.

@throws SettingsError for a session that is not there.
*/
export async function startRecords(store: Store, options: SessionOptions, redactor: TrackingRedactor): Promise<SessionRecords> {
	const {stateDir, loki, records, behindMs = 0} = options;
	// When a record was written is of the present, whatever time it is about.
	const now = () => options.now() + behindMs;
	const say = (text: string, tone: 'plain' | 'bad') => {
		notify(store, text, {tone, nowMs: options.now(), forMs: shownMs});
	};

	try {
		const record = await openRecord({
			store,
			screens: {isRestorable, schema: screenSchema},
			directory: sessionsDirectory(stateDir),
			lokiKey: lokiKeyOf(loki.url, loki.tenant),
			facts: sessionFacts(options),
			program: version,
			continued: records.continued,
			isKept: records.isOn,
			hiding: {...hidingOf(redactor), reserve: redactor.reserve},
			onTrouble(sentence) {
				// It may come in the middle of an action.
				queueMicrotask(() => {
					store.dispatch({type: 'records-changed', change: {note: sentence}});
					say(sentence, 'bad');
				});
			},
			now,
		});
		store.dispatch({type: 'records-changed', change: {session: record.id, ...(!records.isOn && {note: 'nothing of this session is kept: records are switched off'})}});
		if (record.news !== undefined) {
			say(record.news, 'plain');
		}

		// Whatever ends the process, what is held back is written.
		const closeAtExit = () => {
			record.close();
		};

		process.once('exit', closeAtExit);
		return {
			view: record.view,
			close(ending) {
				process.off('exit', closeAtExit);
				record.close(ending);
			},
		};
	} catch (error) {
		throw error instanceof UnknownSessionError ? new SettingsError(error.message) : error;
	}
}
