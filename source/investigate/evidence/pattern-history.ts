import type {TimeRange} from '../../loki/types.js';

/** Lines that Loki counted from a time until another one. */
export type CountedTime = TimeRange & {readonly count: number};

export type PatternHistoryOptions = {
	/** The times of all lines of the sample that the pattern was found in. */
	readonly all: readonly number[];
	readonly range: TimeRange;
	/** Of the same kind as the sample, errors or all lines; without the minutes that were not read. */
	readonly counts: readonly CountedTime[];
	readonly slices: number;
};

/** A pattern of an unchanged rate is missing from a sample in which three of it are expected once in twenty times (Poisson, e^-3). */
export const minExpected = 3;

/**
Lines of one pattern in equal slices of a window, oldest first: its share of what was sampled in the slice, of what Loki counted there.
Undefined where that is not known: nothing was sampled though there were lines, or too little to miss the pattern in.
*/
export function patternHistory(times: readonly number[], {all, range, counts, slices}: PatternHistoryOptions): ReadonlyArray<number | undefined> {
	const sliceMs = (range.endMs - range.startMs) / slices;
	const own = tally(times, range, slices);
	const sampled = tally(all, range, slices);
	const share = times.length / Math.max(1, all.length);
	return sampled.map((read, index) => {
		const startMs = range.startMs + (index * sliceMs);
		const counted = countIn({startMs, endMs: startMs + sliceMs}, counts);
		if (counted === undefined || counted === 0) {
			return counted;
		}

		const lines = own[index]!;
		const isTelling = lines > 0 || read >= counted || share * read >= minExpected;
		return read > 0 && isTelling ? lines / read * counted : undefined;
	});
}

function tally(times: readonly number[], {startMs, endMs}: TimeRange, slices: number): readonly number[] {
	const tallied = Array.from({length: slices}, () => 0);
	for (const timeMs of times) {
		tallied[Math.min(slices - 1, Math.max(0, Math.floor((timeMs - startMs) / (endMs - startMs) * slices)))]!++;
	}

	return tallied;
}

/** What was counted in a slice, minutes in part where they are in it in part; undefined where less than half of it was read. */
function countIn({startMs, endMs}: TimeRange, counts: readonly CountedTime[]): number | undefined {
	let lines = 0;
	let coveredMs = 0;
	for (const counted of counts) {
		const overlapMs = Math.max(0, Math.min(endMs, counted.endMs) - Math.max(startMs, counted.startMs));
		lines += overlapMs === 0 ? 0 : counted.count * overlapMs / (counted.endMs - counted.startMs);
		coveredMs += overlapMs;
	}

	return coveredMs < (endMs - startMs) / 2 ? undefined : lines * (endMs - startMs) / coveredMs;
}
