import {isOdd, type Counts, type Merged} from '../../detect/merge-answer.js';
import {dayMinutes, minuteMs} from '../../detect/minute.js';
import type {Detector, Expectation, Minute} from '../../detect/types.js';

/** Minutes that were confirmed to be empty are remembered for so long: the detector forgets those in which the fleet was silent. */
const rememberedMs = dayMinutes * minuteMs;

/** What each service usually writes. */
export type Usual = ReadonlyMap<string, Expectation>;

export type EmptyMinutes = ReadonlyArray<readonly [startMs: number, counts: Counts]>;

/** What an answer is held against: what the detector knows, and what was read since it was fed. */
export type KnownCounts = {
	readonly at: (startMs: number) => Counts | undefined;
	/** What each service usually writes; while the detector knows none, what was read and this answer say on average. */
	readonly usual: (answer: readonly Minute[]) => Usual;
	/** Keeps what was believed of an answer; `hollow` are those of its minutes that show a silent fleet. */
	readonly remember: (believed: Merged, hollow: ReadonlySet<number>, endMs: number) => void;
	readonly drop: (minutes: readonly Minute[]) => void;
	/** The detector was fed. */
	readonly begin: () => void;
	readonly isConfirmedEmpty: (startMs: number) => boolean;
	/** Whether a minute since then was empty for certain. */
	readonly wasEmptySince: (sinceMs: number) => boolean;
	/** Minutes since then that were empty for certain, in which a service wrote nothing. */
	readonly emptyMinutesOf: (service: string, sinceMs: number) => number;
	readonly saveEmpty: () => EmptyMinutes;
};

export function createKnownCounts(detector: () => Pick<Detector, 'counts' | 'services' | 'expectation'>, saved: EmptyMinutes | undefined): KnownCounts {
	/** Minutes in which the fleet was silent for certain, with the few lines that there were. */
	const emptyMinutes = new Map(saved);
	/** Taken in this step; the detector may get it only at its end. */
	const fresh = new Map<number, Counts>();

	return {
		at: startMs => fresh.get(startMs) ?? detector().counts(startMs) ?? emptyMinutes.get(startMs),
		usual(answer) {
			const usual = new Map<string, Expectation>();
			for (const service of detector().services()) {
				const expectation = detector().expectation(service);
				if (expectation) {
					usual.set(service, expectation);
				}
			}

			return usual.size > 0 ? usual : averageOf([...fresh].map(([startMs, counts]) => ({startMs, counts})), answer);
		},
		remember({minutes, whole}, hollow, endMs) {
			for (const {startMs, counts} of minutes) {
				if (!counts || !whole.has(startMs)) {
					continue;
				}

				fresh.set(startMs, counts);
				emptyMinutes.delete(startMs);
				if (hollow.has(startMs)) {
					emptyMinutes.set(startMs, writersOf(counts));
				}
			}

			for (const startMs of emptyMinutes.keys()) {
				if (startMs < endMs - rememberedMs) {
					emptyMinutes.delete(startMs);
				}
			}
		},
		drop(minutes) {
			for (const {startMs} of minutes) {
				fresh.delete(startMs);
				emptyMinutes.delete(startMs);
			}
		},
		begin() {
			fresh.clear();
		},
		isConfirmedEmpty: startMs => emptyMinutes.has(startMs),
		wasEmptySince: sinceMs => [...emptyMinutes.keys()].some(startMs => startMs >= sinceMs),
		emptyMinutesOf: (service, sinceMs) => [...emptyMinutes].filter(([startMs, counts]) => startMs >= sinceMs && !counts.has(service)).length,
		saveEmpty: () => [...emptyMinutes],
	};
}

const hasLines = ({counts}: Minute): boolean => counts !== undefined && [...counts.values()].some(({lines}) => lines > 0);

const writersOf = (counts: Counts): Counts => new Map([...counts].filter(([, {lines}]) => lines > 0));

/** Lines a minute of each service, of a fleet of which nothing was learnt yet. Minutes at the end that no line has reached would make it look quieter than it is. */
function averageOf(...answers: ReadonlyArray<readonly Minute[]>): Usual {
	const lines = new Map<string, number>();
	let minutes = 0;
	for (const {counts} of answers.flatMap(answer => answer.slice(0, 1 + answer.findLastIndex(minute => hasLines(minute))))) {
		minutes += counts ? 1 : 0;
		for (const [service, count] of counts ?? []) {
			lines.set(service, (lines.get(service) ?? 0) + (isOdd(count) ? 0 : count.lines));
		}
	}

	return new Map(Array.from(lines, ([service, sum]) => [service, {errorsPerMinute: 0, errorsLimitPerMinute: Infinity, linesPerMinute: sum / minutes}]));
}
