import {estimateLines, type Estimate} from './estimate.js';
import type {Pattern, PatternMiner} from './types.js';

/** One pattern in one window. */
export type PatternSummary = {
	readonly pattern: Pattern;
	readonly sampledLines: number;
	readonly estimate: Estimate;
	/** Sampled lines in equal slices of the window, oldest first: the pattern's own sparkline. */
	readonly history: readonly number[];
};

export type SummariseOptions = {
	readonly miner: PatternMiner;
	readonly startMs: number;
	readonly endMs: number;
	/** Lines that Loki counted in the window. */
	readonly totalLines: number;
	readonly slices: number;
};

/** The patterns of the mined lines of a window, most frequent first. Lines of patterns that were evicted since count in the shares of the others. */
export function summarise(mined: ReadonlyArray<{readonly patternId: string; readonly timeMs: number}>, {miner, startMs, endMs, totalLines, slices}: SummariseOptions): readonly PatternSummary[] {
	const histories = new Map<string, number[]>();
	for (const {patternId, timeMs} of mined) {
		const id = miner.resolve(patternId);
		const history = histories.get(id) ?? Array.from({length: slices}, () => 0);
		histories.set(id, history);
		const slice = Math.floor((timeMs - startMs) / Math.max(1, endMs - startMs) * slices);
		history[Math.min(slices - 1, Math.max(0, slice))]!++;
	}

	return [...histories]
		.flatMap(([id, history]) => {
			const pattern = miner.pattern(id);
			const sampledLines = history.reduce((sum, lines) => sum + lines, 0);
			return pattern
				? [{
					pattern, sampledLines, history, estimate: estimateLines(sampledLines, mined.length, totalLines),
				}]
				: [];
		})
		.toSorted((a, b) => b.sampledLines - a.sampledLines);
}
