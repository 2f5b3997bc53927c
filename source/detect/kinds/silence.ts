import type {Reading} from '../episodes.js';
import {dayMinutes, startOf} from '../minute.js';
import {slotOf} from '../baseline/series.js';
import {silenceDays, type ServiceState} from '../service.js';
import type {Tuning} from '../tuning.js';
import {usualLeast} from '../baseline/usual-lines.js';

/** A minute is silent at this share of the usual or less. */
const silentShare = 0.1;
const minRunMinutes = 4;
/** How sure the usual is: as if so many lines' worth of it had been counted. */
const certainty = 12;
/** A single line within a silence takes this much off its weight, and does not end it. */
const lineCost = 2.5;
/** Compared with the longest silence of the last days. */
const evidenceFactor = 1.3;
const runFactor = 1.15;
/** It is over when this share of the usual is back. */
const backShare = 0.35;
const backWindowShare = 0.5;
const criticalAfterMinutes = 5;
const criticalLines = 0.5;

/** Improbability, in nats, of a minute without lines where `usual` are usual and come in clumps. */
const weightOf = (usual: number, clumping: number): number => {
	if (!(usual > 0)) {
		return 0;
	}

	const over = 1.15 + (usual / clumping);
	return usual * Math.log(over) / (over - 1);
};

const dayOf = (minute: number): number => Math.floor(minute / dayMinutes) % silenceDays;

/** Remembers the longest silence of the day, one that was none. */
const remember = (service: ServiceState, minute: number): void => {
	const day = dayOf(minute);
	service.silenceRuns[day] = Math.max(service.silenceRuns[day]!, service.silentRun);
	service.silenceEvidence[day] = Math.max(service.silenceEvidence[day]!, service.silentWeight);
};

/** Finds the silences in minutes that were filled in later: what the service does now and then. */
export const rememberSilences = (service: ServiceState, from: number, to: number): void => {
	let run = 0;
	const usual = usualLeast(service);
	for (let minute = from; minute < to; minute++) {
		if (service.series.lines[slotOf(minute)] === 0) {
			run++;
			continue;
		}

		if (run > 0) {
			const day = dayOf(minute);
			service.silenceRuns[day] = Math.max(service.silenceRuns[day]!, run);
			service.silenceEvidence[day] = Math.max(service.silenceEvidence[day]!, run * weightOf(usual, service.clumping));
		}

		run = 0;
	}
};

/** Forgets the day that is eight days old. */
export const beginSilenceDay = (service: ServiceState, minute: number): void => {
	service.silenceRuns[dayOf(minute)] = 0;
	service.silenceEvidence[dayOf(minute)] = 0;
};

/** Ends the run of silent minutes without a trace. */
export const clearSilence = (service: ServiceState): void => {
	service.silentRun = 0;
	service.silentWeight = 0;
};

/** Takes a minute's lines into the run of silent minutes. */
export const updateSilence = (service: ServiceState, minute: number, lines: number): void => {
	const usual = usualLeast(service);
	if (!(usual > 0) || Number.isNaN(lines)) {
		return;
	}

	if (lines <= silentShare * usual) {
		if (service.silentRun === 0) {
			service.silentWeight = 0;
			service.silentSince = minute;
		}

		service.silentRun++;
		service.silentWeight += weightOf(usual, service.clumping);
		return;
	}

	if (service.silentRun === 0) {
		return;
	}

	const cost = lineCost * Math.max(1, lines / Math.max(usual, 0.3));
	if (lines <= 1 && service.silentWeight > cost + 1) {
		service.silentWeight -= cost;
		service.silentRun++;
		return;
	}

	remember(service, minute);
	clearSilence(service);
};

/** Whether the run of silent minutes is too improbable, and longer than what the service does now and then. */
export const isSilence = (service: ServiceState, minute: number, tuning: Tuning): boolean => {
	const evidence = certainty * Math.log(1 + (service.silentWeight / certainty));
	if (service.silentRun < minRunMinutes || evidence < tuning.silenceEvidence) {
		return false;
	}

	const lines = service.series.lines[slotOf(minute)]!;
	return lines <= backShare * usualLeast(service)
		&& service.silentWeight >= evidenceFactor * Math.max(...service.silenceEvidence)
		&& service.silentRun >= runFactor * Math.max(...service.silenceRuns);
};

/** Whether lines come again as they did; `usual` is what was usual when it began. */
export const areLinesBack = (service: ServiceState, minute: number, usual: number): boolean =>
	service.series.lines[slotOf(minute)]! > backShare * usual;

/** Whether ten minutes brought half of what was usual: over at once. */
export const isBackAtOnce = (linesInTen: number, lines: number, usual: number): boolean => lines > 0 && linesInTen >= backWindowShare * 10 * usual;

/** What to say of a silence that began with minute `since`, of which it was known in minute `opened`. */
export const readSilence = (minute: number, lines: number, usual: number, since: number, opened: number): Reading => ({
	severity: minute - opened >= criticalAfterMinutes && usual >= criticalLines ? 'critical' : 'warning',
	onsetMs: startOf(since),
	observedPerMinute: lines,
	expectedPerMinute: usual,
	limitPerMinute: silentShare * usual,
});
