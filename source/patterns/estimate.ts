/** The normal distribution's bound for 95 %. */
const confidence = 1.96;

/** What a sample says of all the lines that it was taken from. */
export type Estimate = {
	/** Part of the sample, 0 to 1. */
	readonly share: number;
	/** Lines of the whole. */
	readonly lines: number;
	/** The whole has between these with 95 % confidence. */
	readonly lowLines: number;
	readonly highLines: number;
};

/**
Scales `part` of a sample of `sampledLines` to Loki's count of `totalLines`.
The interval is Wilson's (1927), which holds for few lines and for shares near 0 and 1. A sample of everything is exact.
*/
export function estimateLines(part: number, sampledLines: number, totalLines: number): Estimate {
	if (sampledLines <= 0) {
		return {
			share: 0, lines: 0, lowLines: 0, highLines: Math.max(0, totalLines),
		};
	}

	const share = Math.min(1, Math.max(0, part / sampledLines));
	if (sampledLines >= totalLines) {
		return {
			share, lines: part, lowLines: part, highLines: part,
		};
	}

	const square = confidence ** 2;
	const centre = (share + (square / (2 * sampledLines))) / (1 + (square / sampledLines));
	const spread = confidence * Math.sqrt((share * (1 - share) / sampledLines) + (square / (4 * (sampledLines ** 2)))) / (1 + (square / sampledLines));
	return {
		share,
		lines: Math.round(share * totalLines),
		// What is in the sample is in the whole.
		lowLines: Math.max(part, Math.round((centre - spread) * totalLines)),
		highLines: Math.min(totalLines, Math.round((centre + spread) * totalLines)),
	};
}
