/** Of the normal distribution: 95 % lie within so many standard deviations. */
const deviations = 1.96;
/** Added to each count, so that none is nothing (Agresti 1999, on the odds ratio). */
const half = 0.5;

/**
How surely, and by how much, a share changed: the cautious end of the 95 % interval of the logarithm of the ratio of two shares (Katz et al. 1978), in doublings.
`hits` of `all` now against `hitsBefore` of `allBefore`. Positive where it grew, negative where it fell, 0 where chance explains it.
*/
export function shareScore(hits: number, all: number, hitsBefore: number, allBefore: number): number {
	if (!(all > 0) || !(allBefore > 0)) {
		return 0;
	}

	const ratio = Math.log2(((hits + half) / (all + half)) / ((hitsBefore + half) / (allBefore + half)));
	const variance = (1 / (hits + half)) - (1 / (all + half)) + (1 / (hitsBefore + half)) - (1 / (allBefore + half));
	const width = deviations * Math.sqrt(Math.max(0, variance)) / Math.LN2;
	return Math.abs(ratio) <= width ? 0 : Math.sign(ratio) * (Math.abs(ratio) - width);
}
