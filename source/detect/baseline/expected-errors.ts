import {dayMinutes} from '../minute.js';
import {lagSlotOf, type ServiceState} from '../service.js';
import {blockMinutes, blockOf, readBlock} from './blocks.js';
import {slotOf} from './series.js';
import {usualMost} from './usual-lines.js';

const dayBlocks = dayMinutes / blockMinutes;
/** The same time of the three days before, half an hour to each side. */
const sameHourDays = 3;
const sameHourBlocks = 6;
/** That ratio is drawn towards the day's with the weight of three hours' lines and 30 more. */
const priorMinutes = 180;
const priorLines = 30;
/** What a service without errors gets: half an error in a hundred lines more than it wrote. */
const noErrors = 0.5;
const noErrorLines = 100;
/** No service is expected to be freer of errors than this, a minute. */
const minErrors = 0.004;
/** A minute is a burst of lines from this many times the usual on. */
const burstFactor = 2.5;
/** The ratio of earlier bursts is drawn towards the usual with the weight of ten minutes' lines. */
const burstPriorMinutes = 10;
/** Bursts are looked for at the same minute of six hours, and around this time yesterday. */
const burstHours = 6;
const burstHourSlack = 2;
const burstDaySlack = 25;
/** The level of the last minutes is forgotten with this time constant, and trusted as if the expectation were known to this share. */
const levelMinutes = 40;
const levelVariation = 0.3;
const levelKeep = Math.exp(-1 / levelMinutes);

/** Lines that could have been errors: in a burst of errors they do not grow with it. */
export const exposureOf = (lines: number, errors: number): number => Math.max(lines - errors, lines / 2);

type Sums = {errors: number; exposure: number; blocks: number};

/** Sums over known blocks `from` to `to`, without `to`; `newest` is the block under way. */
const addBlocks = (service: ServiceState, from: number, to: number, newest: number, sums: Sums): void => {
	for (let block = from; block < to; block++) {
		const errors = readBlock(service.blockErrors, block, newest);
		if (Number.isNaN(errors)) {
			continue;
		}

		sums.errors += errors;
		sums.exposure += readBlock(service.blockExposure, block, newest);
		sums.blocks++;
	}
};

/** Learns the error ratio from the blocks before this minute: of the last day, and of the same hour of the days before. */
export const learnErrorRatio = (service: ServiceState, minute: number): void => {
	const block = blockOf(minute);
	const day: Sums = {errors: 0, exposure: 0, blocks: 0};
	addBlocks(service, block - dayBlocks, block, block, day);
	const minutes = Math.max(1, day.blocks * blockMinutes);
	const dayRatio = (day.errors + noErrors) / (day.exposure + noErrorLines);
	service.linesDay = day.exposure / minutes;

	const sameHour: Sums = {errors: 0, exposure: 0, blocks: 0};
	for (let days = 1; days <= sameHourDays; days++) {
		const middle = block - (dayBlocks * days);
		addBlocks(service, middle - sameHourBlocks, middle + sameHourBlocks + 1, block, sameHour);
	}

	const prior = (priorMinutes * service.linesDay) + priorLines;
	const hourRatio = (sameHour.errors + (prior * dayRatio)) / (sameHour.exposure + prior);
	service.ratio = Math.max(dayRatio, hourRatio);
	const hourErrors = sameHour.blocks > 0 ? sameHour.errors / (sameHour.blocks * blockMinutes) : 0;
	service.sameHourErrors = Math.min(hourErrors, ((3 * day.errors) / minutes) + 0.02);
};

/** The ratio that earlier bursts of lines had at this minute of the hour, or at this time yesterday: a job's errors come with its lines. */
const burstRatio = (service: ServiceState, minute: number, burstLines: number): number => {
	const {series} = service;
	let errors = 0;
	let exposure = 0;
	const addAround = (middle: number, slack: number): void => {
		for (let at = middle - slack; at <= middle + slack; at++) {
			const slot = slotOf(at);
			const lines = series.lines[slot]!;
			if (!(lines > burstLines)) {
				continue;
			}

			errors += series.errors[slot]!;
			exposure += exposureOf(lines, series.errors[slot]!);
		}
	};

	for (let hours = 1; hours <= burstHours; hours++) {
		addAround(minute - (60 * hours), burstHourSlack);
	}

	addAround(minute - dayMinutes, burstDaySlack);
	const prior = burstPriorMinutes * service.linesDay;
	return exposure + prior > 0 ? (errors + (prior * service.ratio)) / (exposure + prior) : service.ratio;
};

/** The errors that are expected of a minute with this exposure and so many lines. */
export const expectErrors = (service: ServiceState, minute: number, lines: number, exposure: number): number => {
	const burstLines = burstFactor * Math.max(service.usualLines, 0.3);
	const ratio = lines > burstLines ? Math.max(service.ratio, burstRatio(service, minute, burstLines)) : service.ratio;
	return Math.max(ratio * exposure, service.sameHourErrors, minErrors);
};

/** The errors a minute that are usual now: those expected of a minute with no more lines than usual. What is expected of a storm's lines is usual of nothing. */
export const usualErrors = (service: ServiceState, minute: number): number => {
	const slot = slotOf(minute);
	const most = usualMost(service);
	const lines = service.series.lines[slot]!;
	return Number.isNaN(lines)
		? service.expected[slot]!
		: expectErrors(service, minute, Math.min(lines, most), Math.min(exposureOf(lines, service.series.errors[slot]!), most));
};

/** How far the errors up to `lag` minutes ago lay above the expected, at least 1. */
export const errorLevelBefore = (service: ServiceState, minute: number, lag: number): number => {
	const slot = lagSlotOf(minute - lag);
	const weight = 1 / (levelVariation ** 2);
	return Math.max(1, (weight + service.errorLevel[slot]!) / (weight + service.expectedLevel[slot]!));
};

/** Takes a minute's cleaned errors into the level. */
export const updateErrorLevel = (service: ServiceState, minute: number, errors: number, expected: number): void => {
	const slot = lagSlotOf(minute);
	const before = lagSlotOf(minute - 1);
	service.errorLevel[slot] = (service.errorLevel[before]! * levelKeep) + errors;
	service.expectedLevel[slot] = (service.expectedLevel[before]! * levelKeep) + expected;
};

/** What is left after so many minutes of a level that was seen once. */
export const errorLevelAfter = (level: number, minutes: number): number => 1 + ((level - 1) * Math.exp(-minutes / levelMinutes));

/** The same, on average over the so many minutes after it was seen. */
export const errorLevelOver = (level: number, minutes: number): number =>
	1 + ((level - 1) * (levelMinutes / minutes) * (1 - Math.exp(-minutes / levelMinutes)));
