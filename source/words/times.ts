import {dayMs, hourMs, minuteMs} from '../detect/minute.js';

export type TimeOptions = {
	/** An IANA name; the terminal's own where it is not given. */
	readonly timeZone?: string | undefined;
	readonly withSeconds?: boolean;
};

const secondMs = 1000;
/** From here on the next smaller unit is noise. */
const secondsUntilMs = 10 * minuteMs;
const hoursUntilMs = 2 * dayMs;
/** The furthest moment that a Date can hold. */
const lastTimeMs = 8.64e15;

/** `88 ms`, `4 s`, `1 min 20 s`, `14 min`, `2 h 5 min`, `3 d 4 h`. What is not whole is cut off. */
export function formatDuration(durationMs: number): string {
	const ms = Number.isFinite(durationMs) ? Math.max(0, Math.floor(durationMs)) : 0;
	return ms > 0 && ms < secondMs ? `${ms} ms` : formatSeconds(ms);
}

/** Onsets are known to 10 s at best: closer ones have no order. */
export const sameTimeMs = 10_000;

/** How long after another one something broke: `+40 s`, `+1 min 30 s`, `at the same time` within 10 s. */
export function formatOffset(milliseconds: number): string {
	const ms = Number.isFinite(milliseconds) ? Math.max(0, Math.round(milliseconds / secondMs) * secondMs) : 0;
	return ms < sameTimeMs ? 'at the same time' : `+${formatDuration(ms)}`;
}

/** A range of whole minutes up to now: `last hour`, `last 15 min`, `last 6 h`. */
export const formatRange = (minutes: number): string => minutes * minuteMs === hourMs ? 'last hour' : `last ${formatDuration(minutes * minuteMs)}`;

/** How long ago: `4 s ago`. */
export function formatAge(ageMs: number): string {
	return `${formatSeconds(Number.isFinite(ageMs) ? Math.max(0, ageMs) : 0)} ago`;
}

/** The same in a column of 8: `-4s`, `-12m05s`, `-2h05m`, `-3d04h`; a moment ahead counts as now. */
export function formatShortAge(ageMs: number): string {
	const ms = Number.isFinite(ageMs) ? Math.max(0, ageMs) : 0;
	const two = (count: number): string => String(Math.floor(count)).padStart(2, '0');
	if (ms < minuteMs) {
		return `-${Math.floor(ms / secondMs)}s`;
	}

	if (ms < hourMs) {
		return `-${Math.floor(ms / minuteMs)}m${two(ms % minuteMs / secondMs)}s`;
	}

	return ms < hoursUntilMs ? `-${Math.floor(ms / hourMs)}h${two(ms % hourMs / minuteMs)}m` : `-${Math.floor(ms / dayMs)}d${two(ms % dayMs / hourMs)}h`;
}

function formatSeconds(ms: number): string {
	if (ms < minuteMs) {
		return `${Math.floor(ms / secondMs)} s`;
	}

	if (ms < hourMs) {
		return twoUnits(ms, [minuteMs, 'min'], ms < secondsUntilMs ? [secondMs, 's'] : undefined);
	}

	return ms < hoursUntilMs ? twoUnits(ms, [hourMs, 'h'], [minuteMs, 'min']) : twoUnits(ms, [dayMs, 'd'], [hourMs, 'h']);
}

type Unit = readonly [unitMs: number, name: string];

function twoUnits(ms: number, [largeMs, large]: Unit, small: Unit | undefined): string {
	const first = `${Math.floor(ms / largeMs)} ${large}`;
	if (small === undefined) {
		return first;
	}

	const rest = Math.floor((ms % largeMs) / small[0]);
	return rest === 0 ? first : `${first} ${rest} ${small[1]}`;
}

/** `03:01`, or `03:01:20`. Throws RangeError for a time zone that does not exist. */
export function formatTime(timeMs: number, {timeZone, withSeconds = false}: TimeOptions = {}): string {
	if (!isTime(timeMs)) {
		return withSeconds ? '--:--:--' : '--:--';
	}

	const {hour, minute, second} = timeParts(timeMs, timeZone);
	return withSeconds ? `${hour}:${minute}:${second}` : `${hour}:${minute}`;
}

/** `2026-03-01 03:01`, or with seconds. Throws RangeError for a time zone that does not exist. */
export function formatDateTime(timeMs: number, options: TimeOptions = {}): string {
	if (!isTime(timeMs)) {
		return `----------- ${formatTime(timeMs, options)}`;
	}

	const {year, month, day} = timeParts(timeMs, options.timeZone);
	return `${year}-${month}-${day} ${formatTime(timeMs, options)}`;
}

/** What the clocks of a zone call it at a moment: `UTC`, `CET`, `GMT+9`. Throws RangeError for a time zone that does not exist. */
export function zoneName(timeMs: number, timeZone?: string): string {
	const key = timeZone ?? '';
	const formatter = zoneFormatters.get(key) ?? new Intl.DateTimeFormat('en-GB', {timeZone, timeZoneName: 'short'});
	zoneFormatters.set(key, formatter);
	const name = isTime(timeMs) ? formatter.formatToParts(timeMs).find(({type}) => type === 'timeZoneName')?.value : undefined;
	return name ?? key;
}

const zoneFormatters = new Map<string, Intl.DateTimeFormat>();

function isTime(timeMs: number): boolean {
	return Math.abs(timeMs) <= lastTimeMs;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function timeParts(timeMs: number, timeZone: string | undefined): Record<string, string> {
	const key = timeZone ?? '';
	let formatter = formatters.get(key);
	if (formatter === undefined) {
		formatter = new Intl.DateTimeFormat('en-GB', {
			timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
		});
		formatters.set(key, formatter);
	}

	return Object.fromEntries(formatter.formatToParts(timeMs).map(({type, value}) => [type, value]));
}

/** When something is tried again: `retrying in 8 s`, and `retrying now` while it is. */
export function retryWords(retryAtMs: number, nowMs: number): string {
	const seconds = Math.ceil((retryAtMs - nowMs) / 1000);
	return seconds > 0 ? `retrying in ${seconds} s` : 'retrying now';
}
