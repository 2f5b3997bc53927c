import type {Anomaly, Minute} from '../../detect/types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import type {ExistingLabel} from '../../loki/discovery/discover.js';
import {guessSentence} from '../../loki/discovery/guesses.js';
import type {LokiError} from '../../loki/http/errors/index.js';
import type {Scope} from '../../loki/types.js';
import type {Lag} from '../corroborate/arrivals.js';
import {createEngine} from '../engine/engine.js';
import {createScopeFinder} from '../engine/scope-finder.js';
import {closedEnd} from '../closed-end.js';
import type {WatchOptions} from '../types.js';
import {noteServices, unheard} from './heard-services.js';
import {addRange, countMinutes, type KnownRanges} from './known-ranges.js';
import type {PassMemory} from './pass-memory.js';
import type {PassBudget} from './read-pieces.js';
import {letPass, readTwice, type Wait} from './read-twice.js';
import {planReading} from './reading-plan.js';

/** What this Loki is and can do is found out again after so long. */
const scopeGoodMs = 6 * hourMs;
/** Services whose lines are read in one pass. */
const maxSuspects = 3;

export type PassesOptions = WatchOptions & {
	readonly budget: PassBudget;
	/** What an earlier pass left. */
	readonly memory: PassMemory | undefined;
	readonly wait?: Wait;
};

/** What is known of the time before: how many minutes of the baseline were read, and how many are wanted. */
export type Learnt = {readonly minutes: number; readonly wantedMinutes: number; readonly isCold: boolean};

export type PassResult =
	| {
		readonly type: 'read';
		readonly scope: Scope;
		/** The end of the newest minute that was judged. */
		readonly judgedMs: number;
		readonly learnt: Learnt;
		readonly anomalies: readonly Anomaly[];
		/** Silences that nothing has confirmed: they are not published, and not over. */
		readonly held: readonly Anomaly[];
		/** How far the lines of the whole fleet lag behind; undefined where they do not. */
		readonly lag: Lag | undefined;
		/** Services that wrote within the baseline. */
		readonly services: number;
		readonly notes: readonly string[];
	}
	| {readonly type: 'nothing-matches'; readonly selector: string; readonly labels: readonly ExistingLabel[]};

/** Looks at a Loki once, and again: each pass reads what is new since the one before and says what is wrong. */
export type Passes = {
	/** One pass. Throws what the client throws; then nothing was learnt. */
	readonly run: (signal: AbortSignal) => Promise<PassResult>;
	readonly scope: () => Scope | undefined;
	/** Undefined before the first pass. The detector's arrays in it are good until the next pass. */
	readonly memory: () => PassMemory | undefined;
};

/** The client of a pass waits itself where it is asked to: whatever else fails beside the counts is passed over. */
const isFatal = (): boolean => false;

export function createPasses(options: PassesOptions): Passes {
	const {client, store, now, memory, wait = letPass} = options;
	const engine = createEngine(options, {maxSuspects, isFatal, saved: memory});
	const finder = createScopeFinder({
		...options, dress: engine.levels.watch, goodForMs: scopeGoodMs, isFatal, saved: memory,
	});
	const {detection, corroborator, readMinutes} = engine;
	const servicesMs = new Map(memory?.servicesMs);
	let known: KnownRanges = detection.detector().learnt().minutes === 0 ? [] : memory?.known ?? [];
	let isCold = known.length === 0;
	let isStoreEmpty = true;

	/** What the detector has of the store's window: an earlier pass has read most of it, and evidence need not ask for it again. */
	const remembered = (endMs: number): readonly Minute[] => {
		const {minutes} = store.getState().history;
		return Array.from({length: minutes}, (_, index) => endMs - ((minutes - index) * minuteMs))
			.map(startMs => ({startMs, counts: detection.detector().counts(startMs)}));
	};

	const forgetCounts = (): void => {
		known = [];
		servicesMs.clear();
		isCold = true;
	};

	return {
		async run(signal) {
			const nowMs = now();
			const found = await finder.find(signal);
			const {scope} = found;
			if (found.type === 'nothing-matches') {
				return {type: 'nothing-matches', selector: scope.selector, labels: found.labels};
			}

			if (!engine.watch(scope)) {
				forgetCounts();
			}

			const closed = () => closedEnd({client, nowMs, settleMs: options.settleMs});
			const closedMs = () => closed().endMs;
			const endMs = closedMs();
			const window = {startMs: endMs - (options.baselineHours * hourMs), endMs};
			if ((known.at(-1)?.endMs ?? 0) > endMs + minuteMs) {
				// The clock was set back, or the memory is of another one.
				detection.restart();
				forgetCounts();
			}

			const wasCold = isCold;
			/** Reads what is new, and of what is missing as much as the budget allows. */
			const read = async (): Promise<readonly string[]> => {
				const reading = await readTwice({
					client, scope, readMinutes, corroborator, endMs: closedMs, pieces: planReading(window, known, corroborator.lateFromMs(endMs)), budget: options.budget, now, wait, signal,
				});
				for (const piece of reading.read) {
					known = addRange(known, piece, window.startMs);
				}

				// What is missing at the end is not passed over: it is judged when it comes.
				await detection.take(reading.minutes.slice(0, reading.minutes.findLastIndex(({counts}) => counts !== undefined) + 1), signal);
				noteServices(servicesMs, reading.minutes, window.startMs);
				isCold = false;
				store.dispatch({type: 'clock-ticked', nowMs});
				store.dispatch({type: 'minutes-read', minutes: isStoreEmpty ? remembered(closedMs()) : reading.minutes});
				isStoreEmpty = false;
				store.dispatch({type: 'connection-changed', change: {selector: scope.selector, status: 'live', lastAnswerMs: nowMs}});
				return reading.notes;
			};

			let doubts: readonly string[] = [];
			const {held, skipped} = await engine.step({
				endMs: closedMs,
				known: window,
				correct: detection.take,
				async read() {
					doubts = await read();
					return doubts;
				},
				services: () => [...servicesMs.keys()],
				signal,
			});
			if (corroborator.isUnnamed()) {
				finder.doubt();
			}

			return {
				type: 'read',
				scope,
				judgedMs: Math.min(closedMs(), known.at(-1)?.endMs ?? closedMs()),
				learnt: {minutes: countMinutes(known, window), wantedMinutes: options.baselineHours * 60, isCold: wasCold},
				anomalies: store.getState().anomalies,
				lag: corroborator.lag(),
				held: detection.anomalies().filter(anomaly => !corroborator.isConfirmed(anomaly)),
				services: servicesMs.size,
				notes: [...sentencesOf(closed().note), ...sentencesOf(guessSentence(scope.capabilities)), ...unheard(options.services, servicesMs, options.baselineHours), ...doubts, ...sentencesOf(corroborator.lagSentence()), ...sentencesOf(engine.levels.untoldSentence()), ...held, ...new Set(skipped.map(error => withoutIt(error)))],
			};
		},
		scope: finder.scope,
		memory() {
			const saved = finder.save();
			const learnt = engine.save();
			return saved && learnt && {
				...learnt, ...saved, known, servicesMs,
			};
		},
	};
}

const sentencesOf = (sentence: string | undefined): readonly string[] => sentence === undefined ? [] : [sentence];

const withoutIt = ({what, why}: LokiError): string => `${what}: ${why}. The counts are judged without it.`;
