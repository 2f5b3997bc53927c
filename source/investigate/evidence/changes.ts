import type {LogEntry} from '../../loki/types.js';
import type {Change} from '../../facts/evidence.js';
import {fieldsOf, type Field} from './fields.js';

/** Lines of the bad window and of the time before it, of one sort: errors, or the others. */
export type Compared = {
	readonly bad: readonly LogEntry[];
	readonly baseline: readonly LogEntry[];
};

export type ChangesOptions = Compared & {
	/**
	The same for the other sort of lines. What is typical of errors is no change where there are merely more of them:
	a value must be over-represented within each sort.
	*/
	readonly side?: Compared;
	/** Lines in which a value may also be seen first. */
	readonly others: readonly LogEntry[];
	/** Labels that the selector fixes. */
	readonly ignored: ReadonlySet<string>;
};

type Counts = {bad: number; baseline: number};
type Tally = {readonly name: string; readonly value: string; readonly main: Counts; readonly side: Counts; firstSeenMs: number};

const maxChanges = 20;
const maxPairs = 20_000;
const minBadLines = 4;
const minBadShare = 0.1;
const minShareGrowth = 0.1;
/** A lower bound of the odds ratio, as a logarithm: 2 to 1. */
const minScore = Math.log(2);
const manyValues = 10;
/** 95 %. */
const confidence = 1.96;

/** Of the lines of one sort, those with the value and all. */
export type Stratum = {readonly badWith: number; readonly badLines: number; readonly baselineWith: number; readonly baselineLines: number};

/** Log odds ratio of one sort of lines and its variance (Woolf 1955); half a line is added to each count (Haldane 1956, Anscombe 1956), so that a zero is no infinity. */
const woolf = ({badWith, badLines, baselineWith, baselineLines}: Stratum): {readonly logRatio: number; readonly weight: number} => {
	const a = badWith + 0.5;
	const b = badLines - badWith + 0.5;
	const c = baselineWith + 0.5;
	const d = baselineLines - baselineWith + 0.5;
	return {logRatio: Math.log((a * d) / (b * c)), weight: 1 / ((1 / a) + (1 / b) + (1 / c) + (1 / d))};
};

/**
The lower end of the 95 % interval of the log odds ratio, in favour of the bad window; 0 says nothing. Few lines make it wide, so that small numbers score low.
Several sorts of lines are pooled by the inverse of their variances, each compared with its own kind; a sort in which the value never occurs says nothing.
*/
export const logOdds = (...strata: readonly Stratum[]): number => {
	const telling = strata.filter(({badWith, baselineWith, badLines, baselineLines}) => badWith + baselineWith > 0 && badLines > 0 && baselineLines > 0).map(stratum => woolf(stratum));
	const weight = telling.reduce((sum, stratum) => sum + stratum.weight, 0);
	return weight === 0 ? 0 : (telling.reduce((sum, stratum) => sum + (stratum.weight * stratum.logRatio), 0) / weight) - (confidence / Math.sqrt(weight));
};

/** Share now by share before, smoothed. */
export const liftOf = ({badWith, badLines, baselineWith, baselineLines}: Stratum): number => ((badWith + 0.5) / (badLines + 1)) / ((baselineWith + 0.5) / (baselineLines + 1));

/** A field with another value in most of its lines is an id, whatever its name. */
const findIds = (tallies: Iterable<Tally>): ReadonlySet<string> => {
	const perName = new Map<string, {values: number; lines: number}>();
	for (const {name, main} of tallies) {
		const seen = perName.get(name) ?? {values: 0, lines: 0};
		perName.set(name, {values: seen.values + (main.bad > 0 ? 1 : 0), lines: seen.lines + main.bad});
	}

	return new Set([...perName].filter(([, {values, lines}]) => values > Math.max(manyValues, lines / 2)).map(([name]) => name));
};

const noLines: Compared = {bad: [], baseline: []};

/** Labels and fields that are over-represented in the bad window, surest first: `version=1.42.0: 100 % of errors, 0 % before`. Nothing where no line was read before. */
export const findChanges = ({bad, baseline, side = noLines, others, ignored}: ChangesOptions): readonly Change[] => {
	if (bad.length === 0 || baseline.length === 0) {
		return [];
	}

	const tallies = new Map<string, Tally>();
	const tallyOf = ([name, value]: Field, isNewAllowed: boolean): Tally | undefined => {
		const key = `${name}=${value}`;
		if (!tallies.has(key) && isNewAllowed && tallies.size < maxPairs) {
			tallies.set(key, {
				name, value, main: {bad: 0, baseline: 0}, side: {bad: 0, baseline: 0}, firstSeenMs: Infinity,
			});
		}

		return tallies.get(key);
	};

	const count = (entries: readonly LogEntry[], where?: readonly [sort: 'main' | 'side', window: keyof Counts]): void => {
		const isNewAllowed = entries === bad;
		for (const entry of entries) {
			const found = Array.from(fieldsOf(entry, ignored), field => tallyOf(field, isNewAllowed)).filter(tally => tally !== undefined);
			for (const tally of found) {
				tally.firstSeenMs = Math.min(tally.firstSeenMs, entry.timeMs);
				if (where) {
					tally[where[0]][where[1]]++;
				}
			}
		}
	};

	count(bad, ['main', 'bad']);
	count(baseline, ['main', 'baseline']);
	count(side.bad, ['side', 'bad']);
	count(side.baseline, ['side', 'baseline']);
	count(others);
	const ids = findIds(tallies.values());
	const strataOf = (tally: Tally): readonly [main: Stratum, side: Stratum] => [
		{
			badWith: tally.main.bad, badLines: bad.length, baselineWith: tally.main.baseline, baselineLines: baseline.length,
		},
		{
			badWith: tally.side.bad, badLines: side.bad.length, baselineWith: tally.side.baseline, baselineLines: side.baseline.length,
		},
	];
	return [...tallies.values()]
		.filter(tally => !ids.has(tally.name) && tally.main.bad >= minBadLines)
		.map(tally => ({
			tally, badShare: tally.main.bad / bad.length, baselineShare: tally.main.baseline / baseline.length, lift: liftOf(strataOf(tally)[0]), score: logOdds(...strataOf(tally)),
		}))
		.filter(({badShare, baselineShare, score}) => badShare >= minBadShare && badShare - baselineShare >= minShareGrowth && score > minScore)
		.toSorted((a, b) => b.score - a.score || a.tally.name.localeCompare(b.tally.name))
		.slice(0, maxChanges)
		.map(({tally: {name, value, main, firstSeenMs}, badShare, baselineShare, lift}) => ({
			name, value, badShare, baselineShare, badLines: main.bad, baselineLines: main.baseline, lift, firstSeenMs,
		}));
};
