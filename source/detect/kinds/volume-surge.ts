import {band, clip} from '../baseline/band.js';
import {blockMinutes, blockOf, readBlock} from '../baseline/blocks.js';
import type {Reading} from '../episodes.js';
import {slotOf} from '../baseline/series.js';
import {dayMinutes, minuteMs, startOf} from '../minute.js';
import {meanOf, sumOrElse} from '../baseline/ring.js';
import {lagSlotOf, type ServiceState} from '../service.js';
import {minMinutes, type Tuning} from '../tuning.js';
import {lineLevelAfter, lineLevelBefore, usualMost} from '../baseline/usual-lines.js';

/** Lines beyond the usual without which nothing opens: in five minutes, and in ten. */
const minExcess = 15;
const lineDispersion = 1.2;
const lineVariation = 0.35;
/** Jobs: the same minute of the six hours before, three minutes to each side. */
const jobHours = 6;
const jobSlack = 3;
/** A job may write so many times what it wrote before. */
const jobFactor = 3;
/** The same time of these days before, from 20 minutes before to 30 after; what is above it must be so many times what it was above the usual. */
const sameTimeDays = [1, 2, 3, 7] as const;
const sameTimeBefore = 20;
const sameTimeAfter = 30;
const sameTimeFactor = 5;
/** From so many times the usual on, what came at this time before is a job's. */
const scheduledFactor = 2;
/** Lines a minute from which on a service is not quiet. */
const talkativeLines = 5;
const criticalFactor = 4;
const criticalExcess = 100;
const onsetMinutes = 360;

type Moment = {
	readonly service: ServiceState;
	readonly minute: number;
};

export type LineView = Moment & {readonly tuning: Tuning};

/** Lines a minute: what a service writes all the time, and what a job brings at this time of the hour or the day, 0 where there is none. */
export type UsualLines = {readonly always: number; readonly scheduled: number};

const linesIn = ({service, minute}: LineView, minutes: number): number => sumOrElse(service.series.lines, service.cleanLines, minute - minutes + 1, minute + 1);

/** The most lines that are usual, the level up to `lag` minutes ago taken into account. */
const levelledMost = ({service, minute}: LineView, lag: number, minutes: number): number =>
	usualMost(service) * lineLevelAfter(lineLevelBefore(service, minute, lag), minutes);

const limitAt = ({service, tuning}: LineView, most: number): number =>
	Math.max(tuning.surgeFactor * most, band(most, lineDispersion, Math.sqrt((lineVariation ** 2) + (1 / service.clumping)), tuning.surgeMinuteZ));

/** The limit of one minute's lines, without regard to jobs: what is beyond it does not change what is usual. */
export const lineLimit = (view: LineView): number => limitAt(view, levelledMost(view, 5, 4));

/** The most lines a minute that as many minutes, an hour at most, had at this time of each of the last six hours, give or take three minutes: the largest first. `minute` is the last of them. */
const hourlyLines = ({service, minute}: Moment, duration: number): readonly number[] => {
	const minutes = clip(duration, 1, 60);
	const most: number[] = [];
	for (let hours = 1; hours <= jobHours; hours++) {
		let largest = 0;
		for (let last = minute - (60 * hours) - jobSlack; last <= minute - (60 * hours) + jobSlack; last++) {
			const mean = meanOf(service.series.lines, last - minutes + 1, last + 1);
			// NaN is not greater than anything.
			if (mean > largest) {
				largest = mean;
			}
		}

		most.push(largest);
	}

	return most.toSorted((a, b) => b - a);
};

/** What a job that runs every hour may write in this minute; 0 where none ran in three of the last six hours. */
const jobLimit = (moment: Moment, least: number): number => {
	const [, second = 0, third = 0] = hourlyLines(moment, 1);
	return third > least ? jobFactor * second : 0;
};

/** The largest five-minute mean around this time on earlier days; with `isLasting` of what lasted for three blocks. */
const sameTimeMost = ({service, minute}: Moment, isLasting: boolean): number => {
	const newest = blockOf(minute);
	let most = 0;
	for (const days of sameTimeDays) {
		const middle = minute - (dayMinutes * days);
		const last = blockOf(middle + sameTimeAfter) - 1;
		let before = 0;
		let beforeThat = 0;
		for (let block = blockOf(middle - sameTimeBefore); block <= last; block++) {
			const lines = readBlock(service.blockLines, block, newest) / blockMinutes;
			const lasting = isLasting ? Math.min(lines, before, beforeThat) : lines;
			// NaN is not greater than anything.
			if (lasting > most) {
				most = lasting;
			}

			beforeThat = before;
			before = lines;
		}
	}

	return most;
};

/** What is usual of a service's lines in a range of whole minutes, `ageMinutes` after its first line; undefined where that is not known yet. */
export const usualLinesIn = (service: ServiceState, ageMinutes: number, {startMs, endMs}: {readonly startMs: number; readonly endMs: number}): UsualLines | undefined => {
	const always = usualMost(service);
	// A job that runs every hour cannot be known before, and most belong to services that are quiet in between.
	if (ageMinutes < (always < talkativeLines ? minMinutes.hourlyJobs : minMinutes.lines)) {
		return undefined;
	}

	const moment = {service, minute: Math.ceil(endMs / minuteMs) - 1};
	const third = hourlyLines(moment, Math.round((endMs - startMs) / minuteMs))[2] ?? 0;
	const scheduled = Math.max(third, sameTimeMost(moment, false));
	return {always, scheduled: scheduled >= scheduledFactor * always ? scheduled : 0};
};

const highMinutes = ({service, minute}: LineView): number => {
	let count = 0;
	for (let at = minute - 4; at <= minute; at++) {
		count += service.isHigh[lagSlotOf(at)]!;
	}

	return count;
};

/** Lines of the last ten minutes, none of its minutes beyond the limit. */
const cappedInTen = ({service, minute}: LineView, cap: number): number => {
	let sum = 0;
	for (let at = minute - 9; at <= minute; at++) {
		const lines = service.series.lines[slotOf(at)]!;
		sum += Math.min(Number.isNaN(lines) ? service.cleanLines[slotOf(at)]! : lines, cap);
	}

	return sum;
};

/** Marks the minute as high where it is, and tells whether the lines up to and with it open an anomaly. */
export const isVolumeSurge = (view: LineView): boolean => {
	const {service, minute, tuning} = view;
	const lines = service.series.lines[slotOf(minute)]!;
	const most = levelledMost(view, 5, 4);
	const least = tuning.surgeFactor * most;
	const three = linesIn(view, 3) / 3;
	service.isHigh[lagSlotOf(minute)] = 0;
	if (!(lines > least || three > 0.8 * least)) {
		return false;
	}

	const limit = limitAt(view, most);
	const job = jobLimit(view, least);
	if (job > 0) {
		service.jobMinute = minute;
	}

	service.isHigh[lagSlotOf(minute)] = lines > Math.max(limit, job) ? 1 : 0;
	const usual = usualMost(service);
	// Jobs of a few minutes that run every hour are known by their minute.
	const hasJobs = minute - service.jobMinute <= 60;
	const sameTime = usual + (sameTimeFactor * Math.max(0, sameTimeMost(view, hasJobs) - usual));
	const isFast = service.isHigh[lagSlotOf(minute)] === 1 && highMinutes(view) >= tuning.badMinutes
		&& three > least && three > sameTime && linesIn(view, 5) - (5 * most) >= minExcess;
	if (isFast) {
		return true;
	}

	const slowMost = levelledMost(view, 10, 3);
	const ten = cappedInTen(view, Math.max(limit, 2));
	return ten > tuning.surgeFactor * slowMost * 10 && ten > 10 * sameTime && ten - (10 * slowMost) >= minExcess && three > 0.8 * least
		&& ten > band(10 * slowMost, lineDispersion, Math.sqrt((lineVariation ** 2) + (0.1 / service.clumping)), tuning.surgeWindowZ);
};

/** Whether the last ten minutes are as usual again. */
export const isVolumeCalm = (view: LineView, usual: number): boolean => linesIn(view, 10) / 10 <= 1.5 * Math.max(usual, usualMost(view.service));

const onsetOf = ({service, minute}: LineView, usual: number): number => {
	let onset = minute;
	for (let at = minute; at > minute - onsetMinutes && onset - at <= 1; at--) {
		if (service.series.lines[slotOf(at)]! > 2 * usual) {
			onset = at;
		}
	}

	return onset;
};

/** What to say of the lines in this minute; `since` and `usual` are those of an anomaly that is open already. */
export const readVolume = (view: LineView, since?: number, usual = usualMost(view.service)): Reading => {
	const onset = since ?? onsetOf(view, usual);
	const minutes = Math.max(3, Math.min(10, view.minute - onset + 1));
	const three = linesIn(view, 3);
	const isCritical = three >= 3 * criticalFactor * usual && three - (3 * usual) >= criticalExcess;
	return {
		severity: isCritical ? 'critical' : 'warning',
		onsetMs: startOf(onset),
		observedPerMinute: linesIn(view, minutes) / minutes,
		expectedPerMinute: usual,
		limitPerMinute: limitAt(view, usual),
	};
};
