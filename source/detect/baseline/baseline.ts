import {dayMinutes} from '../minute.js';
import {
	capOf,
	type ErrorView,
	isErrorMinuteBad,
} from '../kinds/error-spike.js';
import {lagSlotOf, type ServiceState} from '../service.js';
import {lineLimit} from '../kinds/volume-surge.js';
import {blockMinutes, blockOf, openBlock} from './blocks.js';
import {
	expectErrors,
	exposureOf,
	learnErrorRatio,
	updateErrorLevel,
} from './expected-errors.js';
import {slotOf} from './series.js';
import {sumOf} from './ring.js';
import {
	outlierLines,
	updateLineLevel,
	usualMost,
} from './usual-lines.js';

const acceptedMinutes = 65;
/** A burst of lines counts into the exposure up to so many times the usual. */
const exposureFactor = 2;
const minUsual = 0.5;

/** What is open while a minute is learnt: it is not to become the usual. */
export type OpenNow = {
	readonly hasErrorSpike: boolean;
	readonly hasSurge: boolean;
	/** Lines a minute before the silence; undefined where there is none. */
	readonly usualBeforeSilence: number | undefined;
};

/** Sums up the block that this minute ends, or lies in. */
export const sumBlock = (service: ServiceState, minute: number): void => {
	const block = blockOf(minute);
	const from = block * blockMinutes;
	const slot = openBlock(service, block);
	if (slot === undefined) {
		return;
	}

	const {series} = service;
	let lines = 0;
	let errors = 0;
	let isKnown = false;
	for (let at = from; at < from + blockMinutes; at++) {
		const minuteSlot = slotOf(at);
		const seen = series.lines[minuteSlot]!;
		const value = Number.isNaN(seen) ? service.cleanLines[minuteSlot]! : seen;
		if (Number.isNaN(value)) {
			continue;
		}

		isKnown = true;
		lines += value;
		// A burst of lines counts in part, and so do its errors: else its ratio would be wrong.
		const whole = exposureOf(seen, series.errors[minuteSlot]!);
		const part = whole > service.exposure[minuteSlot]! ? service.exposure[minuteSlot]! / whole : 1;
		errors += part * service.cleanErrors[minuteSlot]!;
	}

	service.blockLines[slot] = isKnown ? lines : NaN;
	service.blockErrors[slot] = isKnown ? errors : NaN;
	service.blockExposure[slot] = isKnown ? sumOf(service.exposure, from, from + blockMinutes) : NaN;
};

/** A minute of which nothing is known goes on as the one before, as if all was as expected. */
const carryOn = (service: ServiceState, minute: number): void => {
	const slot = slotOf(minute);
	const before = slotOf(minute - 1);
	service.cleanLines[slot] = Number.isNaN(service.cleanLines[before]!) ? NaN : service.usualLines;
	service.exposure[slot] = service.exposure[before]!;
	service.expected[slot] = service.expected[before]!;
	service.cleanErrors[slot] = service.expected[before]!;
	const expected = Number.isNaN(service.expected[slot]) ? 0 : service.expected[slot];
	service.capped[lagSlotOf(minute)] = expected;
	service.isBad[lagSlotOf(minute)] = 0;
	service.isHigh[lagSlotOf(minute)] = 0;
	updateErrorLevel(service, minute, expected, expected);
	updateLineLevel(service, minute, service.usualLines);
};

const cleanLinesOf = (view: ErrorView, lines: number, open: OpenNow): number => {
	if (open.usualBeforeSilence !== undefined) {
		return Math.max(lines, open.usualBeforeSilence);
	}

	return open.hasSurge ? Math.min(lines, usualMost(view.service)) : Math.min(lines, Math.max(1, Math.min(outlierLines(view.service), lineLimit(view))));
};

/** Learns one minute of a service from what its history says of it. The usual lines up to it have been learnt. */
export const learnMinute = (view: ErrorView, open: OpenNow): void => {
	const {service, minute} = view;
	const slot = slotOf(minute);
	const lines = service.series.lines[slot]!;
	const errors = service.series.errors[slot]!;
	if (minute % blockMinutes === 0 || service.ratio === 0) {
		learnErrorRatio(service, minute);
	}

	if (Number.isNaN(lines)) {
		carryOn(service, minute);
		return;
	}

	const exposure = exposureOf(lines, errors);
	service.exposure[slot] = Math.min(exposure, exposureFactor * Math.max(service.usualLines, minUsual));
	const expected = expectErrors(service, minute, lines, exposure);
	service.expected[slot] = expected;
	const cap = capOf(view);
	service.capped[lagSlotOf(minute)] = Math.min(errors, cap);
	service.isBad[lagSlotOf(minute)] = isErrorMinuteBad(view, errors) ? 1 : 0;
	service.cleanErrors[slot] = Math.min(errors, open.hasErrorSpike ? expected : cap);
	service.cleanLines[slot] = cleanLinesOf(view, lines, open);
	updateErrorLevel(service, minute, service.cleanErrors[slot], expected);
	updateLineLevel(service, minute, service.cleanLines[slot]);
};

/** Errors that have lasted are the usual: the day behind them is learnt as if it had been so. */
export const acceptErrors = (service: ServiceState, minute: number): void => {
	const {series} = service;
	let errors = 0;
	let exposure = 0;
	for (let at = minute - acceptedMinutes; at <= minute; at++) {
		const lines = series.lines[slotOf(at)]!;
		if (Number.isNaN(lines)) {
			continue;
		}

		errors += series.errors[slotOf(at)]!;
		exposure += exposureOf(lines, series.errors[slotOf(at)]!);
	}

	const ratio = errors / Math.max(1, exposure);
	const block = blockOf(minute);
	for (let at = block - (dayMinutes / blockMinutes); at <= block; at++) {
		const slot = openBlock(service, at)!;
		service.blockErrors[slot] = Math.max(service.blockErrors[slot]!, ratio * service.blockExposure[slot]!);
	}

	learnErrorRatio(service, minute);
};

/** Lines that have lasted, or stayed away, are the usual. */
export const acceptLines = (service: ServiceState, minute: number): void => {
	for (let at = minute - acceptedMinutes; at <= minute; at++) {
		const lines = service.series.lines[slotOf(at)]!;
		if (!Number.isNaN(lines)) {
			service.cleanLines[slotOf(at)] = lines;
		}
	}
};

/** Adds a minute from before the rings to its block. */
export const addOldMinute = (service: ServiceState, minute: number, lines: number, errors: number): void => {
	const slot = openBlock(service, blockOf(minute));
	if (slot === undefined) {
		return;
	}

	const exposure = exposureOf(lines, errors);
	const usual = Math.max(2, 4 * service.ratio * exposure);
	const add = (ring: Float32Array, value: number): void => {
		ring[slot] = (Number.isNaN(ring[slot]!) ? 0 : ring[slot]!) + value;
	};

	add(service.blockLines, lines);
	add(service.blockErrors, Math.min(errors, usual));
	add(service.blockExposure, exposure);
};
