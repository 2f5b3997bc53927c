import {minuteMs} from '../detect/minute.js';
import type {Minute, MinuteCounts} from '../detect/types.js';
import {advanceService, emptyService, type ServiceHistory} from './service-history.js';

/**
What was read of the last hours: the same window for every service, oldest minute first.
Values are never changed in place, so a screen may keep what it was given.
*/
export type History = {
	/** First millisecond of index 0. */
	readonly firstMinuteMs: number;
	readonly minutes: number;
	/** One flag a minute: was it read at all, for any service. */
	readonly isRead: Uint8Array;
	readonly services: ReadonlyMap<string, ServiceHistory>;
};

/** Services kept at most; the rest of a larger fleet is counted by Loki but not shown. */
export const maxServices = 10_000;

export const createHistory = (minutes: number, newestMinuteMs: number): History => ({
	firstMinuteMs: newestMinuteMs - ((minutes - 1) * minuteMs),
	minutes,
	isRead: new Uint8Array(minutes),
	services: new Map(),
});

/** The start of the history's last minute, in milliseconds. */
export const newestMinute = (history: History): number => history.firstMinuteMs + ((history.minutes - 1) * minuteMs);

/**
Puts minutes into the history, in any order: newer ones push the oldest out, known ones are corrected,
those before the window are dropped. A missing minute stays missing unless it was read before.
*/
export function mergeMinutes(history: History, minutes: readonly Minute[]): History {
	const answered = minutes.filter(minute => minute.counts !== undefined);
	let newest = newestMinute(history);
	for (const minute of minutes) {
		newest = Math.max(newest, minute.startMs);
	}

	const shift = Math.round((newest - newestMinute(history)) / minuteMs);
	const firstMinuteMs = history.firstMinuteMs + (shift * minuteMs);
	const indexed: Array<readonly [index: number, counts: ReadonlyMap<string, MinuteCounts>]> = [];
	for (const {startMs, counts} of answered) {
		const index = Math.round((startMs - firstMinuteMs) / minuteMs);
		if (index >= 0 && counts) {
			indexed.push([index, counts]);
		}
	}

	const isRead = shiftFlags(history.isRead, shift);
	for (const [index] of indexed) {
		isRead[index] = 1;
	}

	const services = new Map<string, ServiceHistory>();
	const changesOf = (name: string) => indexed.map(([index, counts]) => ({index, errors: counts.get(name)?.errors ?? 0, lines: counts.get(name)?.lines ?? 0}));
	for (const [name, before] of history.services) {
		services.set(name, advanceService(before, shift, changesOf(name)));
	}

	for (const [, counts] of indexed) {
		for (const name of counts.keys()) {
			if (!services.has(name) && services.size < maxServices) {
				services.set(name, advanceService(emptyService(isRead), 0, changesOf(name)));
			}
		}
	}

	return {
		firstMinuteMs, minutes: history.minutes, isRead, services,
	};
}

function shiftFlags(flags: Uint8Array, shift: number): Uint8Array {
	const shifted = new Uint8Array(flags.length);
	if (shift < flags.length) {
		shifted.set(flags.subarray(shift));
	}

	return shifted;
}

/** The history as minutes, oldest first, from the first one that was read to the last one: what is missing at the end is judged when it comes. What a detector is fed with. */
export function * replayMinutes(history: History): Iterable<Minute> {
	const first = history.isRead.indexOf(1);
	if (first === -1) {
		return;
	}

	const last = history.isRead.lastIndexOf(1);
	for (let index = first; index <= last; index++) {
		const startMs = history.firstMinuteMs + (index * minuteMs);
		if (history.isRead[index] === 0) {
			yield {startMs, counts: undefined};
			continue;
		}

		const counts = new Map<string, MinuteCounts>();
		for (const [name, {errors, lines}] of history.services) {
			const lineCount = lines[index] ?? 0;
			// A count that is not known is not zero.
			if (lineCount > 0 || Number.isNaN(lineCount)) {
				counts.set(name, {errors: errors[index] ?? 0, lines: lineCount});
			}
		}

		yield {startMs, counts};
	}
}

/** Counts of one service in one minute. */
export type KnownMinute = MinuteCounts & {readonly startMs: number};

/** What is known of a service from the start of a range on, without a gap, up to its end at most: empty where its first minute is not known. */
export function knownMinutes(history: History, service: string, {startMs, endMs}: {readonly startMs: number; readonly endMs: number}): readonly KnownMinute[] {
	const known: KnownMinute[] = [];
	const counts = history.services.get(service);
	if (!counts) {
		return known;
	}

	const from = Math.floor((startMs - history.firstMinuteMs) / minuteMs);
	const to = Math.floor((endMs - history.firstMinuteMs) / minuteMs);
	for (let index = from; index < to; index++) {
		const lines = counts.lines[index] ?? NaN;
		if (history.isRead[index] !== 1 || Number.isNaN(lines)) {
			break;
		}

		known.push({startMs: history.firstMinuteMs + (index * minuteMs), lines, errors: counts.errors[index] ?? 0});
	}

	return known;
}

/** Hours of the window that hold at least one read minute, and how many there are. */
export function coverage(history: History): {readonly hours: number; readonly ofHours: number} {
	let read = 0;
	for (const flag of history.isRead) {
		read += flag;
	}

	return {hours: Math.min(history.minutes / 60, Math.ceil(read / 60)), ofHours: Math.round(history.minutes / 60)};
}

/** Lines of a service in the minutes that a time range touches, by Loki's counts; minutes that were not read count as none. */
export function countLines(history: History, service: string, {startMs, endMs}: {readonly startMs: number; readonly endMs: number}): number {
	const from = Math.max(0, Math.floor((startMs - history.firstMinuteMs) / minuteMs));
	const to = Math.max(from, Math.ceil((endMs - history.firstMinuteMs) / minuteMs));
	let sum = 0;
	for (const lines of history.services.get(service)?.lines.subarray(from, to) ?? []) {
		sum += Number.isNaN(lines) ? 0 : lines;
	}

	return sum;
}
