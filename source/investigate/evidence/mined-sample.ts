import type {LogEntry, TimeRange} from '../../loki/types.js';
import {streamKey} from '../../loki/lines/stream-key.js';
import {joinLines} from '../../patterns/join-lines.js';
import {levelOfLabels} from '../../patterns/label-level.js';
import type {SeenPattern} from '../../patterns/seen-set.js';
import type {LogLevel, PatternMiner} from '../../patterns/types.js';
import type {EvidencePattern} from '../../facts/evidence.js';
import {minExpected, patternHistory, type CountedTime} from './pattern-history.js';

/** Lines of one question, and whether it asked for errors only: shares are only comparable within one kind. `isCut`: there are more lines than these. */
export type Sample = {readonly entries: readonly LogEntry[]; readonly isErrors: boolean; readonly isCut: boolean};

export type MinedEntry = {readonly entry: LogEntry; readonly level: LogLevel; readonly patternId: string};

const maxPatterns = 40;
const historySlices = 12;

/** Gives every entry its pattern, oldest first; a stack trace written line by line has the pattern of the line that it belongs to. A later merge may give the pattern another id. */
export const mineEntries = (entries: readonly LogEntry[], miner: PatternMiner): readonly MinedEntry[] => joinLines(entries, ({labels}) => streamKey(labels)).flatMap(event => {
	const {level, patternId} = miner.add(event.line, event.timeMs, levelOfLabels(event.lines[0]?.labels ?? {}));
	return event.lines.map(entry => ({entry, level, patternId}));
});

type Counts = {bad: number; badErrors: number; baseline: number; baselineErrors: number; times: number[]; errorTimes: number[]};

const emptyCounts = (): Counts => ({
	bad: 0, badErrors: 0, baseline: 0, baselineErrors: 0, times: [], errorTimes: [],
});

export type PatternsOptions = {
	readonly bad: readonly Sample[];
	readonly baseline: readonly Sample[];
	readonly range: TimeRange;
	/** What Loki counted in that time. */
	readonly counted: {readonly lines: readonly CountedTime[]; readonly errors: readonly CountedTime[]};
	readonly miner: PatternMiner;
	/** The pattern of each entry that was mined. */
	readonly patternIdOf: (entry: LogEntry) => string | undefined;
	readonly wasSeen?: ((pattern: SeenPattern) => boolean) | undefined;
	/** There were lines before the bad window. */
	readonly hasBaseline: boolean;
};

/**
The patterns of the bad window, largest share first, new ones before old ones of the same share.
A pattern that occurs among the errors has its share of the error sample, then and before; any other one of the sample of all lines.
*/
export const listPatterns = ({bad, baseline, range, counted, miner, patternIdOf, wasSeen, hasBaseline}: PatternsOptions): readonly EvidencePattern[] => {
	const counts = new Map<string, Counts>();
	const countOf = (id: string): Counts => {
		const count = counts.get(id) ?? emptyCounts();
		counts.set(id, count);
		return count;
	};

	const tally = (samples: readonly Sample[], add: (count: Counts, isErrors: boolean, entry: LogEntry) => void): void => {
		for (const {entries, isErrors} of samples) {
			for (const entry of entries) {
				add(countOf(patternIdOf(entry) ?? ''), isErrors, entry);
			}
		}
	};

	tally(bad, (count, isErrors, entry) => {
		count[isErrors ? 'badErrors' : 'bad']++;
		count[isErrors ? 'errorTimes' : 'times'].push(entry.timeMs);
	});
	tally(baseline, (count, isErrors) => {
		count[isErrors ? 'baselineErrors' : 'baseline']++;
	});

	const timesOf = (isErrors: boolean): readonly number[] => bad.filter(sample => sample.isErrors === isErrors).flatMap(({entries}) => entries.map(({timeMs}) => timeMs));
	const badTimes = {errors: timesOf(true), lines: timesOf(false)};
	const size = (samples: readonly Sample[], isErrors: boolean): number => samples.filter(sample => sample.isErrors === isErrors).reduce((sum, {entries}) => sum + entries.length, 0);
	const share = (part: number, whole: number): number => whole === 0 ? 0 : part / whole;
	return [...counts].flatMap(([id, count]): readonly EvidencePattern[] => {
		const pattern = miner.pattern(id);
		if (!pattern || count.bad + count.badErrors === 0) {
			return [];
		}

		const isErrors = count.badErrors > 0;
		const isWhole = baseline.filter(sample => sample.isErrors === isErrors).every(({isCut}) => !isCut);
		const badShare = share(isErrors ? count.badErrors : count.bad, size(bad, isErrors));
		const isMissed = isWhole || badShare * size(baseline, isErrors) >= minExpected;
		const before = isErrors ? share(count.baselineErrors, size(baseline, true)) : share(count.baseline, size(baseline, false));
		return [{
			id,
			template: pattern.template,
			level: pattern.level,
			sampledLines: isErrors ? count.badErrors : count.bad,
			share: badShare,
			isNew: hasBaseline && isMissed && count.baseline + count.baselineErrors === 0 && !(wasSeen?.(pattern) ?? false),
			baselineShare: hasBaseline ? before : undefined,
			history: patternHistory(isErrors ? count.errorTimes : count.times, {
				all: isErrors ? badTimes.errors : badTimes.lines, range, counts: isErrors ? counted.errors : counted.lines, slices: historySlices,
			}),
		}];
	}).toSorted((a, b) => b.share - a.share || Number(b.isNew) - Number(a.isNew)).slice(0, maxPatterns);
};
