import {formatDateTime, formatTime, zoneName} from './times.js';

/** For whom words are made: in which zone the clock times are, and whether each names it. */
export type Reader = {
	/** An IANA name; the terminal's own where undefined. */
	readonly timeZone: string | undefined;
	/** For what is read on its own: each time names its zone. A screen or a page names it once. */
	readonly isZoneNamed?: boolean;
	/** When it is read, for what is kept: a time of another day is said with its day. */
	readonly nowMs?: number;
};

const halfDayMs = 12 * 3_600_000;

/** Whoever reads an alert, a machine's output or a prompt may be anywhere: UTC, and each time says so. */
export const anywhere: Reader = {timeZone: 'UTC', isZoneNamed: true};

/** `02:58`, `02:58 UTC`, `2026-11-22 02:58 UTC`, and `02:58:10` where seconds are known. */
export function formatMoment(timeMs: number, {timeZone, isZoneNamed = false, nowMs, withSeconds = false}: Reader & {readonly withSeconds?: boolean}): string {
	const format = nowMs !== undefined && nowMs - timeMs > halfDayMs ? formatDateTime : formatTime;
	return `${format(timeMs, {timeZone, withSeconds})}${isZoneNamed ? ` ${zoneName(timeMs, timeZone)}` : ''}`;
}
