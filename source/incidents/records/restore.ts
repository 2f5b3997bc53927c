import type {RestorableState} from '../../store/actions.js';
import {reduce} from '../../store/reducer.js';
import {isAnswering} from '../../store/selectors/analysis.js';
import {initialState, type State} from '../../store/state.js';
import {knownAnomalies} from '../../store/timeline.js';
import {sanitize} from '../../terminal/sanitize.js';
import {upgradeLine} from './old-record.js';
import {
	factsVersion,
	mapStrings,
	recordVersion,
	reviveMaps,
	type RecordedAction,
} from './record-line.js';
import {actionLineSchema} from './record-schema.js';

/** What a record says, as the state that a session had when it ended. */
export type Restored = {
	readonly state: State;
	/** When the last line was written. */
	readonly lastMs: number;
	/** What ends that which the program left open, an answer or an alert on its way; it is part of the state already. */
	readonly closing: readonly RecordedAction[];
	/** Lines that a newer program wrote: they were passed over. */
	readonly newerLines: number;
	/** Lines that are torn or damaged. */
	readonly badLines: number;
};

type Line = {readonly atMs: number; readonly action: RecordedAction};

/** Reads a record by running its actions through the reducer that made them. Pure; never throws. */
export function restore(text: string): Restored {
	let state = initialState(0);
	let lastMs = 0;
	let newerLines = 0;
	let badLines = 0;
	for (const line of text.split('\n')) {
		if (line === '') {
			continue;
		}

		const read = readLine(line);
		if (read === 'newer') {
			newerLines++;
		} else if (read === 'bad') {
			badLines++;
		} else if (read !== 'header') {
			state = reduce({...state, nowMs: read.atMs}, read.action);
			lastMs = Math.max(lastMs, read.atMs);
		}
	}

	const closing = closingActions(state, lastMs);
	for (const action of closing) {
		state = reduce(state, action);
	}

	return {
		state, lastMs, closing, newerLines, badLines,
	};
}

function readLine(line: string): Line | 'header' | 'newer' | 'bad' {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value !== 'object' || value === null || !('v' in value) || typeof value.v !== 'number') {
			return 'bad';
		}

		if (value.v > recordVersion) {
			return 'newer';
		}

		if ('type' in value && value.type === 'session') {
			return 'header';
		}

		// The file lies on a disk: what it says is made safe for the terminal once more.
		const safe = mapStrings(value, text => sanitize(text));
		const {atMs, action} = actionLineSchema.parse(reviveMaps(value.v < factsVersion ? upgradeLine(safe) : safe));
		// The schema holds what a screen needs of each action; the rest of its type is what this program itself wrote.
		return {atMs, action: action as unknown as RecordedAction};
	} catch {
		return 'bad';
	}
}

/** An answer or an alert that was on its way when the program ended does not arrive any more. */
function closingActions(state: State, atMs: number): readonly RecordedAction[] {
	const answers = [...state.analyses.values()].filter(analysis => isAnswering(analysis)).map(({service}): RecordedAction => ({
		type: 'analysis-event',
		service,
		event: {
			type: 'ended',
			stopReason: 'aborted',
			trouble: {
				what: 'the program ended here', why: 'the answer was still on its way.', nextStep: 'Ask again.', canRetry: true,
			},
		},
		atMs,
	}));
	const alerts = state.alerts.filter(({delivery}) => delivery === undefined).map(({id}): RecordedAction => ({
		type: 'alert-ended',
		id,
		delivery: {
			state: 'unsure', atMs, reason: 'The program ended before Slack answered.', nextStep: 'Look in the channel before you send again.',
		},
	}));
	return [...answers, ...alerts];
}

/** The parts of a restored state that a session goes on with. */
export const restorableOf = ({details, analyses, spentDollars, alerts, timeline, view}: State): RestorableState => ({
	details, analyses, spentDollars, alerts, timeline, view,
	// As they were last known; the first look at Loki replaces them.
	anomalies: knownAnomalies(timeline, []).filter(({state}) => state !== 'resolved'),
});
