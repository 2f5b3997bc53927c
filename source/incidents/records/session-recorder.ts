import type {DataAction} from '../../store/actions.js';
import {sessionSummaries} from '../../store/selectors/session-incidents.js';
import type {SessionFacts} from '../../store/initial-state.js';
import type {State} from '../../store/state.js';
import type {Store} from '../../store/store.js';
import type {AnyScreen, View} from '../../store/view-state.js';
import {joinDelta, type AnswerEvent} from './join-deltas.js';
import {
	encodeLine,
	mapStrings,
	recordVersion,
	type MapText,
	type RecordedAction,
} from './record-line.js';
import type {SessionFile} from './session-file.js';
import {encodeIndex} from './session-index.js';

/** A kill loses at most this much of an answer. */
const joinMs = 250;
/** Where somebody is on the screen, and the list of incidents, are written at most this often. */
const noteMs = 1000;
/** Bodies of evidence in one record; a later analysis still carries its own. */
const maxDetails = 300;

export type SessionRecorderOptions = {
	readonly store: Store;
	readonly file: SessionFile;
	/** Whether a screen is one that a later session can show again. */
	readonly isRestorable: (screen: AnyScreen) => boolean;
	/** Replaces secrets and personal data. */
	readonly redact: MapText;
	readonly now: () => number;
};

export type SessionRecorder = {
	/** Writes what is still held back, and whether somebody has left, and ends. */
	readonly close: (options?: {readonly hasLeft: boolean}) => void;
};

/** Writes down what happens in a store, as it happens, until it is closed. */
export function createSessionRecorder({store, file, isRestorable, redact, now}: SessionRecorderOptions): SessionRecorder {
	let waiting: readonly AnswerEvent[] = [];
	let joining: NodeJS.Timeout | undefined;
	let noting: NodeJS.Timeout | undefined;
	let {timeline} = store.getState();
	let notedView: View | undefined;
	let {view: seenView} = store.getState();
	let notedIndex = '';
	const details = new Set<string>();

	const write = (action: RecordedAction) => {
		file.append(encodeLine({
			v: recordVersion, type: 'action', atMs: now(), action,
		}, redact));
	};

	const flush = () => {
		clearTimeout(joining);
		joining = undefined;
		const events = waiting;
		waiting = [];
		for (const event of events) {
			write({type: 'analysis-event', ...event});
		}
	};

	const note = () => {
		clearTimeout(noting);
		noting = undefined;
		const state = store.getState();
		if (state.view !== notedView) {
			notedView = state.view;
			write({type: 'view-noted', view: restorable(state.view, isRestorable)});
		}

		const index = encodeIndex(mapStrings(sessionSummaries(state), redact));
		if (index === notedIndex) {
			return;
		}

		notedIndex = index;
		file.writeIndex(index);
	};

	/** What the reducers say of anomalies is written, not the numbers that they make it from. */
	const writeTimeline = (state: State) => {
		const last = timeline.at(-1);
		const added = state.timeline.slice(last ? state.timeline.lastIndexOf(last) + 1 : 0).filter(event => 'anomaly' in event);
		({timeline} = state);
		if (added.length > 0) {
			write({type: 'timeline-noted', events: added});
		}
	};

	const take = (action: DataAction) => {
		if (action.type === 'analysis-event') {
			const {service, event, atMs} = action;
			waiting = joinDelta(waiting, {service, event, atMs});
			if (event.type !== 'ended' && event.type !== 'failed') {
				joining ??= setTimeout(flush, joinMs);
				return;
			}

			flush();
			file.sync();
		} else {
			const recorded = recordedOf(action, details);
			if (recorded) {
				flush();
				write(recorded);
			}

			if (action.type === 'alert-started' || action.type === 'alert-ended') {
				file.sync();
			}
		}

		const state = store.getState();
		if (state.timeline !== timeline) {
			writeTimeline(state);
		}

		if (action.type !== 'clock-ticked' && action.type !== 'key-pressed') {
			noting ??= setTimeout(note, noteMs);
		}
	};

	const end = store.onAction(take);
	const endOfViews = store.subscribe(() => {
		const {view} = store.getState();
		if (view === seenView) {
			return;
		}

		seenView = view;
		noting ??= setTimeout(note, noteMs);
	});
	return {
		close(options) {
			end();
			endOfViews();
			flush();
			note();
			if (options?.hasLeft) {
				file.append(encodeLine({v: recordVersion, type: 'end', atMs: now()}, redact));
			}

			file.close();
		},
	};
}

/** Actions that are written as they are. */
const asTheyAre = ['analysis-opened', 'turn-asked', 'lines-shown', 'report-read', 'redacted', 'incidents-named', 'alert-started', 'alert-ended'] as const;

type KeptAction = Extract<RecordedAction, {type: typeof asTheyAre[number]}>;

const isKeptAsItIs = (action: DataAction): action is KeptAction => (asTheyAre as readonly string[]).includes(action.type);

/** The action as it is written; undefined for those that a record does without. */
function recordedOf(action: DataAction, details: Set<string>): RecordedAction | undefined {
	if (isKeptAsItIs(action)) {
		return action;
	}

	if (action.type === 'connection-changed') {
		const {selector, errorSource} = action.change;
		return errorSource === undefined ? undefined : {type: 'connection-changed', change: {errorSource, ...(selector !== undefined && {selector})}};
	}

	if (action.type !== 'detail-changed' || action.detail.status !== 'ready' || !action.detail.evidence) {
		return undefined;
	}

	const key = JSON.stringify([action.service, action.detail.evidence.collectedMs]);
	if (details.has(key) || details.size >= maxDetails) {
		return undefined;
	}

	details.add(key);
	return action;
}

/** Writes what a session is of, as its first action. */
export function writeFacts(file: SessionFile, session: SessionFacts, atMs: number, redact: MapText): void {
	file.append(encodeLine({
		v: recordVersion, type: 'action', atMs, action: {type: 'session-opened', session},
	}, redact));
}

/** What is made anew from what is there, as a preview is, is left out. */
const restorable = ({screens, selectedService, filter, order, rangeIndex, hiddenPatterns}: View, isRestorable: SessionRecorderOptions['isRestorable']): Extract<RecordedAction, {type: 'view-noted'}>['view'] => ({
	screens: screens.filter(screen => isRestorable(screen)), selectedService, filter, order, rangeIndex, hiddenPatterns,
});
