import {readFile} from 'node:fs/promises';
import type {ZodType} from 'zod';
import type {SessionFacts} from '../../store/initial-state.js';
import type {Store} from '../../store/store.js';
import type {AnyScreen, RestorableView} from '../../store/view-state.js';
import {formatDateTime} from '../../words/times.js';
import {codeOf} from '../../records/code-of.js';
import {encodeLine, recordVersion} from './record-line.js';
import {restorableOf, restore, type Restored} from './restore.js';
import {createSafeText, type Hiding} from './safe-text.js';
import {
	listSessions,
	newSessionId,
	pruneSessions,
	removeSession,
	readHeader,
	sessionPaths,
	sessionToContinue,
} from './session-directory.js';
import {openSessionFile, type SessionFile} from './session-file.js';
import {isLocked} from './session-lock.js';
import {createSessionRecorder, writeFacts} from './session-recorder.js';
import {UnknownSessionError} from './unknown-session-error.js';

/** What a record knows of the screens that there are. */
export type RecordedScreens<Screen extends AnyScreen> = {
	readonly isRestorable: (screen: AnyScreen) => boolean;
	/** What a record must have of each that is restorable. */
	readonly schema: ZodType<Screen>;
};

export type OpenRecordOptions<Screen extends AnyScreen = AnyScreen> = {
	readonly store: Store;
	readonly screens: RecordedScreens<Screen>;
	readonly directory: string;
	/** Of the Loki and tenant that are watched. */
	readonly lokiKey: string;
	readonly facts: SessionFacts;
	/** Of this program. */
	readonly program: string;
	readonly continued: 'newest' | {readonly id: string} | undefined;
	/** False reads what there is and writes nothing. */
	readonly isKept: boolean;
	readonly hiding: Hiding & {
		/** Keeps the placeholders of an earlier record from being given to other values. */
		readonly reserve: (text: string) => void;
	};
	/** Called when nothing can be written, at the start or later. */
	readonly onTrouble: (sentence: string) => void;
	readonly now: () => number;
};

export type OpenedRecord<Screen extends AnyScreen = AnyScreen> = {
	/** What the session is called; undefined where nothing is kept. */
	readonly id: string | undefined;
	/** One sentence about the session that goes on; undefined for a new one. */
	readonly news: string | undefined;
	/** Where somebody was on the screen in the session that goes on. */
	readonly view: RestorableView<Screen> | undefined;
	/** Writes what is held back, and ends. May be called again. */
	readonly close: (how?: RecordEnding) => void;
};

export type RecordEnding = {
	/** Somebody has left, and was not cut off. */
	readonly hasLeft: boolean;
	/** Nothing in it is worth keeping. */
	readonly isDiscarded?: boolean;
};

/** How many ids an error names. */
const maxNamed = 5;

/**
Begins the record of a session, or goes on with an earlier one: puts what it says into the store, then writes down what happens.
Throws UnknownSessionError for an id that is not there. A directory that cannot be written costs the record, nothing else.
*/
export async function openRecord<Screen extends AnyScreen>(options: OpenRecordOptions<Screen>): Promise<OpenedRecord<Screen>> {
	const {store, directory, isKept, now} = options;
	if (isKept) {
		await pruneSessions(directory, {nowMs: now()});
	}

	const before = await findSession(options);
	const restored = before === undefined ? undefined : await readSession(options, before);
	if (restored) {
		options.hiding.reserve(restored.text);
		store.dispatch({type: 'session-restored', restored: restorableOf(restored.state)});
	}

	const kept = isKept ? keep(options, restored && before) : undefined;
	const map = createSafeText(options.hiding);
	for (const action of restored?.closing ?? []) {
		kept?.file.append(encodeLine({
			v: recordVersion, type: 'action', atMs: now(), action,
		}, map));
	}

	const recorder = kept && createSessionRecorder({
		store, file: kept.file, isRestorable: options.screens.isRestorable, redact: map, now,
	});
	return {
		id: kept?.id,
		news: newsOf(options, restored, before, kept),
		view: restored?.view,
		close(ending) {
			recorder?.close(ending);
			if (ending?.isDiscarded && kept) {
				removeSession(directory, kept.id);
			}
		},
	};
}

async function findSession({directory, lokiKey, continued, now}: OpenRecordOptions): Promise<string | undefined> {
	if (typeof continued !== 'object') {
		return continued && sessionToContinue(directory, lokiKey, now());
	}

	const header = await readHeader(directory, continued.id);
	if (header?.lokiKey === lokiKey) {
		return continued.id;
	}

	const ids = await listSessions(directory);
	throw new UnknownSessionError(continued.id, header ? 'is of another Loki or tenant' : `is not kept in ${directory}`, ids.slice(0, maxNamed));
}

type ReadSession<Screen extends AnyScreen = AnyScreen> = Restored<Screen> & {readonly text: string};

async function readSession<Screen extends AnyScreen>({directory, screens, onTrouble}: OpenRecordOptions<Screen>, id: string): Promise<ReadSession<Screen> | undefined> {
	try {
		const text = await readFile(sessionPaths(directory, id).lines, 'utf8');
		return {...restore(text, screens.schema), text};
	} catch (error) {
		onTrouble(`the session ${id} cannot be read (${codeOf(error)}): a new one begins`);
		return undefined;
	}
}

type Kept = {readonly id: string; readonly file: SessionFile; readonly isCopy: boolean};

/** The file of this session: that of the one before, or a copy of it where another process still writes it, or a new one. */
function keep(options: OpenRecordOptions, before: string | undefined): Kept | undefined {
	const {directory, lokiKey, program, facts, hiding, onTrouble, now} = options;
	const isCopy = before !== undefined && isLocked(sessionPaths(directory, before).lock);
	const id = before === undefined || isCopy ? newSessionId(now()) : before;
	try {
		const file = openSessionFile({
			directory, id, onTrouble, ...(isCopy && {copyOf: before}),
		});
		if (before === undefined) {
			file.append(encodeLine({
				v: recordVersion, type: 'session', id, startedMs: now(), lokiKey, program, ...(facts.behindMs ?? 0) > 0 && {isLookBack: true},
			}, text => text));
		}

		writeFacts(file, facts, now(), createSafeText(hiding));
		return {id, file, isCopy};
	} catch (error) {
		onTrouble(`nothing of this session is kept: ${directory} cannot be written (${codeOf(error)})`);
		return undefined;
	}
}

function newsOf({continued, facts}: OpenRecordOptions, restored: ReadSession | undefined, before: string | undefined, kept: Kept | undefined): string | undefined {
	if (!restored) {
		return continued && before === undefined ? 'no earlier session of this Loki is kept: a new one begins' : undefined;
	}

	const at = formatDateTime(restored.lastMs, {timeZone: facts.timeZone});
	return [
		`back in the session as it was at ${at}`,
		...kept?.isCopy ? ['another process still has it open: this is a separate copy'] : [],
		...restored.newerLines > 0 ? [`${restored.newerLines} lines of a newer version were passed over`] : [],
	].join('; ');
}
