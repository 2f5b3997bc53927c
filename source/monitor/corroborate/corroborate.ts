import {isRaising, mergeAnswer, type Merged} from '../../detect/merge-answer.js';
import {judgeLook, planLook} from '../../detect/second-look.js';
import {reachOf} from '../../detect/reach.js';
import type {Anomaly, Detector, Minute} from '../../detect/types.js';
import type {LokiClient} from '../../loki/types.js';
import {
	createArrivals,
	lagSentence,
	type Arrivals,
	type SavedArrivals,
} from './arrivals.js';
import {doubtOf, doubtSentence} from './doubt.js';
import {createKnownCounts, type EmptyMinutes, type Usual} from './known-counts.js';
import {createSecondQuestion, type AskOptions} from './second-question.js';
import {areLinesUnnamed} from './unnamed-lines.js';
import {createSilences, type ConfirmedSilence} from './silences.js';

/** What was found to be true, for the next pass. */
export type Corroborated = {readonly silences: readonly ConfirmedSilence[]; readonly emptyMinutes: EmptyMinutes; readonly arrivals?: SavedArrivals | undefined};

export type Taken = Merged & {
	/** Why minutes of the answer are missing, or stay as they were known; undefined where it is believed. */
	readonly doubt: string | undefined;
	/** It holds much more of minutes that are known: what was known of them was not all. */
	readonly isRaising: boolean;
};

/**
Holds what Loki answers against what is known, and asks a second, different question before it believes that lines are gone.
For screens and for checks; it changes nothing but its own memory.
*/
export type Corroborator = Pick<Arrivals, 'lag' | 'reachedMs' | 'lateFromMs' | 'unclearForMs'> & {
	/** A new step: what the one before took is in the detector. */
	readonly begin: () => void;
	/** Puts one answer beside what is known; asks once more where it takes back known counts, says itself that it does not hold all, or shows a fleet that is silent. Throws the signal's reason only. */
	readonly take: (answer: readonly Minute[], options: AskOptions) => Promise<Taken>;
	/** Forgets minutes that were taken in this step: what was answered of them did not hold all. */
	readonly drop: (minutes: readonly Minute[]) => void;
	/** Looks once at the silences that nothing has confirmed yet. Gives why they are held back. Throws the signal's reason only. */
	readonly lookAtSilences: (anomalies: readonly Anomaly[], options: AskOptions) => Promise<readonly string[]>;
	/** Whether an anomaly may be shown: all but silences that nothing has confirmed. */
	readonly isConfirmed: (anomaly: Anomaly) => boolean;
	/** Whether lines come in that name no service, where services were named before. */
	readonly isUnnamed: () => boolean;
	/** What is said of the lag, where it is not told as a silence. */
	readonly lagSentence: () => string | undefined;
	readonly save: () => Corroborated;
};

export type CorroboratorOptions = {
	readonly client: LokiClient;
	/** The detector in use: it knows the minutes. */
	readonly detector: () => Pick<Detector, 'counts' | 'services' | 'expectation'>;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly saved?: Corroborated | undefined;
};

export function createCorroborator({client, detector, now, saved}: CorroboratorOptions): Corroborator {
	const known = createKnownCounts(detector, saved?.emptyMinutes);
	const question = createSecondQuestion(client);
	const silences = createSilences({
		known, question, areUnnamed: async (sinceMs, options) => areLinesUnnamed(client, sinceMs, options), saved: saved?.silences,
	});
	const arrivals = createArrivals(now, saved?.arrivals);

	return {
		begin() {
			known.begin();
			question.begin();
		},
		async take(answer, options) {
			const usual = known.usual(answer);
			if (usual.size === 0 && answer.every(({counts}) => counts?.size === 0)) {
				// Nothing speaks for it or against it: it is missing until something is known.
				return {
					minutes: answer.map(({startMs}) => ({startMs, counts: undefined})), whole: new Set(), doubt: undefined, isRaising: false,
				};
			}

			const isMore = isRaising(answer, known.at);
			const {endMs} = options;
			const awaited = arrivals.look(answer, reachOf(answer, {knownAt: known.at, usual, endMs}), {usual, endMs});
			const doubt = doubtOf(answer.filter(({startMs}) => !awaited.has(startMs)), known, usual);
			const isDoubted = (startMs: number): boolean => awaited.has(startMs) || doubt.isDoubted(startMs);
			const counted = (isWanted: (startMs: number) => boolean) => new Map(answer.flatMap(({startMs, counts}) => counts && isWanted(startMs) ? [[startMs, counts] as const] : []));
			const doubted = counted(doubt.isDoubted);
			const finish = (merged: Merged, sentence: string | undefined): Taken => {
				// What was empty for certain and still is says nothing new: the detector has put it aside.
				const isEmptyStill = (startMs: number): boolean => doubt.hollow.has(startMs) && known.isConfirmedEmpty(startMs);
				const minutes = merged.minutes.map(minute => isEmptyStill(minute.startMs) ? {startMs: minute.startMs, counts: undefined} : minute);
				known.remember(merged, doubt.hollow, endMs);
				return {
					minutes, whole: merged.whole, doubt: sentence, isRaising: isMore,
				};
			};

			if (doubted.size === 0) {
				return finish(mergeAnswer(answer, {
					knownAt: known.at, usual, isDoubted, isConfirmed: () => false,
				}), undefined);
			}

			const believed = counted(startMs => !isDoubted(startMs));
			const look = planLook({
				doubted, knownAt: startMs => believed.get(startMs) ?? known.at(startMs), usual, endMs,
			});
			const seen = look ? await question.ask(look, options) : 'too little else is known to compare with';
			const verdict = look && typeof seen !== 'string' ? judgeLook(look, seen) : undefined;
			const merged = mergeAnswer(answer, {
				knownAt: known.at, usual, isDoubted, isConfirmed: (startMs, service) => doubt.isDoubted(startMs) && (verdict?.isAgreed(service) ?? false),
			});
			const left = [...doubted.keys()].filter(startMs => !merged.whole.has(startMs) || !areAllAgreed(usual, verdict));
			const why = typeof seen === 'string' ? seen : (verdict?.isCredible ? 'a second query counts more' : 'a second query misses known lines too');
			return finish(merged, left.length === 0 ? undefined : doubtSentence(left.length, doubt, why));
		},
		drop: known.drop,
		lookAtSilences: silences.look,
		isConfirmed: silences.isConfirmed,
		isUnnamed: silences.isUnnamed,
		lag: arrivals.lag,
		lagSentence() {
			const lag = arrivals.lag();
			return lag && lagSentence(lag);
		},
		reachedMs: arrivals.reachedMs,
		lateFromMs: arrivals.lateFromMs,
		unclearForMs: arrivals.unclearForMs,
		save: () => ({silences: silences.save(), emptyMinutes: known.saveEmpty(), arrivals: arrivals.save()}),
	};
}

const areAllAgreed = (usual: Usual, verdict: ReturnType<typeof judgeLook> | undefined): boolean => verdict !== undefined && [...usual.keys()].every(service => verdict.isAgreed(service));
