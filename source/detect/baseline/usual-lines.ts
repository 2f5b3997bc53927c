import {dayMinutes} from '../minute.js';
import {lagSlotOf, type ServiceState} from '../service.js';
import {clip, medianOf} from './band.js';
import {slotOf} from './series.js';
import {meanOf} from './ring.js';

/** The usual is what the hour up to five minutes ago had. */
const usualFrom = 65;
const usualTo = 5;
/** How much the same time of yesterday may bend it. */
const shapeLimits = [0.4, 2.5] as const;
/** The middle of so many quarters of an hour: an outburst of half an hour does not move it. */
const quarters = 12;
const quarterMinutes = 15;
/** Below this many lines a minute a service is as good as silent. */
const minLines = 0.02;
/** The level of the last minutes is forgotten with this time constant, and trusted as if the usual were known to this share. */
const levelMinutes = 20;
const levelVariation = 0.5;
const levelKeep = Math.exp(-1 / levelMinutes);

/** A minute counts up to so many times the middle minute of the hour before, or so many lines. */
const outlierFactor = 4;
const minOutlier = 8;

const scratch = new Float64Array(usualFrom);

const middleOf = (service: ServiceState, minute: number): number => {
	let count = 0;
	for (let quarter = 0; quarter < quarters; quarter++) {
		const end = minute - usualTo - (quarterMinutes * quarter);
		const mean = meanOf(service.cleanLines, end - quarterMinutes, end);
		if (!Number.isNaN(mean)) {
			scratch[count++] = mean;
		}
	}

	return medianOf(scratch, count);
};

/** Jobs that run every quarter of an hour move a mean, but not the middle minute. */
const middleMinuteOf = (service: ServiceState, minute: number): number => {
	let count = 0;
	for (let at = minute - usualFrom; at < minute - usualTo; at++) {
		const lines = service.series.lines[slotOf(at)]!;
		if (!Number.isNaN(lines)) {
			scratch[count++] = lines;
		}
	}

	return medianOf(scratch, count);
};

/** Lines beyond which a minute says nothing of what is usual. */
export const outlierLines = ({middleMinute}: ServiceState): number => Math.max(minOutlier, outlierFactor * middleMinute);

/** Learns, from the minutes before this one, how many lines a minute are usual now and how yesterday went on from here. */
export const learnUsualLines = (service: ServiceState, minute: number): void => {
	const {cleanLines} = service;
	const recent = meanOf(cleanLines, minute - usualFrom, minute - usualTo);
	service.usualLines = Number.isNaN(recent) ? 0 : recent;
	// The same window a day ago moves by a minute at a time: every fifth will do.
	if (minute % 5 !== 0 && !Number.isNaN(service.yesterdayLines)) {
		return;
	}

	const yesterday = minute - dayMinutes;
	const nowYesterday = meanOf(cleanLines, yesterday - 15, yesterday + 16);
	const beforeYesterday = meanOf(cleanLines, yesterday - usualFrom, yesterday - usualTo);
	service.shape = nowYesterday >= 0 && beforeYesterday > 0 ? clip(nowYesterday / beforeYesterday, ...shapeLimits) : 1;
	service.yesterdayLines = meanOf(cleanLines, yesterday - 30, yesterday + 31);
	service.middleLines = middleOf(service, minute);
	service.middleMinute = middleMinuteOf(service, minute);
};

/** The most lines a minute that are usual now: what a surge is held against. */
export const usualMost = ({usualLines, shape}: ServiceState): number => Math.max(usualLines, usualLines * shape, minLines);

/** The least lines a minute that are usual now: what a silence is held against. */
export const usualLeast = ({usualLines, shape, middleLines, yesterdayLines}: ServiceState): number => {
	const recent = Math.min(usualLines, usualLines * shape);
	// An average over a few lines errs: yesterday halves the expectation at most.
	const bent = Number.isNaN(yesterdayLines) ? recent : Math.min(recent, Math.max(yesterdayLines, recent / 2));
	return Math.min(bent, 1.3 * middleLines);
};

/** How far the lines up to `lag` minutes ago lay above the usual, at least 1. */
export const lineLevelBefore = (service: ServiceState, minute: number, lag: number): number => {
	const slot = lagSlotOf(minute - lag);
	const weight = usualMost(service) / (levelVariation ** 2);
	return Math.max(1, (weight + service.lineLevel[slot]!) / (weight + service.usualLevel[slot]!));
};

/** Takes a minute's cleaned lines into the level. */
export const updateLineLevel = (service: ServiceState, minute: number, lines: number): void => {
	const slot = lagSlotOf(minute);
	const before = lagSlotOf(minute - 1);
	const most = usualMost(service);
	service.lineLevel[slot] = (service.lineLevel[before]! * levelKeep) + Math.min(lines, 3 * most);
	service.usualLevel[slot] = (service.usualLevel[before]! * levelKeep) + most;
};

/** What is left after so many minutes of a level that was seen once. */
export const lineLevelAfter = (level: number, minutes: number): number => 1 + ((level - 1) * Math.exp(-minutes / levelMinutes));
