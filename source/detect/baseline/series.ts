import {isUnpacked, packAs, type Packing} from '../pack.js';
import {isMinute, isRecord} from '../saved.js';
import type {MinuteCounts} from '../types.js';

/** Minutes kept at full resolution: a power of two beyond one day, so that a minute's place is a bit mask. */
export const ringMinutes = 2048;
const ringMask = ringMinutes - 1;

/** Where a numbered minute lies in a ring. */
export const slotOf = (minute: number): number => minute & ringMask;

/** More services than this are not followed: memory stays bounded. */
export const maxServices = 5000;

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

const isCount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < Number.MAX_SAFE_INTEGER;

/** Odd counts (negative, NaN, not a number) are unknown, and errors are lines too. */
export const saneCounts = (counts: MinuteCounts | undefined): readonly [lines: number, errors: number] => {
	if (counts === undefined) {
		return [0, 0];
	}

	return !isCount(counts.lines) || !isCount(counts.errors) ? [NaN, NaN] : [Math.max(counts.lines, counts.errors), counts.errors];
};

export const createSeries = (name: string, minute: number): ServiceSeries => ({
	name,
	firstMinute: minute,
	lastMinute: minute,
	lines: new Float32Array(ringMinutes).fill(NaN),
	errors: new Float32Array(ringMinutes).fill(NaN),
});

/** Reads what `saveSeries` wrote; false where it is damaged. */
export const areSeriesRestored = (saved: unknown, services: Map<string, ServiceSeries>): boolean => {
	if (!Array.isArray(saved) || saved.length > maxServices) {
		return false;
	}

	for (const entry of saved as unknown[]) {
		if (!isRecord(entry) || typeof entry.name !== 'string' || !isMinute(entry.firstMinute) || !isMinute(entry.lastMinute)) {
			return false;
		}

		const series = createSeries(entry.name, entry.firstMinute);
		series.lastMinute = entry.lastMinute;
		if (!isUnpacked(entry.lines, series.lines) || !isUnpacked(entry.errors, series.errors)) {
			return false;
		}

		services.set(series.name, series);
	}

	return true;
};

/** A service's minutes as a JSON value, but for its arrays where they are given as views. */
export const saveSeries = ({name, firstMinute, lastMinute, lines, errors}: ServiceSeries, packing: Packing): unknown => ({
	name, firstMinute, lastMinute, lines: packAs(packing)(lines), errors: packAs(packing)(errors),
});
