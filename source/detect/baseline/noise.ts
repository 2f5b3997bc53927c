import {dayMinutes} from '../minute.js';
import type {ServiceState} from '../service.js';
import {clip, medianOf, trimmedMeanOf} from './band.js';
import {slotOf} from './series.js';
import {sumOf} from './ring.js';

const halfDayMinutes = 720;
const minuteBlock = 5;
const driftBlock = 15;
/** So often each service's noise is measured again. */
export const noiseEveryMinutes = 30;

const dispersionLimits = [1.3, 3] as const;
/** Trimming loses the outermost blocks, and with them some of the noise: this puts it back. */
const dispersionScale = 1.25;
const dispersionTrim = 0.1;

/** A service tells its own drift where the median block expects so many errors and so many blocks are known. */
const minErrorsInBlock = 6;
const minBlocks = 24;
const driftTrim = 0.05;
/** A service's own drift is drawn towards the fleet's by this share. */
const fleetShare = 0.3;
/** The drift of blocks, widened for what a trimmed estimate does not see. */
const driftScale = 1.3;
const driftLimits = [0.15, 0.5] as const;
/** The fleet's drift is the median of at least so many services, and this before. */
const minServices = 5;
export const usualDrift = 0.3;

const clumpingLimits = [0.8, 50] as const;
const usualClumping = 4;

const squares = new Float64Array(dayMinutes / minuteBlock);
const expectations = new Float64Array(dayMinutes / driftBlock);
const deviations = new Float64Array(dayMinutes / driftBlock);

/** Variance by mean of the errors of one minute, within blocks of five minutes. */
const measureDispersion = ({cleanErrors, expected}: ServiceState, minute: number): number => {
	let count = 0;
	for (let start = minute - dayMinutes; start + minuteBlock <= minute; start += minuteBlock) {
		const errors = sumOf(cleanErrors, start, start + minuteBlock);
		const expectation = sumOf(expected, start, start + minuteBlock);
		if (!(errors > 0 && expectation > 0)) {
			continue;
		}

		let square = 0;
		for (let at = start; at < start + minuteBlock; at++) {
			// A minute's part of the block's errors is its part of what was expected of the block.
			const part = Math.max(errors * expected[slotOf(at)]! / expectation, errors / 250);
			square += ((cleanErrors[slotOf(at)]! - part) ** 2) / part;
		}

		if (!Number.isNaN(square)) {
			squares[count++] = square / (minuteBlock - 1);
		}
	}

	const mean = count > 0 ? trimmedMeanOf(squares, count, dispersionTrim) : 1;
	return clip(dispersionScale * mean, ...dispersionLimits);
};

/** How far the error ratio of a quarter of an hour wanders by itself, as a share; NaN where too few errors tell. */
const measureDrift = ({cleanErrors, expected, dispersion}: ServiceState, minute: number): number => {
	let count = 0;
	for (let start = minute - dayMinutes; start + driftBlock <= minute; start += driftBlock) {
		const expectation = sumOf(expected, start, start + driftBlock);
		if (!(expectation > 0)) {
			continue;
		}

		expectations[count] = expectation;
		deviations[count++] = (((sumOf(cleanErrors, start, start + driftBlock) / expectation) - 1) ** 2) - (dispersion / expectation);
	}

	return count < minBlocks || medianOf(expectations, count) < minErrorsInBlock ? NaN : Math.sqrt(Math.max(0, trimmedMeanOf(deviations, count, driftTrim)));
};

/** How evenly the lines come: their variance in a minute is mean + mean squared by this. */
const measureClumping = ({cleanLines}: ServiceState, minute: number): number => {
	let excess = 0;
	let weight = 0;
	for (let start = minute - halfDayMinutes; start + minuteBlock <= minute; start += minuteBlock) {
		const mean = sumOf(cleanLines, start, start + minuteBlock) / minuteBlock;
		if (!(mean > 0)) {
			continue;
		}

		let square = 0;
		for (let at = start; at < start + minuteBlock; at++) {
			square += (cleanLines[slotOf(at)]! - mean) ** 2;
		}

		if (Number.isNaN(square)) {
			continue;
		}

		excess += Math.min(square / (minuteBlock - 1), mean + (4 * mean * mean)) - mean;
		weight += mean * mean;
	}

	return weight > 0 ? clip(weight / Math.max(excess, weight / clumpingLimits[1]), ...clumpingLimits) : usualClumping;
};

/** Measures, from the minutes before this one, how noisy a service is; what it cannot tell itself the fleet tells. */
export const learnNoise = (service: ServiceState, minute: number, fleetDrift: number): void => {
	service.dispersion = measureDispersion(service, minute);
	service.rawVariation = measureDrift(service, minute);
	const drift = Number.isNaN(service.rawVariation)
		? fleetDrift
		: Math.sqrt(((1 - fleetShare) * (service.rawVariation ** 2)) + (fleetShare * (fleetDrift ** 2)));
	service.variation = clip(driftScale * drift, ...driftLimits);
	service.clumping = measureClumping(service, minute);
};

/** The drift of the middle one of those services that can tell. */
export const measureFleetDrift = (services: Iterable<ServiceState>): number => {
	const drifts: number[] = [];
	for (const {rawVariation} of services) {
		if (!Number.isNaN(rawVariation)) {
			drifts.push(rawVariation);
		}
	}

	return drifts.length >= minServices ? medianOf(Float64Array.from(drifts), drifts.length) : usualDrift;
};
