import {minuteMs} from '../detect/minute.js';
import type {Pattern} from './types.js';

/** 95 %. */
const confidence = 1.96;
/** Half a line is added to each count (Haldane 1956), so that none is not an infinity. */
const half = 0.5;
/** A change must be at least a doubling or a halving even at the cautious end of its interval. */
const minScore = 1;

/** The patterns of one window's sample. */
export type PatternSample = {
	readonly patterns: ReadonlyArray<Pick<Pattern, 'id' | 'template' | 'level'> & {readonly lines: number}>;
	/** Lines of the sample, and of all that Loki counted in the window. */
	readonly sampledLines: number;
	readonly totalLines: number;
	readonly durationMs: number;
};

export type PatternChange = Pick<Pattern, 'id' | 'template' | 'level'> & {
	readonly type: 'appeared' | 'vanished' | 'grown' | 'shrunk';
	readonly baselineLines: number;
	readonly badLines: number;
	readonly baselinePerMinute: number;
	readonly badPerMinute: number;
	/** Doublings (or halvings) that are sure: the end of the 95 % interval that is nearer to no change. */
	readonly score: number;
};

/**
What differs between the patterns of a baseline and of a bad window, surest first.
Compares rates per minute of the whole, not of the samples. The score is the logarithm to base 2 of their ratio less its error
(Katz et al. 1978): with few lines the error is wide and the score low, so that small numbers cannot look like news.
*/
export function comparePatterns(baseline: PatternSample, bad: PatternSample): readonly PatternChange[] {
	if (baseline.sampledLines <= 0 || bad.sampledLines <= 0 || baseline.durationMs <= 0 || bad.durationMs <= 0) {
		return [];
	}

	const before = new Map(baseline.patterns.map(pattern => [pattern.id, pattern]));
	const after = new Map(bad.patterns.map(pattern => [pattern.id, pattern]));
	const changes: PatternChange[] = [];
	for (const [id, pattern] of new Map([...before, ...after])) {
		const baselineLines = before.get(id)?.lines ?? 0;
		const badLines = after.get(id)?.lines ?? 0;
		const doublings = Math.log2(rate(badLines + half, bad) / rate(baselineLines + half, baseline));
		const score = Math.abs(doublings) - (confidence * Math.sqrt(errorOf(badLines, bad) + errorOf(baselineLines, baseline)) / Math.LN2);
		if (score >= minScore) {
			changes.push({
				id,
				template: pattern.template,
				level: pattern.level,
				type: typeOf(doublings > 0, baselineLines, badLines),
				baselineLines,
				badLines,
				baselinePerMinute: rate(baselineLines, baseline),
				badPerMinute: rate(badLines, bad),
				score,
			});
		}
	}

	return changes.toSorted((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

/** Lines a minute of the whole that a number of sampled lines stands for. */
const rate = (lines: number, {sampledLines, totalLines, durationMs}: PatternSample): number =>
	lines / sampledLines * Math.max(totalLines, sampledLines) / (durationMs / minuteMs);

/** The variance of the logarithm of a share. */
const errorOf = (lines: number, {sampledLines}: PatternSample): number => (1 / (lines + half)) - (1 / (sampledLines + half));

function typeOf(isMore: boolean, baselineLines: number, badLines: number): PatternChange['type'] {
	if (isMore) {
		return baselineLines === 0 ? 'appeared' : 'grown';
	}

	return badLines === 0 ? 'vanished' : 'shrunk';
}
