import {band} from '../baseline/band.js';
import type {Reading} from '../episodes.js';
import {errorLevelAfter, errorLevelBefore, errorLevelOver} from '../baseline/expected-errors.js';
import {slotOf} from '../baseline/series.js';
import {startOf} from '../minute.js';
import {sumOf, sumOrElse} from '../baseline/ring.js';
import {lagSlotOf, type ServiceState} from '../service.js';
import type {Tuning} from '../tuning.js';

/** A minute with fewer errors is never bad. */
const minErrors = 2;
/** Errors in five minutes beyond the expected without which nothing opens. */
const minExcess = 5;
const capZ = 2.3;
const windows = [15, 30, 60] as const;
const windowExcess = [5, 6, 8] as const;
const windowDispersion = 1.6;
/** A deploy's blip lasts up to four minutes: the largest such piece of a window proves nothing. */
const blipMinutes = 4;
const minExcessBeyondBlip = 4;
/** So many bad minutes beyond the largest blip in so many minutes are no blips. */
const flapMinutes = 30;
const flapBadMinutes = 4;
/** The newest five minutes are still this share of the window's factor above the expected. */
const stillShare = 0.8;
const criticalFactor = 5;
const criticalExcess = 20;
/** An onset is looked for so far back, across pauses of so many minutes; bad minutes reach further. */
const onsetMinutes = 360;
const pauseMinutes = 3;
const badPauseMinutes = 8;
/** What is shown is the mean since the onset, but of at most so many minutes. */
const shownMinutes = 15;

/** What a minute is judged with. */
export type ErrorView = {
	readonly service: ServiceState;
	readonly minute: number;
	readonly tuning: Tuning;
	readonly variation: number;
};

/** The limit of one minute's errors, the level of the last minutes taken into account. */
export const errorLimit = ({service, minute, tuning, variation}: ErrorView): number => {
	const mean = service.expected[slotOf(minute)]! * errorLevelAfter(errorLevelBefore(service, minute, 5), 4);
	return Math.max(band(mean, service.dispersion, variation, tuning.minuteZ), tuning.minuteFactor * mean);
};

/** Whether a minute's errors are beyond its limit, and more than one. */
export const isErrorMinuteBad = (view: ErrorView, errors: number): boolean => errors >= minErrors && errors > errorLimit(view);

/** What of a minute's errors counts in a window, whatever the sensitivity: no more than lies within reach of chance. */
export const capOf = ({service, minute, variation}: ErrorView): number =>
	Math.max(minErrors, band(service.expected[slotOf(minute)]!, service.dispersion, variation, capZ));

const errorsIn = ({service, minute}: ErrorView, minutes: number): number => sumOrElse(service.series.errors, service.expected, minute - minutes + 1, minute + 1);
const expectedIn = ({service, minute}: ErrorView, minutes: number): number => sumOf(service.expected, minute - minutes + 1, minute + 1);

const isFast = (view: ErrorView): boolean => {
	const {service, minute, tuning} = view;
	let bad = 0;
	for (let at = minute - 4; at <= minute; at++) {
		bad += service.isBad[lagSlotOf(at)]!;
	}

	const level = errorLevelAfter(errorLevelBefore(service, minute, 5), 4);
	return service.isBad[lagSlotOf(minute)] === 1 && bad >= tuning.badMinutes && errorsIn(view, 5) - (level * expectedIn(view, 5)) >= minExcess;
};

/** Whether a window stays above its limit when its largest blip is taken out. */
const isSlow = (view: ErrorView, index: 0 | 1 | 2): boolean => {
	const {service, minute, tuning, variation} = view;
	const length = windows[index];
	const factor = tuning.windowFactors[index];
	const level = errorLevelOver(errorLevelBefore(service, minute, length), length);
	if (errorsIn(view, 5) <= stillShare * factor * expectedIn(view, 5)) {
		return false;
	}

	let errors = 0;
	let expected = 0;
	let blip = 0;
	let largest = 0;
	let largestErrors = 0;
	let largestExpected = 0;
	for (let at = minute - length + 1; at <= minute; at++) {
		const capped = service.capped[lagSlotOf(at)]!;
		const mean = level * service.expected[slotOf(at)]!;
		errors += capped;
		expected += mean;
		blip += capped - mean;
		if (at > minute - length + blipMinutes) {
			const out = at - blipMinutes;
			blip -= service.capped[lagSlotOf(out)]! - (level * service.expected[slotOf(out)]!);
		}

		if (!(at >= minute - length + blipMinutes && blip > largest)) {
			continue;
		}

		largest = blip;
		largestErrors = 0;
		largestExpected = 0;
		for (let inside = at - blipMinutes + 1; inside <= at; inside++) {
			largestErrors += service.capped[lagSlotOf(inside)]!;
			largestExpected += level * service.expected[slotOf(inside)]!;
		}
	}

	if (errors <= factor * expected || errors - expected < windowExcess[index]) {
		return false;
	}

	const rest = errors - largestErrors;
	const restExpected = expected - largestExpected;
	return rest - restExpected >= minExcessBeyondBlip && rest > band(restExpected, windowDispersion, variation, tuning.windowZ);
};

/** Whether minutes are bad again and again: within half an hour, beyond the largest blip. */
const isFlapping = ({service, minute}: ErrorView): boolean => {
	let bad = 0;
	let blip = 0;
	let largest = 0;
	for (let at = minute - flapMinutes + 1; at <= minute; at++) {
		bad += service.isBad[lagSlotOf(at)]!;
		blip += service.isBad[lagSlotOf(at)]! - (at - blipMinutes > minute - flapMinutes ? service.isBad[lagSlotOf(at - blipMinutes)]! : 0);
		largest = Math.max(largest, blip);
	}

	return service.isBad[lagSlotOf(minute)] === 1 && bad - largest >= flapBadMinutes;
};

/** What has been told proves nothing new: the windows begin again. */
export const forgetErrors = (service: ServiceState, minute: number): void => {
	for (let at = minute - windows[2]; at <= minute; at++) {
		const expected = service.expected[slotOf(at)]!;
		service.isBad[lagSlotOf(at)] = 0;
		service.capped[lagSlotOf(at)] = Math.min(service.capped[lagSlotOf(at)]!, Number.isNaN(expected) ? 0 : expected);
	}
};

/** Whether the errors up to and with this minute open an anomaly: at once where three of five minutes are bad, else over up to an hour. */
export const isErrorSpike = (view: ErrorView): boolean => isFast(view) || isFlapping(view) || isSlow(view, 0) || isSlow(view, 1) || isSlow(view, 2);

/** Whether the last ten minutes are as expected again. */
export const isErrorCalm = (view: ErrorView): boolean => {
	const errors = errorsIn(view, 10);
	const expected = expectedIn(view, 10);
	return errors <= Math.max(1.5 * expected, expected + (2 * Math.sqrt(view.service.dispersion * expected)));
};

const onsetOf = ({service, minute}: ErrorView): number => {
	let onset = minute;
	for (let at = minute; at > minute - onsetMinutes && onset - at <= badPauseMinutes; at--) {
		const isHigh = onset - at <= pauseMinutes && service.series.errors[slotOf(at)]! > Math.max(1, 2 * service.expected[slotOf(at)]!);
		const isBad = at > minute - windows[2] && service.isBad[lagSlotOf(at)] === 1;
		if (isHigh || isBad) {
			onset = at;
		}
	}

	return onset;
};

/** What to say of the errors in this minute; `since` is the onset of an anomaly that is open already. */
export const readErrors = (view: ErrorView, since?: number): Reading => {
	const onset = since ?? onsetOf(view);
	const minutes = Math.max(3, Math.min(shownMinutes, view.minute - onset + 1));
	const observed = errorsIn(view, minutes) / minutes;
	const expected = expectedIn(view, minutes) / minutes;
	const excess = errorsIn(view, 5) - expectedIn(view, 5);
	const isCritical = errorsIn(view, 5) >= criticalFactor * Math.max(expectedIn(view, 5), minErrors / 100) && excess >= criticalExcess;
	return {
		severity: isCritical ? 'critical' : 'warning',
		onsetMs: startOf(onset),
		observedPerMinute: observed,
		expectedPerMinute: expected,
		limitPerMinute: band(expected, view.service.dispersion, view.variation, view.tuning.minuteZ),
	};
};
