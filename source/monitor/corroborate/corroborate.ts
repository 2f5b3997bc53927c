import {hollowMinutes, talkativeLines} from '../../detect/hollow.js';
import {
	isOdd,
	isRaising,
	isTakingBack,
	mergeAnswer,
	type Counts,
	type Merged,
} from '../../detect/merge-answer.js';
import {minuteMs} from '../../detect/minute.js';
import {judgeLook, planLook, type Look} from '../../detect/second-look.js';
import {
	fleetService,
	type Anomaly,
	type Detector,
	type Expectation,
	type Minute,
} from '../../detect/types.js';
import {countServices} from '../../loki/counts/count-services.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';
import type {LokiClient, Scope} from '../../loki/types.js';

/** Minutes that were confirmed to be empty are remembered for so long: the detector forgets those in which the fleet was silent. */
const rememberedMs = 1440 * minuteMs;
/** Silences that are open at once, of which it is known that they were borne out. */
const maxBorneOut = 2000;

/** A silence that a second look bore out. */
export type BorneOut = {readonly fingerprint: string; readonly isOver: boolean};

/** What was found to be true, for the next pass. */
export type Corroborated = {readonly silences: readonly BorneOut[]; readonly emptyMinutes: ReadonlyArray<readonly [startMs: number, counts: Counts]>};

export type AskOptions = {
	readonly scope: Scope;
	/** The end of the newest minute that was read. */
	readonly endMs: number;
	readonly signal: AbortSignal;
};

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
export type Corroborator = {
	/** A new pass: what the one before took is in the detector. */
	readonly begin: () => void;
	/** Puts one answer beside what is known; asks once more where it takes back known counts, says itself that it does not hold all, or shows a fleet that is silent. Throws the signal's reason only. */
	readonly take: (answer: readonly Minute[], options: AskOptions) => Promise<Taken>;
	/** Forgets minutes that were taken in this pass: what was answered of them did not hold all. */
	readonly drop: (minutes: readonly Minute[]) => void;
	/** Looks once at the silences that nothing has borne out yet. Gives what keeps them from being told. Throws the signal's reason only. */
	readonly lookAtSilences: (anomalies: readonly Anomaly[], options: AskOptions) => Promise<readonly string[]>;
	/** Whether an anomaly may be shown: all but silences that nothing has confirmed. */
	readonly isConfirmed: (anomaly: Anomaly) => boolean;
	readonly save: () => Corroborated;
};

export type CorroboratorOptions = {
	readonly client: LokiClient;
	/** The detector in use: it knows the minutes. */
	readonly detector: () => Pick<Detector, 'counts' | 'services' | 'expectation'>;
	readonly saved?: Corroborated | undefined;
};

type Usual = ReadonlyMap<string, Expectation>;

export function createCorroborator({client, detector, saved}: CorroboratorOptions): Corroborator {
	const borneOut = new Map(saved?.silences.map(silence => [silence.fingerprint, silence]));
	/** Minutes in which the fleet was silent for certain, with the few lines that there were. */
	const emptyMinutes = new Map(saved?.emptyMinutes);
	/** Taken in this pass; the detector may get it only at its end. */
	const fresh = new Map<number, Counts>();
	let hasAsked = false;

	const knownAt = (startMs: number): Counts | undefined => fresh.get(startMs) ?? detector().counts(startMs) ?? emptyMinutes.get(startMs);

	/** What each service usually writes; of what the detector does not know yet, what this answer says on average. */
	const usualOf = (answer: readonly Minute[]): Usual => {
		const usual = new Map<string, Expectation>();
		for (const service of detector().services()) {
			const expectation = detector().expectation(service);
			if (expectation) {
				usual.set(service, expectation);
			}
		}

		return usual.size > 0 ? usual : averageOf([...fresh].map(([startMs, counts]) => ({startMs, counts})), answer);
	};

	/** The second look: undefined with its reason where it could not be had. */
	const ask = async (look: Look, {scope, signal}: AskOptions): Promise<ReadonlyMap<string, number> | string> => {
		const {startMs, endMs, claims, isOfAll} = look;
		hasAsked = true;
		try {
			const counted = await countServices({
				client, scope, range: {startMs, endMs}, ...!isOfAll && {services: [...claims.keys()]}, signal,
			});
			return counted ?? 'the answer to a second question does not hold all either';
		} catch (error) {
			if (!(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			return `a second question was not answered: ${error.why}`;
		}
	};

	const remember = ({minutes, whole}: Merged, doubted: ReadonlySet<number>, endMs: number): void => {
		for (const {startMs, counts} of minutes) {
			if (!counts || !whole.has(startMs)) {
				continue;
			}

			fresh.set(startMs, counts);
			emptyMinutes.delete(startMs);
			if (doubted.has(startMs)) {
				emptyMinutes.set(startMs, writersOf(counts));
			}
		}

		for (const startMs of emptyMinutes.keys()) {
			if (startMs < endMs - rememberedMs) {
				emptyMinutes.delete(startMs);
			}
		}
	};

	return {
		begin() {
			fresh.clear();
			hasAsked = false;
		},
		async take(answer, options) {
			const usual = usualOf(answer);
			const isMore = isRaising(answer, knownAt);
			const reason = doubtOf(answer, isTakingBack(answer, knownAt));
			const unseen = answer.filter(({startMs, counts}) => counts && !hasLines(knownAt(startMs)));
			const hollow = new Set(hollowMinutes(unseen, usual));
			// What was confirmed before is not asked again.
			const isNewlyHollow = (startMs: number): boolean => hollow.has(startMs) && !emptyMinutes.has(startMs);
			const missing = new Set(answer.filter(({startMs, counts}) => counts && isMissingAgain(knownAt(startMs), counts, usual)).map(({startMs}) => startMs));
			const isDoubted = (startMs: number): boolean => reason !== undefined || isNewlyHollow(startMs) || missing.has(startMs);
			const doubted = new Map(answer.flatMap(({startMs, counts}) => counts && isDoubted(startMs) ? [[startMs, counts] as const] : []));
			const finish = (merged: Merged, doubt: string | undefined): Taken => {
				remember(merged, hollow, options.endMs);
				return {...merged, doubt, isRaising: isMore};
			};

			if (usual.size === 0 && answer.every(({counts}) => counts?.size === 0)) {
				// Nothing speaks for it or against it: it is missing until something is known.
				return {
					minutes: answer.map(({startMs}) => ({startMs, counts: undefined})), whole: new Set(), doubt: undefined, isRaising: false,
				};
			}

			if (doubted.size === 0) {
				return finish(mergeAnswer(answer, {
					knownAt, usual, isDoubted, isConfirmed: () => false,
				}), undefined);
			}

			const believed = new Map(answer.flatMap(({startMs, counts}) => counts && !isDoubted(startMs) ? [[startMs, counts] as const] : []));
			const look = planLook({
				doubted, knownAt: startMs => believed.get(startMs) ?? knownAt(startMs), usual, endMs: options.endMs,
			});
			const counted = look ? await ask(look, options) : 'too little is known to hold it against';
			const verdict = look && typeof counted !== 'string' ? judgeLook(look, counted) : undefined;
			const merged = mergeAnswer(answer, {
				knownAt, usual, isDoubted, isConfirmed: (startMs, service) => isDoubted(startMs) && (verdict?.isAgreed(service) ?? false),
			});
			const left = [...doubted.keys()].filter(startMs => !merged.whole.has(startMs) || !areAllAgreed(usual, verdict));
			const why = typeof counted === 'string' ? counted : (verdict?.isCredible ? 'a second question counted more' : 'a second question does not see what is known either');
			return finish(merged, left.length === 0 ? undefined : sentenceOf(left.length, reason ?? (hollow.size > 0 ? 'it shows a fleet that is silent' : 'it leaves out what was missing before'), why));
		},
		drop(minutes) {
			for (const {startMs} of minutes) {
				fresh.delete(startMs);
				emptyMinutes.delete(startMs);
			}
		},
		async lookAtSilences(anomalies, options) {
			follow(borneOut, anomalies);
			const isFleetOpen = anomalies.some(({service, state}) => service === fleetService && state !== 'resolved');
			// Where the whole fleet is silent, the silence of each service says nothing more.
			const open = anomalies.filter(anomaly => isSilence(anomaly) && anomaly.state !== 'resolved' && !borneOut.has(anomaly.fingerprint) && (anomaly.service === fleetService || !isFleetOpen));
			const fleet = open.find(({service}) => service === fleetService);
			if (fleet && [...emptyMinutes.keys()].some(startMs => startMs >= fleet.onsetMs)) {
				// Its minutes were taken only after a second look.
				borneOut.set(fleet.fingerprint, {fingerprint: fleet.fingerprint, isOver: false});
			}

			const due = open.filter(({fingerprint}) => !borneOut.has(fingerprint));
			if (due.length === 0) {
				return [];
			}

			const look = hasAsked ? undefined : planSilenceLook(due, {knownAt, usual: usualOf([]), endMs: options.endMs});
			const unasked = hasAsked ? 'a second question is asked with the next pass' : 'too little is known beside it';
			const counted = look ? await ask(look, options) : unasked;
			const verdict = look && typeof counted !== 'string' ? judgeLook(look, counted) : undefined;
			const notes: string[] = [];
			for (const {service, fingerprint} of due) {
				const isBorneOut = (service === fleetService ? verdict?.isFleetSilent : verdict?.isSilent(service)) ?? false;
				if (isBorneOut) {
					borneOut.set(fingerprint, {fingerprint, isOver: false});
				} else {
					notes.push(`${service === fleetService ? 'All services seem' : `${service} seems`} silent, which is not told yet: ${typeof counted === 'string' ? counted : 'a second question does not bear it out'}.`);
				}
			}

			return notes.length > maxNotes ? [...notes.slice(0, maxNotes), `${notes.length - maxNotes} more services seem silent, which is not told yet.`] : notes;
		},
		isConfirmed: anomaly => !isSilence(anomaly) || borneOut.has(anomaly.fingerprint),
		save: () => ({silences: [...borneOut.values()].slice(-maxBorneOut), emptyMinutes: [...emptyMinutes]}),
	};
}

const maxNotes = 3;

const isSilence = ({kind}: Anomaly): boolean => kind === 'silence' || kind === 'fleet-silence';

/** What opens again after its end is to be borne out again; what is gone is forgotten. */
function follow(borneOut: Map<string, BorneOut>, anomalies: readonly Anomaly[]): void {
	const states = new Map(anomalies.map(({fingerprint, state}) => [fingerprint, state]));
	for (const [fingerprint, {isOver}] of borneOut) {
		const state = states.get(fingerprint);
		if (state === undefined || (isOver && state !== 'resolved')) {
			borneOut.delete(fingerprint);
		} else if (state === 'resolved') {
			borneOut.set(fingerprint, {fingerprint, isOver: true});
		}
	}
}

/** The look at silences: their minutes since the first began, and what all others wrote meanwhile as a control. */
function planSilenceLook(due: readonly Anomaly[], {knownAt, usual, endMs}: {readonly knownAt: (startMs: number) => Counts | undefined; readonly usual: Usual; readonly endMs: number}): Look | undefined {
	const doubted = new Map<number, Counts>();
	for (let startMs = Math.min(...due.map(({onsetMs}) => Math.floor(onsetMs / minuteMs) * minuteMs)); startMs < endMs; startMs += minuteMs) {
		doubted.set(startMs, knownAt(startMs) ?? new Map());
	}

	const isOfFleet = due.some(({service}) => service === fleetService);
	return doubted.size === 0
		? undefined
		: planLook({
			doubted, ...!isOfFleet && {services: new Set(due.map(({service}) => service))}, knownAt, usual, endMs,
		});
}

const areAllAgreed = (usual: Usual, verdict: ReturnType<typeof judgeLook> | undefined): boolean => verdict !== undefined && [...usual.keys()].every(service => verdict.isAgreed(service));

const writersOf = (counts: Counts): Counts => new Map([...counts].filter(([, {lines}]) => lines > 0));

const hasLines = (counts: Counts | undefined): boolean => counts !== undefined && [...counts.values()].some(({lines}) => lines > 0);

/** A service that would be heard, of which a minute that was believed in part says nothing yet, is not in this answer either. */
const isMissingAgain = (known: Counts | undefined, counts: Counts, usual: Usual): boolean => known !== undefined && hasLines(known)
	&& [...usual].some(([service, {linesPerMinute}]) => linesPerMinute >= talkativeLines && !known.has(service) && !((counts.get(service)?.lines ?? 0) > 0));

function doubtOf(answer: readonly Minute[], isLess: boolean): string | undefined {
	if (answer.some(({isPartial}) => isPartial)) {
		return 'Loki says that it does not hold all';
	}

	if (answer.some(({counts}) => [...counts?.values() ?? []].some(count => isOdd(count)))) {
		return 'some of its counts are no numbers';
	}

	return isLess ? 'it holds less than what was read before' : undefined;
}

const sentenceOf = (minutes: number, reason: string, why: string): string => `Loki's answer is not believed for ${minutes} minute${minutes === 1 ? '' : 's'}: ${reason}, and ${why}. They stay as they were known, or missing, and are asked for again.`;

/** Lines a minute of each service, of a fleet of which nothing was learnt yet. */
function averageOf(...answers: ReadonlyArray<readonly Minute[]>): Usual {
	const lines = new Map<string, number>();
	let minutes = 0;
	for (const {counts} of answers.flat()) {
		minutes += counts ? 1 : 0;
		for (const [service, count] of counts ?? []) {
			lines.set(service, (lines.get(service) ?? 0) + (isOdd(count) ? 0 : count.lines));
		}
	}

	return new Map(Array.from(lines, ([service, sum]) => [service, {errorsPerMinute: 0, errorsLimitPerMinute: Infinity, linesPerMinute: sum / minutes}]));
}
