import {minuteMs} from './minute.js';
import type {Counts} from './merge-answer.js';
import type {Expectation, Minute} from './types.js';

/** A minute of the fleet with this share of its usual lines or less is hollow. */
export const hollowShare = 0.1;
/** Hollow minutes in a row are doubted where so many lines were to be expected in them: a fleet that hardly writes is quiet now and then. */
const minExpected = 10;
/** A service that usually writes so many lines a minute would be heard. */
export const talkativeLines = 3;
const minTalkative = 5;
/** A minute is hollow too where more than this share of the talkative ones is silent: less than what the detector takes as the silence of the fleet. */
const silentShare = 1 / 3;

export type UsualLines = ReadonlyMap<string, Pick<Expectation, 'linesPerMinute'>>;

/** What a minute holds of what is usual. */
export type Sums = {
	readonly lines: number;
	readonly expected: number;
	/** Services that would be heard; of them, those without a line, and those whose count is no number. */
	readonly talkative: number;
	readonly silent: number;
	readonly unread: number;
};

/** Holds a minute against what is usual. */
export const sumsOf = (counts: Counts, usual: UsualLines): Sums => {
	let lines = 0;
	let expected = 0;
	let talkative = 0;
	let silent = 0;
	let unread = 0;
	for (const [service, {linesPerMinute}] of usual) {
		const count = counts.get(service)?.lines ?? 0;
		lines += Number.isNaN(count) ? 0 : count;
		expected += linesPerMinute;
		const isTalkative = linesPerMinute >= talkativeLines;
		talkative += isTalkative ? 1 : 0;
		silent += isTalkative && count === 0 ? 1 : 0;
		unread += isTalkative && Number.isNaN(count) ? 1 : 0;
	}

	return {
		lines, expected, talkative, silent, unread,
	};
};

/** Whether next to nothing of what is usual was written in a minute. */
export const isHollow = (counts: Counts, usual: UsualLines): boolean => {
	const {lines, expected, talkative, silent} = sumsOf(counts, usual);
	return (expected > 0 && lines <= hollowShare * expected) || (talkative >= minTalkative && silent > silentShare * talkative);
};

/** The first milliseconds of the minutes in which the fleet as a whole is so quiet that a broken answer, or late lines, are likelier than silence. */
export const hollowMinutes = (minutes: readonly Minute[], usual: UsualLines): readonly number[] => hollowRuns(minutes, usual).flat();

/** The same, each run of minutes that follow each other by itself. */
export const hollowRuns = (minutes: readonly Minute[], usual: UsualLines): ReadonlyArray<readonly number[]> => {
	let expected = 0;
	for (const {linesPerMinute} of usual.values()) {
		expected += linesPerMinute;
	}

	const runs: number[][] = [];
	for (const {startMs, counts} of minutes) {
		if (!counts || !isHollow(counts, usual)) {
			continue;
		}

		const last = runs.at(-1);
		if (last?.at(-1) === startMs - minuteMs) {
			last.push(startMs);
		} else {
			runs.push([startMs]);
		}
	}

	return runs.filter(run => run.length * expected >= minExpected);
};
