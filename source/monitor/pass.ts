import {setImmediate as nextTurn} from 'node:timers/promises';
import {performance} from 'node:perf_hooks';
import {createDetector, type DetectorOptions} from '../detect/index.js';
import type {
	Anomaly,
	Detector,
	Minute,
} from '../detect/types.js';
import {discover, type ExistingLabel} from '../loki/discovery/discover.js';
import {LokiError} from '../loki/http/errors/index.js';
import {
	areCountsAlike,
	askAgainAfterMs,
	guessSentence,
	settle,
} from '../loki/discovery/guesses.js';
import {andSelector, anyOf} from '../loki/logql/logql.js';
import {withoutOwnStreams} from '../loki/logql/own-streams.js';
import {createMinuteReader} from '../loki/counts/read-minutes.js';
import type {ReaderMemory} from '../loki/counts/sharded-reading.js';
import {isAbort} from '../loki/http/trouble.js';
import type {LokiClient, Scope} from '../loki/types.js';
import {floorToMinute, hourMs, minuteMs} from '../loki/counts/windows.js';
import type {KnownPatterns} from '../patterns/known-patterns.js';
import {countLines} from '../store/history.js';
import type {Store} from '../store/store.js';
import {createCorroborator} from './corroborate.js';
import {addRange, countMinutes, type KnownRanges} from './known-ranges.js';
import {noteServices, unheard} from './heard-services.js';
import {createOnsetFinder, type FoundOnsets, type OnsetFinder} from './onset-finder.js';
import type {PassMemory} from './pass-memory.js';
import {createFleetLevels, type GivenFilter} from './levels/fleet-levels.js';
import {createPatternWatch, type PatternWatch} from './pattern-watch.js';
import {readPieces, type PassBudget} from './read-pieces.js';
import {planReading} from './reading-plan.js';
import {reportDetected} from './report-detected.js';
import type {HideLines} from './senses/hide-entries.js';
import {createSenses, type Senses} from './senses/senses.js';
import {firstOnset, suspects} from './suspects.js';

/** What this Loki is and can do is found out anew after so long. */
const scopeGoodMs = 6 * hourMs;
/** What was seen of a service's patterns is good for so long. */
const pastGoodMs = 6 * hourMs;
/** Services whose lines are read in one pass. */
const maxLooks = 3;
const maxLearntPast = 500;
/** A replay gives way to signals this often. */
const sliceMs = 50;

export type PassesOptions = {
	readonly client: LokiClient;
	readonly store: Store;
	readonly selector: string | undefined;
	/** Filters that a person set. */
	readonly errorFilters?: readonly GivenFilter[] | undefined;
	/** The label that holds the level, where a person says so. */
	readonly levelLabel?: string | undefined;
	/** Only these services; all where not given. */
	readonly services?: readonly string[];
	readonly serviceLabel: string | undefined;
	readonly baselineHours: number;
	/** How long after its end a minute is taken as complete. */
	readonly settleMs: number;
	readonly detector: DetectorOptions;
	readonly known: KnownPatterns;
	/** Takes secrets out of what is learnt from lines. */
	readonly hideLines: HideLines;
	readonly budget: PassBudget;
	/** What an earlier pass left. */
	readonly memory: PassMemory | undefined;
	readonly now: () => number;
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
		/** Silences that nothing has borne out: they are not told, and not over. */
		readonly held: readonly Anomaly[];
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

export function createPasses(options: PassesOptions): Passes {
	const {client, store, now, memory} = options;
	let scope = memory?.scope;
	let discoveredMs = memory?.discoveredMs ?? 0;
	/** When what was guessed of the scope was asked for last, and how often in vain. */
	let guessed = memory?.guessed ?? {askedMs: discoveredMs, tries: 0};
	let known: KnownRanges = memory?.known ?? [];
	const reader: ReaderMemory = memory?.reader ?? {isPlain: false};
	const learntPastMs = new Map(memory?.learntPastMs);
	const servicesMs = new Map(memory?.servicesMs);
	const readMinutes = createMinuteReader(reader);
	let detector: Detector = createDetector({...options.detector, saved: memory?.detector});
	if (detector.learnt().minutes === 0) {
		known = [];
	}

	const corroborator = createCorroborator({client, detector: () => detector, saved: memory?.corroborated});
	const levels = createFleetLevels({
		client, readMinutes, given: options.errorFilters, saved: memory?.levels,
	});
	let isCold = known.length === 0;
	let patterns: PatternWatch | undefined;
	let onsets: OnsetFinder | undefined;
	let senses: Senses | undefined;
	let savedOnsets: FoundOnsets = memory?.onsets ?? [];

	const discoverAnew = async (nowMs: number, signal: AbortSignal): Promise<PassResult | Scope> => {
		const found = await discover({
			client, selector: options.selector, serviceLabel: options.serviceLabel, levelLabel: options.levelLabel, nowMs, signal,
		});
		const {capabilities} = found.scope;
		const {services} = options;
		const wide = withoutOwnStreams(found.scope.selector);
		const selector = services ? andSelector(wide, anyOf(capabilities.serviceLabel, services)) : wide;
		if (found.services.every(service => !(services?.includes(service) ?? true))) {
			const names = {label: capabilities.serviceLabel, values: found.services};
			return {type: 'nothing-matches', selector, labels: found.services.length > 0 ? [names] : found.existing};
		}

		return {selector, capabilities};
	};

	/** Asks again for what was guessed. What comes of it, or that it cannot be asked, does not fail the pass. */
	const askAgain = async (before: Scope, nowMs: number, signal: AbortSignal): Promise<Scope> => {
		guessed = {askedMs: nowMs, tries: guessed.tries + 1};
		try {
			const again = await discoverAnew(nowMs, signal);
			return 'type' in again ? before : settle(before, again);
		} catch (error) {
			if (!(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			return before;
		}
	};

	const find = async (nowMs: number, signal: AbortSignal): Promise<PassResult | Scope> => {
		const isGood = scope && nowMs >= discoveredMs && nowMs - discoveredMs < scopeGoodMs;
		if (scope && isGood) {
			return nowMs - guessed.askedMs < askAgainAfterMs(scope.capabilities, guessed.tries) ? scope : askAgain(scope, nowMs, signal);
		}

		const found = await discoverAnew(nowMs, signal);
		if ('type' in found) {
			return found;
		}

		discoveredMs = nowMs;
		guessed = {askedMs: nowMs, tries: 0};
		return scope ? settle(scope, found) : found;
	};

	const forgetAll = (): void => {
		detector = createDetector(options.detector);
		known = [];
		servicesMs.clear();
		isCold = true;
	};

	/** Takes over a scope; what was made for another one is made anew. */
	const watch = (watched: Scope): Scope => {
		if (scope === watched && patterns) {
			return scope;
		}

		if (scope && !areCountsAlike(scope, watched)) {
			// What was counted by a guess that was wrong is of no use.
			forgetAll();
		}

		scope = levels.watch(watched);
		savedOnsets = onsets?.save() ?? savedOnsets;
		onsets = createOnsetFinder(client, scope, {saved: savedOnsets});
		senses = createSenses({
			client, scope, hide: options.hideLines, saved: senses?.save() ?? memory?.senses, onLines: levels.take,
		});
		patterns = createPatternWatch({
			client, scope, known: options.known, isPastKnown: service => now() - (learntPastMs.get(service) ?? -Infinity) < pastGoodMs,
		});
		return scope;
	};

	const report = (): void => {
		reportDetected(store, detector, {refine: anomaly => onsets?.apply(anomaly) ?? anomaly, isTold: anomaly => corroborator.isTold(anomaly)});
	};

	const lookAtSuspects = async (nowMs: number, signal: AbortSignal): Promise<void> => {
		for (const service of suspects(store.getState()).slice(0, maxLooks)) {
			const window = await patterns?.look({
				service,
				nowMs,
				onsetMs: firstOnset(store.getState().anomalies, service),
				countLines: range => countLines(store.getState().history, service, range),
				signal,
			});
			if (!learntPastMs.has(service) || now() - (learntPastMs.get(service) ?? 0) >= pastGoodMs) {
				learntPastMs.set(service, nowMs);
			}

			if (!window) {
				continue;
			}

			detector.takePatterns(window);
			report();
		}

		for (const service of [...learntPastMs.keys()].slice(0, Math.max(0, learntPastMs.size - maxLearntPast))) {
			learntPastMs.delete(service);
		}
	};

	const lookWithSenses = async (endMs: number, signal: AbortSignal): Promise<void> => {
		const findings = await senses?.look({
			endMs, services: [...servicesMs.keys()], anomalies: detector.anomalies(), signal,
		});
		if (!findings) {
			return;
		}

		detector.takeFindings(findings, endMs);
		report();
	};

	/** What refines the picture must not take it away. Gives what kept it from being asked. */
	const extra = async (ask: () => Promise<unknown>, signal: AbortSignal): Promise<readonly string[]> => {
		try {
			await ask();
			return [];
		} catch (error) {
			if (!(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			return [`${error.what}: ${error.why}. The counts are judged without what it would have told.`];
		}
	};

	return {
		async run(signal) {
			const nowMs = now();
			const found = await find(nowMs, signal);
			if ('type' in found) {
				return found;
			}

			const watched = watch(found);
			const endMs = floorToMinute(nowMs - options.settleMs);
			const window = {startMs: endMs - (options.baselineHours * hourMs), endMs};
			if ((known.at(-1)?.endMs ?? 0) > endMs + minuteMs) {
				// The clock was set back, or the memory is of another one.
				forgetAll();
			}

			const wasCold = isCold;
			await feed(detector, await levels.prepare({window, knownAt: detector.counts, signal}), signal);
			corroborator.begin();
			const reading = await readPieces({
				client, scope: watched, readMinutes, corroborator, endMs, pieces: planReading(window, known), budget: options.budget, now, signal,
			});
			for (const piece of reading.read) {
				known = addRange(known, piece, window.startMs);
			}

			// What is missing at the end is not passed over: it is judged when it comes.
			await feed(detector, reading.minutes.slice(0, reading.minutes.findLastIndex(({counts}) => counts !== undefined) + 1), signal);
			noteServices(servicesMs, reading.minutes, window.startMs);
			isCold = false;
			store.dispatch({type: 'clock-ticked', nowMs});
			store.dispatch({type: 'minutes-read', minutes: reading.minutes});
			store.dispatch({type: 'connection-changed', change: {selector: found.selector, status: 'live', lastAnswerMs: nowMs}});
			const withoutOnsets = await extra(async () => onsets?.refine(detector.anomalies(), nowMs, signal), signal);
			const held = await corroborator.lookAtSilences(detector.anomalies(), {scope: watched, endMs, signal});
			report();
			const withoutPatterns = await extra(async () => lookAtSuspects(nowMs, signal), signal);
			const withoutSenses = await extra(async () => lookWithSenses(endMs, signal), signal);
			return {
				type: 'read',
				scope: watched,
				judgedMs: Math.min(endMs, known.at(-1)?.endMs ?? endMs),
				learnt: {minutes: countMinutes(known, window), wantedMinutes: options.baselineHours * 60, isCold: wasCold},
				anomalies: store.getState().anomalies,
				held: detector.anomalies().filter(anomaly => !corroborator.isTold(anomaly)),
				services: servicesMs.size,
				notes: [...sentencesOf(guessSentence(found.capabilities)), ...unheard(options.services, servicesMs, options.baselineHours), ...reading.notes, ...sentencesOf(levels.untoldSentence()), ...held, ...withoutOnsets, ...withoutPatterns, ...withoutSenses],
			};
		},
		scope: () => scope,
		memory: () => scope && {
			scope, discoveredMs, reader, known, levels: levels.save(), detector: detector.save('views'), onsets: onsets?.save() ?? savedOnsets, senses: senses?.save() ?? memory?.senses, learntPastMs, servicesMs, corroborated: corroborator.save(), guessed,
		},
	};
}

const sentencesOf = (sentence: string | undefined): readonly string[] => sentence === undefined ? [] : [sentence];

async function feed(detector: Detector, minutes: readonly Minute[], signal: AbortSignal): Promise<void> {
	let sliceStartMs = performance.now();
	for (const minute of minutes) {
		detector.takeMinute(minute);
		if (!(performance.now() - sliceStartMs > sliceMs)) {
			continue;
		}

		await nextTurn(undefined, {signal});
		sliceStartMs = performance.now();
	}
}
