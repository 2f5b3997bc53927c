import {dayMs, hourMs, minuteMs} from '../detect/minute.js';
import {formatDateTime} from './times.js';

const unitMs: Readonly<Record<string, number>> = {
	s: 1000, m: minuteMs, min: minuteMs, h: hourMs, d: dayMs,
};

export type ReadTimeOptions = {
	readonly nowMs: number;
	/** An IANA name; this machine's own zone where it is not given. */
	readonly timeZone?: string | undefined;
};

/**
The moment, in milliseconds since the epoch, that somebody types: `now`, `02:26`, `02:26:10`, `2026-11-23 02:26` (or with `T`, or a `Z` for UTC), `-15m`, `-2h`.
A time of day is the last one that there was. Undefined where it is none, or lies ahead.
*/
export function readTime(text: string, {nowMs, timeZone}: ReadTimeOptions): number | undefined {
	const typed = text.trim();
	if (typed === 'now') {
		return nowMs;
	}

	const [, count = '', unit = ''] = /^-\s?(\d{1,6})\s?(min|[dhms])$/.exec(typed) ?? [];
	if (unit !== '') {
		return nowMs - (Number(count) * unitMs[unit]!);
	}

	const [, date, time, seconds = '00', zone] = /^(?:(\d{4}-\d\d-\d\d)[ T])?(\d?\d:\d\d)(?::(\d\d))?(Z)?$/.exec(typed) ?? [];
	if (time === undefined) {
		return undefined;
	}

	const ownZone = zone === 'Z' ? 'UTC' : timeZone;
	const on = (day: string): number | undefined => momentOf(Date.parse(`${day}T${time.padStart(5, '0')}:${seconds}Z`), ownZone);
	const moment = on(date ?? dayOf(nowMs, ownZone));
	const last = moment !== undefined && moment > nowMs && date === undefined ? on(dayOf(nowMs - dayMs, ownZone)) : moment;
	return last !== undefined && last <= nowMs ? last : undefined;
}

const dayOf = (timeMs: number, timeZone: string | undefined): string => formatDateTime(timeMs, {timeZone}).slice(0, 10);

/** What the clocks of a zone show at a moment, as if they showed UTC. */
const shownAt = (timeMs: number, timeZone: string | undefined): number => Date.parse(`${formatDateTime(timeMs, {timeZone, withSeconds: true}).replace(' ', 'T')}Z`);

/** The moment at which the clocks of a zone show a time, written as if it were UTC. Asked twice: the first guess may lie beyond a change of the clocks. */
function momentOf(shownMs: number, timeZone: string | undefined): number | undefined {
	if (Number.isNaN(shownMs)) {
		return undefined;
	}

	const guess = shownMs - (shownAt(shownMs, timeZone) - shownMs);
	return guess + (shownMs - shownAt(guess, timeZone));
}
