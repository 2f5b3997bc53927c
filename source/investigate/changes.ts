import type {LogEntry} from '../loki/types.js';
import {fieldsOf, type Field} from './fields.js';
import type {Change} from './types.js';

export type ChangesOptions = {
	/** Lines of the bad window, and as many as there are of the same sort before it. */
	readonly bad: readonly LogEntry[];
	readonly baseline: readonly LogEntry[];
	/** Lines in which a value may also be seen first. */
	readonly others: readonly LogEntry[];
	/** Labels that the selector fixes. */
	readonly ignored: ReadonlySet<string>;
};

type Tally = {readonly name: string; readonly value: string; bad: number; baseline: number; firstSeenMs: number};

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

/**
The lower end of the 95 % interval of the log odds ratio, in favour of the bad window; 0 says nothing.
Half a line is added to each count (Haldane 1956, Anscombe 1956), so that a zero is no infinity, and the width is Woolf's (1955):
few lines make it wide, so that small numbers score low.
*/
export const logOdds = (badWith: number, badLines: number, baselineWith: number, baselineLines: number): number => {
	const a = badWith + 0.5;
	const b = badLines - badWith + 0.5;
	const c = baselineWith + 0.5;
	const d = baselineLines - baselineWith + 0.5;
	return Math.log((a * d) / (b * c)) - (confidence * Math.sqrt((1 / a) + (1 / b) + (1 / c) + (1 / d)));
};

/** A field with another value in most of its lines is an id, whatever its name. */
const findIds = (tallies: Iterable<Tally>): ReadonlySet<string> => {
	const perName = new Map<string, {values: number; lines: number}>();
	for (const {name, bad} of tallies) {
		const seen = perName.get(name) ?? {values: 0, lines: 0};
		perName.set(name, {values: seen.values + (bad > 0 ? 1 : 0), lines: seen.lines + bad});
	}

	return new Set([...perName].filter(([, {values, lines}]) => values > Math.max(manyValues, lines / 2)).map(([name]) => name));
};

/** Labels and fields that are over-represented in the bad window, surest first: `version=1.42.0: 100 % of errors, 0 % before`. Nothing where no line was read before. */
export const findChanges = ({bad, baseline, others, ignored}: ChangesOptions): readonly Change[] => {
	if (bad.length === 0 || baseline.length === 0) {
		return [];
	}

	const tallies = new Map<string, Tally>();
	const tallyOf = ([name, value]: Field, isNewAllowed: boolean): Tally | undefined => {
		const key = `${name}=${value}`;
		if (!tallies.has(key) && isNewAllowed && tallies.size < maxPairs) {
			tallies.set(key, {
				name, value, bad: 0, baseline: 0, firstSeenMs: Infinity,
			});
		}

		return tallies.get(key);
	};

	const count = (entries: readonly LogEntry[], where: 'bad' | 'baseline' | undefined): void => {
		for (const entry of entries) {
			const found = Array.from(fieldsOf(entry, ignored), field => tallyOf(field, where === 'bad')).filter(tally => tally !== undefined);
			for (const tally of found) {
				tally.firstSeenMs = Math.min(tally.firstSeenMs, entry.timeMs);
				tally.bad += where === 'bad' ? 1 : 0;
				tally.baseline += where === 'baseline' ? 1 : 0;
			}
		}
	};

	count(bad, 'bad');
	count(baseline, 'baseline');
	count(others, undefined);
	const ids = findIds(tallies.values());
	return Array.from(tallies.values(), tally => tally)
		.filter(tally => !ids.has(tally.name) && tally.bad >= minBadLines)
		.map(tally => ({
			tally, badShare: tally.bad / bad.length, baselineShare: tally.baseline / baseline.length, score: logOdds(tally.bad, bad.length, tally.baseline, baseline.length),
		}))
		.filter(({badShare, baselineShare, score}) => badShare >= minBadShare && badShare - baselineShare >= minShareGrowth && score > minScore)
		.toSorted((a, b) => b.score - a.score || a.tally.name.localeCompare(b.tally.name))
		.slice(0, maxChanges)
		.map(({tally, badShare, baselineShare}) => ({
			name: tally.name, value: tally.value, badShare, baselineShare, badLines: tally.bad, baselineLines: tally.baseline, firstSeenMs: tally.firstSeenMs,
		}));
};
