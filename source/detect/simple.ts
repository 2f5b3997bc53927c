import {createEpisodes, type EpisodeKey, type Reading} from './episodes.js';
import {createRecentCounts} from './baseline/recent-counts.js';
import {dayMinutes, minuteMs, startOf} from './minute.js';
import {type ServiceSeries, slotOf} from './baseline/series.js';
import {isSaneWindow} from './kinds/pattern-rules.js';
import {isStormKind} from './kinds/registry.js';
import {readSaved, savedVersion} from './saved.js';
import type {
	AnomalyEvent,
	Detector,
	PatternShare,
	PatternWindow,
} from './types.js';

const hourMinutes = 60;
/** With less than this nothing is judged. */
const minHistoryMinutes = 20;
/** The rule: error share of the last hour above 5 % and above three times the baseline's. */
const shareLimit = 0.05;
const baselineTimes = 3;
/** From this share on it is critical. */
const criticalShare = 0.2;
/** The storm rule, in lines of one pattern in 15 minutes. */
const stormWindowMs = 15 * minuteMs;
const stormErrorLines = 10;
const stormLines = 150;
/** A storm is over when its pattern was not stormy in any sample for this long. */
const stormHoldMs = 15 * minuteMs;

export type SimpleOptions = {
	/** What `save` gave. */
	readonly saved?: unknown;
};

type Sums = {readonly lines: number; readonly errors: number; readonly minutes: number};

/** Counts of `minutes` minutes up to and with `last`; unknown minutes are left out. */
const sumOver = (series: ServiceSeries, last: number, minutes: number): Sums => {
	let lines = 0;
	let errors = 0;
	let known = 0;
	for (let minute = last - minutes + 1; minute <= last; minute++) {
		const slot = slotOf(minute);
		const value = series.lines[slot] ?? NaN;
		if (Number.isNaN(value)) {
			continue;
		}

		lines += value;
		errors += series.errors[slot] ?? 0;
		known++;
	}

	return {lines, errors, minutes: known};
};

/** A single error in a quiet service is above twice the expected, and no beginning of anything. */
const minRunErrors = 2;

/** The first minute of the run, up to `last`, in which errors stayed above twice the expected. */
const onsetOf = (series: ServiceSeries, last: number, expectedPerMinute: number): number => {
	let onset = last;
	for (let minute = last; minute > last - hourMinutes; minute--) {
		const errors = series.errors[slotOf(minute)] ?? 0;
		if (errors >= minRunErrors && errors > 2 * expectedPerMinute) {
			onset = minute;
		} else if (onset - minute > 2) {
			break;
		}
	}

	return onset;
};

const judge = (series: ServiceSeries, minute: number): {reading: Reading; isAbnormal: boolean} | undefined => {
	const learnt = sumOver(series, minute, hourMinutes + dayMinutes).minutes;
	if (learnt < minHistoryMinutes) {
		return undefined;
	}

	// Under two hours of history, the newest quarter is held against the rest.
	const window = Math.min(hourMinutes, Math.floor(learnt / 4));
	const now = sumOver(series, minute, window);
	const before = sumOver(series, minute - window, dayMinutes);
	const share = now.lines > 0 ? now.errors / now.lines : 0;
	const baseline = before.lines > 0 ? before.errors / before.lines : 0;
	const limit = Math.max(shareLimit, baselineTimes * baseline);
	const linesPerMinute = now.lines / Math.max(1, now.minutes);
	const expectedPerMinute = baseline * linesPerMinute;
	return {
		isAbnormal: share > limit,
		reading: {
			severity: share > criticalShare ? 'critical' : 'warning',
			onsetMs: startOf(onsetOf(series, minute, expectedPerMinute)),
			observedPerMinute: now.errors / Math.max(1, now.minutes),
			expectedPerMinute,
			limitPerMinute: limit * linesPerMinute,
		},
	};
};

/** Lines of a pattern scaled to 15 minutes; a shorter window is taken as it is. */
const linesIn15Minutes = (pattern: PatternShare, window: PatternWindow): number =>
	pattern.estimatedLines * Math.min(1, stormWindowMs / Math.max(minuteMs, window.endMs - window.startMs));

/**
The original rule with its arithmetic mended. Errors: their share of the last hour's lines is above 5 % and above three times the share of the 24 h before.
Storms: a pattern with more than 10 error lines or more than 150 lines of any level in 15 minutes.
*/
export const createSimpleDetector = (options: SimpleOptions = {}): Detector => {
	const history = createRecentCounts();
	const episodes = createEpisodes();
	const saved = readSaved(options.saved, 'simple');
	if (saved !== undefined && history.restore(saved.history)) {
		episodes.restore(saved.episodes);
	}

	const nowMs = (): number => startOf(history.newest() ?? 0);

	const settle = (key: EpisodeKey, isAbnormal: boolean, reading: Reading, atMs: number): AnomalyEvent | undefined => {
		const episode = episodes.find(key);
		if (isAbnormal) {
			return episode === undefined
				? episodes.open(key, reading, atMs)
				: episodes.update(episode, {...reading, onsetMs: episode.onsetMs}, atMs);
		}

		return episode === undefined ? undefined : episodes.resolve(episode, atMs);
	};

	const endOldStorms = (atMs: number): AnomalyEvent[] => episodes.openOnes()
		.filter(episode => isStormKind(episode.kind) && atMs - episode.lastSeenMs > stormHoldMs)
		.map(episode => episodes.resolve(episode, atMs));

	return {
		takeMinute(minute) {
			const taken = history.take(minute);
			if (taken.type !== 'advanced' || minute.counts === undefined) {
				return [];
			}

			const now = taken.minute;
			const atMs = startOf(now);
			const events: AnomalyEvent[] = endOldStorms(atMs);
			for (const series of history.services.values()) {
				const verdict = judge(series, now);
				const event = verdict && settle({service: series.name, kind: 'error-spike'}, verdict.isAbnormal, verdict.reading, atMs);
				if (event !== undefined) {
					events.push(event);
				}
			}

			episodes.prune(atMs);
			return events;
		},
		takePatterns(window) {
			if (!isSaneWindow(window)) {
				return [];
			}

			const events: AnomalyEvent[] = [];
			const minutes = Math.max(1, (window.endMs - window.startMs) / minuteMs);
			for (const pattern of window.patterns) {
				const lines = linesIn15Minutes(pattern, window);
				const isStorm = Number.isFinite(lines) && lines > (pattern.isError ? stormErrorLines : stormLines);
				if (!isStorm) {
					continue;
				}

				const key: EpisodeKey = {service: window.service, kind: 'pattern-storm', pattern: {id: pattern.patternId, template: pattern.template}};
				const event = settle(key, true, {
					severity: 'warning',
					onsetMs: window.startMs,
					observedPerMinute: pattern.estimatedLines / minutes,
					expectedPerMinute: 0,
					limitPerMinute: (pattern.isError ? stormErrorLines : stormLines) / 15,
					share: pattern.share,
				}, window.endMs);
				if (event !== undefined) {
					events.push(event);
				}
			}

			return events;
		},
		// The fixed-threshold rule knows errors and storms alone.
		takeFindings: () => [],
		anomalies: () => episodes.list(nowMs()),
		expectation(service) {
			const series = history.services.get(service);
			const newest = history.newest();
			if (series === undefined || newest === undefined) {
				return undefined;
			}

			const day = sumOver(series, newest, dayMinutes);
			const verdict = judge(series, newest);
			return verdict && {
				errorsPerMinute: verdict.reading.expectedPerMinute,
				errorsLimitPerMinute: verdict.reading.limitPerMinute ?? 0,
				linesPerMinute: day.lines / Math.max(1, day.minutes),
			};
		},
		services: () => history.services.keys(),
		counts: startMs => history.counts(startMs),
		learnt: () => ({minutes: Math.min(dayMinutes, history.answeredAmong(dayMinutes)), wantedMinutes: dayMinutes}),
		save: packing => ({
			version: savedVersion, kind: 'simple', history: history.save(packing), episodes: episodes.save(),
		}),
	};
};
