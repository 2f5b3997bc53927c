import type {ServiceState} from '../service.js';
import {rememberSilences} from '../kinds/silence.js';
import {band} from './band.js';
import {sumBlock} from './baseline.js';
import {blockMinutes} from './blocks.js';
import {exposureOf} from './expected-errors.js';
import {ringMinutes, slotOf} from './series.js';

const hourMinutes = 60;
/** What is beyond so many times the hour's mean does not count into what is usual. */
const outlierFactor = 2.8;
const pastDispersion = 1.5;
const pastVariation = 0.3;
const pastZ = 4;

type Means = {readonly lines: number; readonly errors: number; readonly known: number};

/** Means of an hour's known minutes, no minute counted beyond the given limits. */
const meansOf = ({series}: ServiceState, from: number, maxLines: number, maxErrors: number): Means => {
	let lines = 0;
	let errors = 0;
	let known = 0;
	for (let at = from; at < from + hourMinutes; at++) {
		const slot = slotOf(at);
		if (Number.isNaN(series.lines[slot]!)) {
			continue;
		}

		lines += Math.min(series.lines[slot]!, maxLines);
		errors += Math.min(series.errors[slot]!, maxErrors);
		known++;
	}

	return {lines: lines / known, errors: errors / known, known};
};

/** Learns the minutes of an hour that `isDue` names: filled in after the hour, so what was usual before it is not known. */
const learnHour = (service: ServiceState, from: number, isDue: (minute: number) => boolean): void => {
	const {series} = service;
	const first = meansOf(service, from, Infinity, Infinity);
	if (first.known === 0) {
		return;
	}

	const maxErrors = Math.max(2, band(first.errors, pastDispersion, pastVariation, pastZ));
	const second = meansOf(service, from, Math.max(1, outlierFactor * first.lines), maxErrors);
	const maxLines = Math.max(1, outlierFactor * second.lines);
	for (let at = from; at < from + hourMinutes; at++) {
		const slot = slotOf(at);
		const lines = series.lines[slot]!;
		if (Number.isNaN(lines) || !isDue(at)) {
			continue;
		}

		service.cleanLines[slot] = Math.min(lines, maxLines);
		service.cleanErrors[slot] = Math.min(series.errors[slot]!, maxErrors);
		service.exposure[slot] = Math.min(exposureOf(lines, series.errors[slot]!), maxLines);
		service.expected[slot] = second.errors;
	}
};

/**
Learns minutes that were filled in or put right long after they passed. `dirty` are their numbers, `newest` is the newest minute taken.
Minutes in which a service turned out to have been silent, not unknown, are learnt too.
*/
export const learnPast = (service: ServiceState, dirty: ReadonlySet<number>, newest: number): void => {
	const oldest = newest - ringMinutes + 1;
	const first = Math.max(oldest, Math.min(...dirty));
	const isDue = (minute: number): boolean => minute > oldest && minute < newest
		&& (dirty.has(minute) || Number.isNaN(service.cleanLines[slotOf(minute)]!));
	for (let hour = Math.floor(first / hourMinutes); hour * hourMinutes < newest; hour++) {
		learnHour(service, hour * hourMinutes, isDue);
	}

	for (let block = Math.floor(first / blockMinutes) + 1; (block + 1) * blockMinutes <= newest; block++) {
		sumBlock(service, block * blockMinutes);
	}

	rememberSilences(service, first, newest);
	// Asks for new sums at the next minute.
	service.ratio = 0;
	service.yesterdayLines = NaN;
};
