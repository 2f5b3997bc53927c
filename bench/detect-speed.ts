// The time of a tick and the memory of the detector, for 500 services with seven days of history.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {createDetector} from '../source/detect/index.js';
import type {Minute, MinuteCounts} from '../source/detect/types.js';
import type {Measurement} from './all.js';

const services = 500;
const days = 7;
const dayMinutes = 1440;
const measuredMinutes = 300;
const megabyte = 1_000_000;
const startMs = Date.UTC(2026, 0, 5);

/** Services between one line in three minutes and a thousand a minute, with a day that rises and falls. */
const rates = Array.from({length: services}, (_, index) => 10 ** ((index / services * 3.5) - 0.5));

/** The same numbers at every run: a linear congruence is random enough for traffic. */
let state = 1;
const random = (): number => {
	state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
	return state / 4_294_967_296;
};

/** A count about a mean; how exactly it is distributed does not matter to the time. */
const countAround = (mean: number): number => Math.max(0, Math.floor(mean + (Math.sqrt(mean) * (random() + random() + random() - 1.5) * 2) + random()));

const minuteAt = (minute: number): Minute => {
	const shape = 1 + (0.5 * Math.sin(2 * Math.PI * minute / dayMinutes));
	const counts = new Map<string, MinuteCounts>();
	for (const [index, rate] of rates.entries()) {
		const lines = countAround(rate * shape);
		counts.set(`service-${index}`, {lines, errors: Math.min(lines, countAround(lines / 100))});
	}

	return {startMs: startMs + (minute * 60_000), counts};
};

const held = (): number => {
	const {arrayBuffers, heapUsed} = process.memoryUsage();
	return arrayBuffers + heapUsed;
};

export const run = async (): Promise<readonly Measurement[]> => {
	globalThis.gc?.();
	const before = held();
	const detector = createDetector({kind: 'default'});
	const ticksMs: number[] = [];
	const total = days * dayMinutes;
	for (let minute = 0; minute < total; minute++) {
		const taken = minuteAt(minute);
		const fromMs = performance.now();
		detector.takeMinute(taken);
		if (minute >= total - measuredMinutes) {
			ticksMs.push(performance.now() - fromMs);
		}
	}

	globalThis.gc?.();
	const memory = held() - before;
	const sorted = ticksMs.toSorted((a, b) => a - b);
	const fromMs = performance.now();
	const text = JSON.stringify(detector.save());
	const saveMs = performance.now() - fromMs;
	return [
		{name: 'detector: a tick of 500 services, median', value: sorted[Math.floor(measuredMinutes / 2)] ?? NaN, unit: 'ms'},
		{name: 'detector: a tick of 500 services, 95th percentile', value: sorted[Math.floor(measuredMinutes * 0.95)] ?? NaN, unit: 'ms'},
		{name: 'detector: memory of 500 services after 7 days', value: memory / megabyte, unit: 'MB'},
		{name: 'detector: saving 500 services', value: saveMs, unit: 'ms'},
		{name: 'detector: 500 services saved', value: text.length / megabyte, unit: 'MB'},
	];
};
