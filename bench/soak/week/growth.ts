// Whether what was measured again and again grows.
const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;

/** Of what is counted, and of what is measured in megabytes, so much more at the end than at the beginning is no growth. */
export type Tolerance = {readonly most: number; readonly share: number};

export type Growth = {
	/** By the hour: the median of the slopes between all pairs of samples (Theil and Sen), which single samples cannot bend. */
	readonly perHour: number;
	/** Medians of the first and of the last third. */
	readonly first: number;
	readonly last: number;
	readonly isFlat: boolean;
};

/** How samples taken once an hour grow. They are flat where the last third is not above the first one by more than what is tolerated. */
export function growthOf(samples: ReadonlyArray<readonly [hour: number, value: number]>, {most, share}: Tolerance): Growth {
	const slopes: number[] = [];
	for (const [index, [hour, value]] of samples.entries()) {
		for (const [laterHour, laterValue] of samples.slice(index + 1)) {
			slopes.push((laterValue - value) / (laterHour - hour));
		}
	}

	const third = Math.max(1, Math.floor(samples.length / 3));
	const values = samples.map(([, value]) => value);
	const first = median(values.slice(0, third));
	const last = median(values.slice(-third));
	return {
		perHour: slopes.length === 0 ? 0 : median(slopes), first, last, isFlat: last - first <= Math.max(most, first * share),
	};
}
