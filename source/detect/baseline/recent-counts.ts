import {minuteOf} from '../minute.js';
import {isUnpacked, packAs, type Packing} from '../pack.js';
import {isMinute, isRecord} from '../saved.js';
import type {Minute, MinuteCounts} from '../types.js';
import {
	areSeriesRestored,
	createSeries,
	maxServices,
	ringMinutes,
	saneCounts,
	saveSeries,
	type ServiceSeries,
	slotOf,
} from './series.js';

/** What is older than this is of no use. */
const longestMinutes = 7 * 24 * 60;

/** So many minutes in a row from before the ring mean that the clock was set back: begin again there. */
const strayMinutesBeforeRestart = 5;

/** What became of a minute: 'advanced' where it is the newest so far, 'corrected' where an older one was filled in or put right. */
export type Taken =
	| {readonly type: 'advanced'; readonly minute: number; readonly skippedFrom: number}
	| {readonly type: 'corrected'; readonly minute: number; readonly changed: readonly ServiceSeries[]}
	/** From before the ring, but of the last seven days. */
	| {readonly type: 'old'; readonly minute: number}
	| {readonly type: 'ignored'};

export type RecentCounts = {
	readonly take: (minute: Minute) => Taken;
	/** Makes an answered minute a missing one. */
	readonly forget: (minute: number) => void;
	readonly services: ReadonlyMap<string, ServiceSeries>;
	/** Number of the newest minute taken; undefined before the first. */
	readonly newest: () => number | undefined;
	/** Whether Loki answered for this minute. */
	readonly isAnswered: (minute: number) => boolean;
	/** What is known of a minute, as a detector tells it. */
	readonly counts: (startMs: number) => ReadonlyMap<string, MinuteCounts> | undefined;
	/** Answered minutes among the newest `minutes`. */
	readonly answeredAmong: (minutes: number) => number;
	readonly save: (packing?: Packing) => unknown;
	/** Takes over what `save` gave; false, and empty, where that is damaged. */
	readonly restore: (saved: unknown) => boolean;
};

/** The last day and a half of every service at one-minute resolution, and which of these minutes are known. */
export const createRecentCounts = (): RecentCounts => {
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

	const isAnswered = (minute: number): boolean => newest !== undefined && minute <= newest && minute > newest - ringMinutes && answered[slotOf(minute)] === 1;

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
		isAnswered,
		counts(startMs) {
			const minute = minuteOf(startMs);
			if (!isAnswered(minute)) {
				return undefined;
			}

			const counts = new Map<string, MinuteCounts>();
			const slot = slotOf(minute);
			for (const {name, lines, errors} of services.values()) {
				const count = lines[slot]!;
				if (!Number.isNaN(count)) {
					counts.set(name, {lines: count, errors: errors[slot]!});
				}
			}

			return counts;
		},
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
		save: (packing = 'text') => ({
			newest,
			answered: packAs(packing)(answered),
			services: Array.from(services.values(), series => saveSeries(series, packing)),
		}),
		restore(saved) {
			if (isRecord(saved) && areSeriesRestored(saved.services, services) && isUnpacked(saved.answered, answered) && isMinute(saved.newest)) {
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
