import {ringMinutes, slotOf} from './series.js';

/** A value for each of the newest 2,048 minutes, NaN where nothing is known. */
export const createRing = (): Float32Array => new Float32Array(ringMinutes).fill(NaN);

/** The sum of the known values of minutes `from` to `to`, without `to`. */
export const sumOf = (ring: Float32Array, from: number, to: number): number => {
	let sum = 0;
	for (let minute = from; minute < to; minute++) {
		const value = ring[slotOf(minute)]!;
		if (!Number.isNaN(value)) {
			sum += value;
		}
	}

	return sum;
};

/** The mean of the known values of minutes `from` to `to`, without `to`; NaN where none is known. */
export const meanOf = (ring: Float32Array, from: number, to: number): number => {
	let sum = 0;
	let count = 0;
	for (let minute = from; minute < to; minute++) {
		const value = ring[slotOf(minute)]!;
		if (Number.isNaN(value)) {
			continue;
		}

		sum += value;
		count++;
	}

	return sum / count;
};

/** As `sumOf`, but unknown minutes count as in `instead`. */
export const sumOrElse = (ring: Float32Array, instead: Float32Array, from: number, to: number): number => {
	let sum = 0;
	for (let minute = from; minute < to; minute++) {
		const slot = slotOf(minute);
		const value = ring[slot]!;
		const other = instead[slot]!;
		if (!Number.isNaN(value)) {
			sum += value;
		} else if (!Number.isNaN(other)) {
			sum += other;
		}
	}

	return sum;
};
