import {
	hollowMinutes,
	hollowRuns,
	isHollow,
	sumsOf,
	type UsualLines,
} from './hollow.js';
import type {Counts, KnownAt} from './merge-answer.js';
import {dayMinutes, minuteMs} from './minute.js';
import type {Minute} from './types.js';

/** A minute with this share of its usual lines or less, or in which more than this share of the talkative services is not heard, may not hold all yet where what follows it is hollow. */
const thinLines = 0.5;
const thinSilent = 0.1;
/** How far back a fleet that is quiet by habit is recognised. */
const habitMinutes = 60;

/** How far the lines of the fleet reach. */
export type Reach = {
	/** The end of the newest minute in which the fleet was heard: what follows it is late, or silence. */
	readonly reachedMs: number;
	/** The first milliseconds of the answered minutes after it; empty where the newest ones are there. */
	readonly unheard: ReadonlySet<number>;
};

export type ReachOptions = {
	readonly knownAt: KnownAt;
	readonly usual: UsualLines;
	/** The end of the newest minute that is over. */
	readonly endMs: number;
};

/** The newest minute of an answer that the fleet's lines have reached, by the answer and by what is known. */
export const reachOf = (answer: readonly Minute[], {knownAt, usual, endMs}: ReachOptions): Reach => {
	const allThere: Reach = {reachedMs: endMs, unheard: new Set()};
	const newest = answer.findLast(({counts}) => counts !== undefined);
	// Where the newest minute is heard, as it mostly is, the others need no look.
	if (!newest?.counts || !isHollow(fuller(newest.counts, knownAt(newest.startMs)), usual)) {
		return allThere;
	}

	const answered = answer.filter(({counts}) => counts !== undefined).map(({startMs, counts}) => ({startMs, counts: fuller(counts!, knownAt(startMs))}));
	const isHeardLater = (): boolean => {
		for (let startMs = newest.startMs + minuteMs; startMs < endMs; startMs += minuteMs) {
			const known = knownAt(startMs);
			if (known && !isHollow(known, usual)) {
				return true;
			}
		}

		return false;
	};

	const hollow = new Set(hollowMinutes(answered, usual));
	if (!hollow.has(newest.startMs) || isHeardLater()) {
		return allThere;
	}

	const unheard = new Set<number>();
	let index = answered.length - 1;
	for (; index >= 0 && hollow.has(answered[index]!.startMs); index--) {
		unheard.add(answered[index]!.startMs);
	}

	for (; index >= 0 && knownAt(answered[index]!.startMs) === undefined && isThin(answered[index]!.counts, usual); index--) {
		unheard.add(answered[index]!.startMs);
	}

	let reachedMs = Math.min(...unheard);
	if (unheard.size === answered.length) {
		reachedMs = quietSince(reachedMs, startMs => {
			const known = knownAt(startMs);
			return known !== undefined && isHollow(known, usual);
		});
	}

	return isHabit(reachedMs, endMs, {knownAt, usual}) ? allThere : {reachedMs, unheard};
};

/** The most that either knows of each service: what a broken answer leaves out was heard all the same. */
const fuller = (counts: Counts, known: Counts | undefined): Counts => {
	if (!known) {
		return counts;
	}

	const merged = new Map(counts);
	for (const [service, before] of known) {
		const now = merged.get(service);
		if (!now || !(now.lines > before.lines)) {
			merged.set(service, before);
		}
	}

	return merged;
};

/** A service whose count cannot be read is taken as silent here, other than in a hollow minute: its lines may be missing. */
const isThin = (counts: Counts, usual: UsualLines): boolean => {
	const {lines, expected, talkative, silent, unread} = sumsOf(counts, usual);
	return lines <= thinLines * expected || silent + unread > thinSilent * talkative;
};

const quietSince = (fromMs: number, isQuiet: (startMs: number) => boolean): number => {
	let sinceMs = fromMs;
	while (fromMs - sinceMs < dayMinutes * minuteMs && isQuiet(sinceMs - minuteMs)) {
		sinceMs -= minuteMs;
	}

	return sinceMs;
};

/** A fleet that writes in bursts is quiet between them: twice in the hour before, it was as quiet for as long. */
const isHabit = (reachedMs: number, endMs: number, {knownAt, usual}: Pick<ReachOptions, 'knownAt' | 'usual'>): boolean => {
	const before: Minute[] = [];
	for (let startMs = reachedMs - (habitMinutes * minuteMs); startMs < reachedMs; startMs += minuteMs) {
		before.push({startMs, counts: knownAt(startMs)});
	}

	const secondLongestMs = hollowRuns(before, usual).map(run => run.length * minuteMs).toSorted((a, b) => b - a)[1] ?? 0;
	return endMs - reachedMs <= secondLongestMs;
};
