import type {LogEntry, TimeRange} from '../../loki/types.js';
import {comparePatterns, type PatternChange, type PatternSample} from '../../patterns/changes.js';
import type {PatternMiner} from '../../patterns/types.js';
import type {Sample} from './mined-sample.js';

const maxChanges = 20;

export type PatternChangesOptions = {
	readonly bad: SampledWindow;
	readonly baseline: SampledWindow;
	readonly miner: PatternMiner;
	readonly patternIdOf: (entry: LogEntry) => string | undefined;
};

/** A sample, its window, and how many lines of its kind Loki counted there. */
export type SampledWindow = {
	readonly sample: Sample;
	readonly range: TimeRange;
	readonly totalLines: number;
};

/** Which patterns appeared, vanished, grew or shrank, surest first; by lines a minute of the whole, not of the samples. */
export const findPatternChanges = ({bad, baseline, miner, patternIdOf}: PatternChangesOptions): readonly PatternChange[] => {
	const tally = ({sample, range, totalLines}: SampledWindow): PatternSample => {
		const lines = new Map<string, number>();
		for (const entry of sample.entries) {
			const id = patternIdOf(entry);
			if (id !== undefined) {
				lines.set(id, (lines.get(id) ?? 0) + 1);
			}
		}

		return {
			patterns: [...lines].flatMap(([id, count]) => {
				const pattern = miner.pattern(id);
				return pattern
					? [{
						id, template: pattern.template, level: pattern.level, lines: count,
					}]
					: [];
			}),
			sampledLines: sample.entries.length,
			totalLines: Math.max(totalLines, sample.entries.length),
			durationMs: range.endMs - range.startMs,
		};
	};

	return comparePatterns(tally(baseline), tally(bad)).slice(0, maxChanges);
};
