import type {TimeRange} from '../../loki/types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {floorToMinute} from '../../loki/counts/windows.js';
import type {Json} from '../evidence/evidence-json.js';
import {ToolInputError} from './tool-errors.js';
import type {ToolContext} from './types.js';

/** A range as it was asked for, within what is sane: at most a day, and nothing of the future. */
export type ReadRange = TimeRange & {
	/** In words, where not all of it is looked at. */
	readonly clipped: string | undefined;
};

const maxRangeMs = 24 * hourMs;
const minRangeMs = 1000;
const unitsMs: Readonly<Record<string, number>> = {
	s: 1000, m: minuteMs, h: hourMs, d: 24 * hourMs,
};
const relativePattern = /^-\s?(\d{1,6})\s?([dhms])$/;
const isoPattern = /^(\d{4}-\d\d-\d\d)(?:[ t](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?))?\s?(z|[+-]\d\d:?\d\d)?$/i;
const example = 'use ISO 8601 such as 2026-01-05T02:58:00Z, or -30m, or now';

export const isoTime = (timeMs: number): string => new Date(timeMs).toISOString();

const readTime = (text: string, name: string, nowMs: number): number => {
	if (text.toLowerCase() === 'now') {
		return nowMs;
	}

	const [, amount, unit] = relativePattern.exec(text) ?? [];
	if (amount !== undefined && unit !== undefined) {
		return nowMs - (Number(amount) * (unitsMs[unit] ?? 0));
	}

	const [, date, time, zone] = isoPattern.exec(text) ?? [];
	const fixedZone = zone?.replace(/^([+-]\d\d)(?=\d\d$)/, '$1:').toUpperCase() ?? 'Z';
	const timeMs = date === undefined ? NaN : Date.parse(`${date}T${time ?? '00:00'}${fixedZone}`);
	if (!Number.isFinite(timeMs)) {
		throw new ToolInputError(`${name} is not a time: ${example}`);
	}

	return timeMs;
};

/** The range between two times as a model writes them. Throws ToolInputError where they are none, or end before they begin. */
export const readRange = (from: string, to: string, nowMs: number, names: readonly [string, string] = ['from', 'to']): ReadRange => {
	const askedStartMs = Math.floor(readTime(from, names[0], nowMs));
	const askedEndMs = Math.ceil(readTime(to, names[1], nowMs));
	if (askedStartMs >= nowMs) {
		throw new ToolInputError(`${names[0]} lies in the future: it is ${isoTime(nowMs)} now`);
	}

	if (askedEndMs <= askedStartMs) {
		throw new ToolInputError(`${names[0]} must be before ${names[1]}`);
	}

	const endMs = Math.min(Math.max(askedEndMs, askedStartMs + minRangeMs), nowMs);
	const startMs = Math.min(Math.max(askedStartMs, endMs - maxRangeMs), endMs - minRangeMs);
	const isCut = startMs > askedStartMs;
	return {startMs, endMs, clipped: isCut ? 'only the last 24 h of the range were looked at' : undefined};
};

/** The same where both ends may be left out: then it is the evidence's own window. */
export const readRangeOr = (from: string | undefined, to: string | undefined, {nowMs, window}: Pick<ToolContext, 'nowMs' | 'window'>): ReadRange => readRange(from ?? isoTime(Math.min(window.startMs, nowMs - minRangeMs)), to ?? (from === undefined ? isoTime(Math.min(window.endMs, nowMs)) : 'now'), nowMs);

/** `from` and `to` of an answer. */
export const rangeFields = ({startMs, endMs, clipped}: ReadRange): Readonly<Record<string, Json>> => ({from: isoTime(startMs), to: isoTime(endMs), clipped});

/** Whole minutes: `-30m` a few seconds later is the same question. */
export const rangeKey = ({startMs, endMs}: TimeRange): string => `${floorToMinute(startMs)}-${floorToMinute(endMs)}`;

/** `02:57-02:59` */
export const rangeWords = ({startMs, endMs}: TimeRange, clock: (timeMs: number) => string): string => `${clock(startMs)}-${clock(endMs)}`;
