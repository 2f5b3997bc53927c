/** The samples of one series in order of time. */
export type Samples = {
	/** Nanoseconds from the first step. */
	readonly times: readonly number[];
	readonly values: readonly number[];
};

export type Window = {
	readonly samples: Samples;
	readonly from: number;
	/** Not part of the window, which is never empty. */
	readonly to: number;
	readonly rangeSeconds: number;
};

const sum = ({samples, from, to}: Window): number => {
	let total = 0;
	for (let index = from; index < to; index++) {
		total += samples.values[index]!;
	}

	return total;
};

const average = ({samples, from, to}: Window): number => {
	let mean = 0;
	for (let index = from; index < to; index++) {
		const value = samples.values[index]!;
		mean += (value - mean) / (index - from + 1);
	}

	return mean;
};

const extreme = ({samples, from, to}: Window, isBetter: (candidate: number, best: number) => boolean): number => {
	let best = samples.values[from]!;
	for (let index = from + 1; index < to; index++) {
		const value = samples.values[index]!;
		if (isBetter(value, best) || Number.isNaN(best)) {
			best = value;
		}
	}

	return best;
};

/** Population variance by Welford's method. */
const variance = ({samples, from, to}: Window): number => {
	let mean = 0;
	let squares = 0;
	for (let index = from; index < to; index++) {
		const value = samples.values[index]!;
		const delta = value - mean;
		mean += delta / (index - from + 1);
		squares += delta * (value - mean);
	}

	return squares / (to - from);
};

/** A quantile between the two nearest ranks, as Prometheus does it. */
const quantile = (q: number, unsorted: readonly number[]): number => {
	if (unsorted.length === 0) {
		return NaN;
	}

	if (q < 0 || q > 1) {
		return q < 0 ? -Infinity : Infinity;
	}

	const values = unsorted.toSorted((a, b) => a - b);
	const rank = q * (values.length - 1);
	const lower = Math.floor(rank);
	const upper = Math.min(values.length - 1, lower + 1);
	const weight = rank - lower;
	return (values[lower]! * (1 - weight)) + (values[upper]! * weight);
};

/**
The rate of a counter that may start again from zero, drawn out to the window's start.
Loki takes the formula from Prometheus, but its samples have times in nanoseconds where the formula has milliseconds,
so that the range's own length is all but lost beside them. The sandbox does the same.
*/
const counterRate = ({
	samples: {times, values}, from, to, rangeSeconds,
}: Window): number => {
	if (to - from < 2) {
		return 0;
	}

	let increase = values[to - 1]! - values[from]!;
	for (let index = from + 1; index < to; index++) {
		if (values[index]! < values[index - 1]!) {
			increase += values[index - 1]!;
		}
	}

	const sampled = (times[to - 1]! - times[from]!) / 1000;
	const between = sampled / (to - from - 1);
	const toZero = increase > 0 && values[from]! >= 0 ? sampled * (values[from]! / increase) : rangeSeconds;
	const toStart = Math.min(rangeSeconds, toZero);
	const drawnOut = sampled + (toStart < between * 1.1 ? toStart : between / 2);
	return increase * (drawnOut / sampled) / rangeSeconds;
};

/** A range aggregation over unwrapped values. */
export const aggregateWindow = (operation: string, parameter: number, window: Window): number => {
	const {samples, from, to} = window;
	switch (operation) {
		case 'rate': {
			return sum(window) / window.rangeSeconds;
		}

		case 'rate_counter': {
			return counterRate(window);
		}

		case 'sum_over_time': {
			return sum(window);
		}

		case 'avg_over_time': {
			return average(window);
		}

		case 'min_over_time': {
			return extreme(window, (candidate, best) => candidate < best);
		}

		case 'max_over_time': {
			return extreme(window, (candidate, best) => candidate > best);
		}

		case 'stdvar_over_time': {
			return variance(window);
		}

		case 'stddev_over_time': {
			return Math.sqrt(variance(window));
		}

		case 'quantile_over_time': {
			return quantile(parameter, samples.values.slice(from, to));
		}

		case 'first_over_time': {
			return samples.values[from]!;
		}

		case 'last_over_time': {
			return samples.values[to - 1]!;
		}

		default: {
			return 1;
		}
	}
};
