import {minuteOf} from './minute.js';
import {isUnpacked, pack} from './pack.js';
import {isMinute, isRecord} from './saved.js';
import type {Minute, MinuteCounts} from './types.js';

/** Minutes kept at full resolution: a power of two beyond one day, so that a minute's place is a bit mask. */
export const ringMinutes = 2048;
const ringMask = ringMinutes - 1;

/** What is older than this is of no use. */
const longestMinutes = 7 * 24 * 60;

/** More services than this are not followed: memory stays bounded. */
export const maxServices = 5000;

/** So many minutes in a row from before the ring mean that the clock was set back: begin again there. */
const strayMinutesBeforeRestart = 5;

/** Where a numbered minute lies in a ring. */
export const slotOf = (minute: number): number => minute & ringMask;

/** The minutes of one service. NaN is a minute of which nothing is known. */
export type ServiceSeries = {
	readonly name: string;
	/** The first minute in which it wrote a line, as far as is known. */
	firstMinute: number;
	/** The newest minute in which it wrote a line. */
	lastMinute: number;
	readonly lines: Float32Array;
	readonly errors: Float32Array;
};

/** What became of a minute: 'advanced' where it is the newest so far, 'corrected' where an older one was filled in or put right. */
export type Taken =
	| {readonly type: 'advanced'; readonly minute: number; readonly skippedFrom: number}
	| {readonly type: 'corrected'; readonly minute: number; readonly changed: readonly ServiceSeries[]}
	/** From before the ring, but of the last seven days. */
	| {readonly type: 'old'; readonly minute: number}
	| {readonly type: 'ignored'};

export type History = {
	readonly take: (minute: Minute) => Taken;
	/** Makes an answered minute a missing one. */
	readonly forget: (minute: number) => void;
	readonly services: ReadonlyMap<string, ServiceSeries>;
	/** Number of the newest minute taken; undefined before the first. */
	readonly newest: () => number | undefined;
	/** Whether Loki answered for this minute. */
	readonly isAnswered: (minute: number) => boolean;
	/** Answered minutes among the newest `minutes`. */
	readonly answeredAmong: (minutes: number) => number;
	readonly save: () => unknown;
	/** Takes over what `save` gave; false, and empty, where that is damaged. */
	readonly restore: (saved: unknown) => boolean;
};

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < Number.MAX_SAFE_INTEGER;

/** Odd counts (negative, NaN, not a number) are unknown, and errors are lines too. */
const saneCounts = (counts: MinuteCounts | undefined): readonly [lines: number, errors: number] => {
	if (counts === undefined) {
		return [0, 0];
	}

	return !isCount(counts.lines) || !isCount(counts.errors) ? [NaN, NaN] : [Math.max(counts.lines, counts.errors), counts.errors];
};

const createSeries = (name: string, minute: number): ServiceSeries => ({
	name,
	firstMinute: minute,
	lastMinute: minute,
	lines: new Float32Array(ringMinutes).fill(NaN),
	errors: new Float32Array(ringMinutes).fill(NaN),
});

const areServicesRestored = (saved: unknown, services: Map<string, ServiceSeries>): boolean => {
	if (!Array.isArray(saved) || saved.length > maxServices) {
		return false;
	}

	for (const entry of saved as unknown[]) {
		if (!isRecord(entry) || typeof entry.name !== 'string' || !isMinute(entry.firstMinute) || !isMinute(entry.lastMinute)) {
			return false;
		}

		const series = createSeries(entry.name, entry.firstMinute);
		series.lastMinute = entry.lastMinute;
		if (typeof entry.lines !== 'string' || typeof entry.errors !== 'string' || !isUnpacked(entry.lines, series.lines) || !isUnpacked(entry.errors, series.errors)) {
			return false;
		}

		services.set(series.name, series);
	}

	return true;
};

/** The last day and a half of every service at one-minute resolution, and which of these minutes are known. */
export const createHistory = (): History => {
	const services = new Map<string, ServiceSeries>();
	/** 1 where Loki answered for the minute. */
	const answered = new Float32Array(ringMinutes);
	let newest: number | undefined;
	let strayMinutes = 0;
	let lastStray = 0;

	const restartAt = (minute: number): void => {
		services.clear();
		answered.fill(0);
		newest = minute - 1;
	};

	const advanceTo = (minute: number): void => {
		const from = Math.max(newest === undefined ? minute : newest + 1, minute - ringMinutes + 1);
		for (let skipped = from; skipped <= minute; skipped++) {
			answered[slotOf(skipped)] = 0;
		}

		for (const series of services.values()) {
			for (let skipped = from; skipped <= minute; skipped++) {
				series.lines[slotOf(skipped)] = NaN;
				series.errors[slotOf(skipped)] = NaN;
			}
		}

		newest = minute;
	};

	/** A service is silent, not unknown, in the answered minutes after its first line. */
	const knowFrom = (series: ServiceSeries, minute: number): void => {
		for (let later = minute; later < series.firstMinute; later++) {
			const slot = slotOf(later);
			const known = answered[slot] === 1 ? 0 : NaN;
			series.lines[slot] = known;
			series.errors[slot] = known;
		}

		series.firstMinute = minute;
	};

	/** Forgets services that have written nothing for as long as the ring reaches. */
	const forgetGoneServices = (minute: number): void => {
		const gone = Array.from(services.values(), series => series.lastMinute < minute - ringMinutes ? series.name : undefined);
		for (const name of gone) {
			if (name !== undefined) {
				services.delete(name);
			}
		}
	};

	const addNewServices = (minute: number, counts: ReadonlyMap<string, MinuteCounts>): void => {
		for (const [name, {lines}] of counts) {
			if (services.has(name) || !(lines > 0)) {
				continue;
			}

			if (services.size >= maxServices) {
				forgetGoneServices(minute);
			}

			if (services.size >= maxServices) {
				return;
			}

			services.set(name, createSeries(name, minute));
		}
	};

	/** Writes a minute and gives the services of which it now says something else. */
	const write = (minute: number, counts: ReadonlyMap<string, MinuteCounts>): ServiceSeries[] => {
		const changed: ServiceSeries[] = [];
		const slot = slotOf(minute);
		answered[slot] = 1;
		addNewServices(minute, counts);
		for (const series of services.values()) {
			const [lines, errors] = saneCounts(counts.get(series.name));
			if (lines > 0) {
				if (minute < series.firstMinute) {
					knowFrom(series, minute);
				}

				series.lastMinute = Math.max(series.lastMinute, minute);
			}

			if (!(minute >= series.firstMinute)) {
				continue;
			}

			if (!Object.is(series.lines[slot], Math.fround(lines)) || !Object.is(series.errors[slot], Math.fround(errors))) {
				changed.push(series);
			}

			series.lines[slot] = lines;
			series.errors[slot] = errors;
		}

		return changed;
	};

	/** Whether a minute from long ago tells that the clock was set back. */
	const isClockSetBack = (minute: number): boolean => {
		strayMinutes = minute === lastStray + 1 ? strayMinutes + 1 : 1;
		lastStray = minute;
		return strayMinutes >= strayMinutesBeforeRestart;
	};

	return {
		services,
		take({startMs, counts}) {
			const minute = minuteOf(startMs);
			if (!Number.isSafeInteger(minute)) {
				return {type: 'ignored'};
			}

			if (newest !== undefined && minute <= newest - ringMinutes) {
				if (minute > newest - longestMinutes) {
					return {type: 'old', minute};
				}

				if (!isClockSetBack(minute)) {
					return {type: 'ignored'};
				}

				restartAt(minute);
			}

			if (newest !== undefined && minute <= newest) {
				// A failed re-read does not undo what an earlier poll knew.
				return {type: 'corrected', minute, changed: counts === undefined ? [] : write(minute, counts)};
			}

			const skippedFrom = newest === undefined ? minute : newest + 1;
			advanceTo(minute);
			if (counts !== undefined) {
				write(minute, counts);
			}

			return {type: 'advanced', minute, skippedFrom};
		},
		forget(minute) {
			answered[slotOf(minute)] = 0;
			for (const series of services.values()) {
				series.lines[slotOf(minute)] = NaN;
				series.errors[slotOf(minute)] = NaN;
			}
		},
		newest: () => newest,
		isAnswered: minute => newest !== undefined && minute <= newest && minute > newest - ringMinutes && answered[slotOf(minute)] === 1,
		answeredAmong(minutes) {
			if (newest === undefined) {
				return 0;
			}

			let count = 0;
			for (let minute = newest; minute > newest - Math.min(minutes, ringMinutes); minute--) {
				count += answered[slotOf(minute)] ?? 0;
			}

			return count;
		},
		save: () => ({
			newest,
			answered: pack(answered),
			services: Array.from(services.values(), ({name, firstMinute, lastMinute, lines, errors}) => ({
				name, firstMinute, lastMinute, lines: pack(lines), errors: pack(errors),
			})),
		}),
		restore(saved) {
			if (isRecord(saved) && areServicesRestored(saved.services, services) && typeof saved.answered === 'string' && isUnpacked(saved.answered, answered) && isMinute(saved.newest)) {
				newest = saved.newest;
				return true;
			}

			services.clear();
			answered.fill(0);
			newest = undefined;
			return false;
		},
	};
};
