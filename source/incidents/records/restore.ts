import type {ZodType} from 'zod';
import {isOpen} from '../../detect/lifecycle.js';
import type {Delivery} from '../../facts/alert.js';
import type {RestorableState} from '../../store/actions.js';
import {reduceData} from '../../store/reducer.js';
import {isAnswering} from '../../store/selectors/analysis.js';
import {initialState} from '../../store/initial-state.js';
import type {State} from '../../store/state.js';
import type {AnyScreen, RestorableView} from '../../store/view-state.js';
import {knownAnomalies} from '../../store/timeline.js';
import {sanitize} from '../../terminal/sanitize.js';
import {upgradeLine} from './old-record.js';
import {
	factsVersion,
	mapStrings,
	recordVersion,
	reviveMaps,
	type RecordedAction,
	type RecordedFact,
} from './record-line.js';
import {anyScreen, createActionLineSchema} from './record-schema.js';

/** What a record says, as the state that a session had when it ended. */
export type Restored<Screen extends AnyScreen = AnyScreen> = {
	readonly state: State;
	/** Where somebody was on the screen; undefined where that was never written. */
	readonly view: RestorableView<Screen> | undefined;
	/** When the last line was written. */
	readonly lastMs: number;
	/** What ends that which the program left open, an answer or an alert on its way; it is part of the state already. */
	readonly closing: readonly RecordedFact[];
	/** Lines that a newer program wrote: they were passed over. */
	readonly newerLines: number;
	/** Lines that are torn or damaged. */
	readonly badLines: number;
};

type Line<Screen extends AnyScreen> = {readonly atMs: number; readonly action: RecordedAction<Screen>};

/** Reads a record by running its facts through the reducer that made them; `screen` is what a line must have of each screen. Pure; never throws. */
export function restore<Screen extends AnyScreen>(text: string, screen: ZodType<Screen>): Restored<Screen> {
	const schema = createActionLineSchema(screen);
	let state: State = initialState(0);
	let view: RestorableView<Screen> | undefined;
	let lastMs = 0;
	let newerLines = 0;
	let badLines = 0;
	for (const line of text.split('\n')) {
		if (line === '') {
			continue;
		}

		const read = readLine(line, schema);
		if (read === 'newer') {
			newerLines++;
		} else if (read === 'bad') {
			badLines++;
		} else if (read !== 'frame') {
			if (read.action.type === 'view-noted') {
				({view} = read.action);
			} else {
				state = reduceData({...state, nowMs: read.atMs}, read.action);
			}

			lastMs = Math.max(lastMs, read.atMs);
		}
	}

	const closing = closingActions(state, lastMs);
	for (const action of closing) {
		state = reduceData(state, action);
	}

	return {
		state, view, lastMs, closing, newerLines, badLines,
	};
}

/** The facts of a record, for whoever does not show its screens. */
export const restoreFacts = (text: string): Restored => restore(text, anyScreen);

function readLine<Screen extends AnyScreen>(line: string, schema: ReturnType<typeof createActionLineSchema<Screen>>): Line<Screen> | 'frame' | 'newer' | 'bad' {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value !== 'object' || value === null || !('v' in value) || typeof value.v !== 'number') {
			return 'bad';
		}

		if (value.v > recordVersion) {
			return 'newer';
		}

		if ('type' in value && (value.type === 'session' || value.type === 'end')) {
			return 'frame';
		}

		// The file lies on a disk: what it says is made safe for the terminal once more.
		const safe = mapStrings(value, text => sanitize(text));
		const {atMs, action} = schema.parse(reviveMaps(value.v < factsVersion ? upgradeLine(safe) : safe));
		// The schema holds what a screen needs of each action; the rest of its type is what this program itself wrote.
		return {atMs, action: action as unknown as RecordedAction<Screen>};
	} catch {
		return 'bad';
	}
}

/** An answer or an alert that was on its way when the program ended does not arrive any more. */
function closingActions(state: State, atMs: number): readonly RecordedFact[] {
	const answers = [...state.analyses.values()].filter(analysis => isAnswering(analysis)).map(({service}): RecordedFact => ({
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
	const alerts = state.alerts.filter(({delivery}) => delivery === undefined).map(({id}): RecordedFact => ({
		type: 'alert-ended',
		id,
		delivery: {
			state: 'unsure', atMs, reason: 'The program ended before it had an answer.', nextStep: 'Look in the channel before you send again.',
		},
	}));
	return [...answers, ...alerts];
}

/** The program that would have sent it again has ended. */
const withoutRetry = (delivery: Delivery | undefined): Delivery | undefined => delivery?.state === 'unsure' && delivery.retry?.by === 'session' ? {...delivery, retry: undefined} : delivery;

/** The parts of a restored state that a session goes on with. */
export const restorableOf = ({details, analyses, spentDollars, alerts, timeline, namedIncidents}: State): RestorableState => ({
	details, analyses, spentDollars, timeline, namedIncidents,
	alerts: alerts.map(alert => ({...alert, delivery: withoutRetry(alert.delivery)})),
	// As they were last known; the first look at Loki replaces them.
	anomalies: knownAnomalies(timeline, []).filter(anomaly => isOpen(anomaly)),
});
