import {minuteMs} from './minute.js';
import {isOdd, type Counts, type KnownAt} from './merge-answer.js';
import type {UsualLines} from './hollow.js';

/** The look covers known minutes beside the doubted ones until they hold so many minutes' worth of lines, and at least so many lines: who cannot see those proves nothing. */
const controlMinutes = 5;
const minControlLines = 20;
const maxMinutes = 1440;
/** Services that one look counts; the largest where there are more. */
const maxServices = 100;
/** A look that sees less than this share of what is known is broken itself. */
const credibleShare = 0.95;
const serviceShare = 0.9;
/** The look agrees where it counts at most this share of the expected lines more than the answer did. */
const agreeingShare = 0.1;
/** A service is quiet with this share of its usual lines or less: more than this ends a silence. */
const quietShare = 0.35;
/** Of the services that were asked for, so many have to agree to speak for the others. */
const speakingShare = 0.95;

/** What the minutes say of one service in the time of a look. */
export type Claim = {
	/** Lines in the minutes that are known. */
	readonly known: number;
	/** Lines in the doubted minutes, by the answer that is doubted. */
	readonly answered: number;
	/** Lines that are usual in so many minutes as are doubted. */
	readonly expected: number;
};

/** One question for the lines of each service in a time that holds the doubted minutes, and known ones as a control. */
export type Look = {
	readonly startMs: number;
	readonly endMs: number;
	readonly claims: ReadonlyMap<string, Claim>;
	/** All services are in the claims: nothing has to be left out of the question. */
	readonly isOfAll: boolean;
};

export type PlanLookOptions = {
	/** Doubted minutes by their first millisecond, with what was answered; at least one. */
	readonly doubted: ReadonlyMap<number, Counts>;
	/** Only of these services the answer is doubted; of all where not given. */
	readonly services?: ReadonlySet<string>;
	readonly knownAt: KnownAt;
	readonly usual: UsualLines;
	/** The end of the newest minute that has been read. */
	readonly endMs: number;
};

/** What to ask so that the answer can be judged: undefined where too little is known beside the doubted minutes. */
export const planLook = ({doubted, services, knownAt, usual, endMs}: PlanLookOptions): Look | undefined => {
	const at = [...doubted.keys()].toSorted((a, b) => a - b);
	let first = at[0]!;
	let last = at.at(-1)!;
	const names = [...usual].toSorted(([a, {linesPerMinute: x}], [b, {linesPerMinute: y}]) => Number(services?.has(b) ?? false) - Number(services?.has(a) ?? false) || y - x || a.localeCompare(b, 'en'));
	const asked = names.slice(0, maxServices);
	const claims = new Map(asked.map(([service]) => [service, {known: 0, answered: 0, expected: 0}]));
	const usualLines = asked.reduce((sum, [, {linesPerMinute}]) => sum + linesPerMinute, 0);
	const enough = Math.max(minControlLines, controlMinutes * usualLines);
	let control = 0;

	/** Adds a minute to the claims. One of which nothing is known adds nothing: what a look counts in it speaks against silence, so that nothing is borne out by mistake. */
	const add = (startMs: number): void => {
		const answered = doubted.get(startMs);
		const known = knownAt(startMs);
		if (!answered && !known) {
			return;
		}

		for (const [service, claim] of claims) {
			const isDoubted = answered !== undefined && (services?.has(service) ?? true);
			const {lines} = (isDoubted ? answered : known ?? answered)?.get(service) ?? {lines: 0};
			const count = isOdd({lines, errors: 0}) ? 0 : lines;
			if (isDoubted) {
				claim.answered += count;
				claim.expected += usual.get(service)?.linesPerMinute ?? 0;
			} else {
				claim.known += count;
				control += count;
			}
		}
	};

	for (let startMs = first; startMs <= last; startMs += minuteMs) {
		add(startMs);
	}

	const isWanting = (): boolean => control < enough && last - first < maxMinutes * minuteMs;
	// Known minutes around are nearer than those before a hole: one that was filled newest hour first has them after it.
	const isKnownNext = (): boolean => last + minuteMs < endMs && knownAt(last + minuteMs) !== undefined && knownAt(first - minuteMs) === undefined;
	while (isWanting() && isKnownNext()) {
		last += minuteMs;
		add(last);
	}

	while (isWanting()) {
		first -= minuteMs;
		add(first);
	}

	return control < minControlLines
		? undefined
		: {
			startMs: first, endMs: last + minuteMs, claims, isOfAll: asked.length === names.length,
		};
};

/** Whether a look bears out what was answered of a service. */
export type LookVerdict = {
	readonly isCredible: boolean;
	readonly isAgreed: (service: string) => boolean;
	/** Whether it agrees, and a service wrote next to nothing in the doubted minutes: to agree with lines that came late bears out no silence. */
	readonly isSilent: (service: string) => boolean;
	/** The same of the fleet: so many of those that were asked for that what collects their lines fails. */
	readonly isFleetSilent: boolean;
};

const agrees = ({known, answered, expected}: Claim, counted: number): boolean => {
	const isSeen = known < minControlLines || counted >= serviceShare * known;
	return isSeen && counted <= known + answered + (agreeingShare * expected);
};

const isQuiet = ({answered, expected}: Claim): boolean => expected > 0 && answered <= quietShare * expected;

/** Judges the lines that a look counted by service. A look that does not see what is known is not credible, and agrees with nothing. */
export const judgeLook = ({claims}: Look, counted: ReadonlyMap<string, number>): LookVerdict => {
	let known = 0;
	let seen = 0;
	let agreeing = 0;
	let silent = 0;
	for (const [service, claim] of claims) {
		known += claim.known;
		seen += Math.min(claim.known, counted.get(service) ?? 0);
		agreeing += agrees(claim, counted.get(service) ?? 0) ? 1 : 0;
		silent += isQuiet(claim) && agrees(claim, counted.get(service) ?? 0) ? 1 : 0;
	}

	const isCredible = seen >= credibleShare * known;
	const isSpeaking = agreeing >= speakingShare * claims.size;
	return {
		isCredible,
		isAgreed(service) {
			const claim = claims.get(service);
			return isCredible && (claim ? agrees(claim, counted.get(service) ?? 0) : isSpeaking);
		},
		isSilent(service) {
			const claim = claims.get(service);
			return isCredible && claim !== undefined && isQuiet(claim) && agrees(claim, counted.get(service) ?? 0);
		},
		isFleetSilent: isCredible && isSpeaking && silent > claims.size / 3,
	};
};
