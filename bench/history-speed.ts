// What it costs to put a poll into the history, and to keep it: 1,000 services, 24 hours.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import type {Minute} from '../source/detect/types.js';
import {createHistory, mergeMinutes} from '../source/store/history.js';
import type {Measurement} from './all.js';

const services = 1000;
const minutes = 1440;
const polls = 240;
/** Read again with every poll. */
const rereadMinutes = 3;
const minuteMs = 60_000;
const megabyte = 1_000_000;

const minuteAt = (minute: number): Minute => ({
	startMs: minute * minuteMs,
	counts: new Map(Array.from({length: services}, (_, index) => [`service-${index}`, {lines: 100 + ((minute * (index + 1)) % 50), errors: minute % 3}])),
});

const held = (): number => {
	globalThis.gc?.();
	return process.memoryUsage().arrayBuffers;
};

export const run = async (): Promise<readonly Measurement[]> => {
	const before = held();
	let history = mergeMinutes(createHistory(minutes, (minutes - 1) * minuteMs), Array.from({length: minutes}, (_, minute) => minuteAt(minute)));
	const memory = held() - before;
	const tookMs: number[] = [];
	for (let poll = 0; poll < polls; poll++) {
		const read = Array.from({length: rereadMinutes + 1}, (_, index) => minuteAt(minutes + poll - rereadMinutes + index));
		const fromMs = performance.now();
		history = mergeMinutes(history, read);
		tookMs.push(performance.now() - fromMs);
	}

	const sorted = tookMs.toSorted((a, b) => a - b);
	return [
		{name: 'history: a poll of 1,000 services, median', value: sorted[polls / 2] ?? NaN, unit: 'ms'},
		{name: 'history: a poll of 1,000 services, 95th percentile', value: sorted[Math.floor(polls * 0.95)] ?? NaN, unit: 'ms'},
		{name: 'history: memory of 1,000 services for 24 hours', value: memory / megabyte, unit: 'MB'},
	];
};
