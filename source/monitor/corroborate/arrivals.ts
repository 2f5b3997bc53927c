import {hollowShare} from '../../detect/hollow.js';
import {isOdd, type Counts} from '../../detect/merge-answer.js';
import {minuteMs} from '../../detect/minute.js';
import type {Reach} from '../../detect/reach.js';
import type {Minute} from '../../detect/types.js';
import type {Usual} from './known-counts.js';

/** A fleet is silent where nothing was written for so many minutes, and nothing came in while it was watched. */
const silentMinutes = 3;
/** So many late lines would have come in meanwhile, of a fleet whose lines are late; at least and at most so long. */
const enoughLines = 10;
const minStandingMs = 20_000;
const maxStandingMs = minuteMs;
/** Of lines that are late for certain more are waited for. */
const lateStandingMs = 3 * minuteMs;
/** Minutes whose lines are remembered from one look to the next. */
const maxMinutes = 120;
/** Lines may come in any order: what was missing is read again for so long after the newest are there. */
const afterwardsMs = 10 * minuteMs;
/** With a lag, minutes before are read again as far back as it is long, up to this; and nothing that is older than that. */
const maxLagRereadMs = 30 * minuteMs;
const maxRereadMs = 2 * 60 * minuteMs;

/** What was seen of lines that are not there yet. */
export type SavedArrivals = {
	/** The end of the newest minute in which the fleet was heard. */
	readonly reachedMs: number;
	/** Since when no late line came in, by this machine's clock; undefined once the newest minutes are heard again. */
	readonly standingSinceMs?: number | undefined;
	readonly lookedMs: number;
	/** Late lines came in while the newest minutes were not heard. */
	readonly wereLate: boolean;
	/** Lines of minutes that were over at the last look, by their first millisecond. */
	readonly lines: ReadonlyArray<readonly [startMs: number, lines: number]>;
};

/** How many minutes ago the fleet was heard last. `late`: older lines still come in. `unclear`: late or silent. `silent`: nothing comes in. */
export type Lag = {readonly minutes: number; readonly state: 'late' | 'unclear' | 'silent'};

type LookOptions = {
	readonly usual: Usual;
	/** The end of the newest minute that is over. */
	readonly endMs: number;
};

/** Tells late lines from silence. Both are minutes without lines; but of late ones more come in from look to look. */
export type Arrivals = {
	/** Looks at one answer. Gives its minutes, by their first milliseconds, of which nothing is known yet: their lines may be on their way. */
	readonly look: (answer: readonly Minute[], reach: Reach, options: LookOptions) => ReadonlySet<number>;
	/** How far the lines of the whole fleet lag behind; undefined where the newest minutes are heard. */
	readonly lag: () => Lag | undefined;
	/** Up to where minutes are known: the end of the newest one in which the fleet was heard. Undefined where that is the newest one that is over, or what follows is silence. */
	readonly reachedMs: () => number | undefined;
	/** From when on minutes have to be read again, since their lines may be late; undefined where none are. */
	readonly lateFromMs: (endMs: number) => number | undefined;
	/** How long nothing has to come in from now on until it is silence; undefined where that is known already, or has to last longer. */
	readonly unclearForMs: () => number | undefined;
	readonly save: () => SavedArrivals | undefined;
};

const nothing: ReadonlySet<number> = new Set();

export function createArrivals(now: () => number, saved?: SavedArrivals): Arrivals {
	let seen = saved;
	let lag: Lag | undefined;
	let standingMs = maxStandingMs;

	/** Lines that came in since the last look, of minutes that were over then. */
	const lateLines = (lines: ReadonlyMap<number, number>): number => {
		let sum = 0;
		for (const [startMs, before] of seen?.lines ?? []) {
			sum += Math.max(0, (lines.get(startMs) ?? 0) - before);
		}

		return sum;
	};

	const isArriving = (lines: ReadonlyMap<number, number>, linesPerMinute: number): boolean => {
		if (!seen) {
			return false;
		}

		// No more can have come in than these minutes lacked.
		const lacking = seen.lines.filter(([startMs]) => startMs >= seen!.reachedMs).length;
		const minutes = Math.min(lacking, Math.max(0, now() - seen.lookedMs) / minuteMs);
		return lateLines(lines) >= Math.max(1, hollowShare * linesPerMinute * minutes);
	};

	const heard = (): void => {
		const nowMs = now();
		lag = undefined;
		if (seen?.standingSinceMs !== undefined) {
			seen = {
				...seen, standingSinceMs: undefined, lookedMs: nowMs, lines: [],
			};
		} else if (seen && nowMs - seen.lookedMs >= afterwardsMs) {
			seen = undefined;
		}
	};

	return {
		look(answer, {reachedMs, unheard}, {usual, endMs}) {
			if (unheard.size === 0) {
				// An answer about older minutes says nothing of the newest.
				if (answer.some(({startMs, counts}) => counts && startMs + minuteMs === endMs)) {
					heard();
				}

				return nothing;
			}

			const nowMs = now();
			const linesPerMinute = [...usual.values()].reduce((sum, expected) => sum + expected.linesPerMinute, 0);
			const lines = new Map(answer.flatMap(({startMs, counts}) => counts ? [[startMs, sumOf(counts)] as const] : []));
			const isLate = isArriving(lines, linesPerMinute);
			const sinceMs = seen?.standingSinceMs;
			const standingSinceMs = sinceMs === undefined || isLate || nowMs < sinceMs ? nowMs : sinceMs;
			for (const [startMs, before] of seen?.lines ?? []) {
				// An answer that holds less is no reason to take the next one for late lines.
				lines.set(startMs, Math.max(before, lines.get(startMs) ?? 0));
			}

			const wereLate = isLate || (sinceMs !== undefined && (seen?.wereLate ?? false));
			seen = {
				reachedMs, standingSinceMs, lookedMs: nowMs, wereLate, lines: [...lines].toSorted(([a], [b]) => a - b).slice(-maxMinutes),
			};
			standingMs = Math.min(maxStandingMs, Math.max(minStandingMs, enoughLines / linesPerMinute * minuteMs));
			const minutes = Math.round((endMs - reachedMs) / minuteMs);
			const isSilent = minutes >= silentMinutes && nowMs - standingSinceMs >= (wereLate ? lateStandingMs : standingMs);
			lag = {minutes, state: isSilent ? 'silent' : (wereLate ? 'late' : 'unclear')};
			return isSilent ? nothing : unheard;
		},
		lag: () => lag,
		reachedMs: () => lag === undefined || lag.state === 'silent' ? undefined : seen?.reachedMs,
		lateFromMs: endMs => seen && Math.max(seen.reachedMs - Math.min(maxLagRereadMs, Math.max(0, endMs - seen.reachedMs)), endMs - maxRereadMs),
		unclearForMs: () => lag?.state === 'unclear' && lag.minutes >= silentMinutes && seen?.standingSinceMs !== undefined ? Math.max(0, standingMs - (now() - seen.standingSinceMs)) : undefined,
		save: () => seen,
	};
}

const sumOf = (counts: Counts): number => {
	let sum = 0;
	for (const count of counts.values()) {
		sum += isOdd(count) ? 0 : count.lines;
	}

	return sum;
};

/** What is said of lines that are not there yet. */
export function lagSentence({minutes, state}: Lag): string | undefined {
	switch (state) {
		case 'late': {
			return `Lines arrive ${minutes} min late; minutes are judged once complete.`;
		}

		case 'unclear': {
			return `No lines in the last ${minutes} min: late or silent, not known yet.`;
		}

		case 'silent': {
			return undefined;
		}
	}
}
