import {dropOldest} from '../drop-oldest.js';
import type {EpisodeKey, Episodes, Reading} from '../episodes.js';
import {minuteMs} from '../minute.js';
import {isRecord} from '../saved.js';
import type {AnomalyEvent, PatternShare, PatternWindow} from '../types.js';
import type {Looks} from './looks.js';
import {saidId} from './said.js';
import type {UsualLines} from './volume-surge.js';

/** A storm is one pattern that is this share of the sample, from so many sampled lines on. */
const stormShare = 0.4;
const stormSampledLines = 20;
/** And so many times what it usually is, or all lines of the service together usually are; at least so many lines a minute. */
const stormFactor = 5;
const stormLinesFactor = 2.8;
const stormLinesPerMinute = 10;
const criticalStormFactor = 10;
const criticalStormLines = 100;
const calmStormFactor = 2;
/** An error pattern is new when it was never seen before, from so many lines on. */
const newSampledLines = 3;
const criticalNewLines = 20;
/** What was seen no more for so long is over; samples are taken only now and then. */
const stormHoldMs = 15 * minuteMs;
const newHoldMs = 30 * minuteMs;
/** Usual rates are learnt from calm samples, a quarter of the new one each. */
const learningShare = 0.25;
const maxServices = 5000;
const maxPatterns = 100;
/** Open pattern anomalies of one service: what is beyond them says nothing more. */
const maxOpen = 5;

type UsualRates = Map<string, number>;

export type PatternRules = {
	/** `lines` is undefined where it is not known. */
	readonly take: (window: PatternWindow, lines: UsualLines | undefined) => AnomalyEvent[];
	/** Ends what was not seen for long. */
	readonly expire: (atMs: number) => AnomalyEvent[];
	readonly save: () => unknown;
	readonly restore: (saved: unknown) => void;
};

const ratesOf = (saved: unknown): UsualRates => {
	const rates: UsualRates = new Map();
	for (const [id, rate] of isRecord(saved) ? Object.entries(saved).slice(-maxPatterns) : []) {
		if (typeof rate === 'number' && rate >= 0) {
			rates.set(id, rate);
		}
	}

	return rates;
};

const isFiniteCount = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** Whether a window has a beginning before its end. */
export const isSaneWindow = (window: PatternWindow): boolean => Number.isFinite(window.startMs) && Number.isFinite(window.endMs) && window.endMs > window.startMs;

/** When a new pattern was first seen, which may be before the window. */
const firstSeenIn = ({startMs, endMs}: PatternWindow, {firstSeenMs}: PatternShare): number => Number.isFinite(firstSeenMs) ? Math.min(endMs, firstSeenMs) : startMs;

/** Storms of one pattern, and error patterns that are new. What they say comes from samples, scaled to Loki's counts. */
export const createPatternRules = (episodes: Episodes, looks: Pick<Looks, 'holdMs'>): PatternRules => {
	const usual = new Map<string, UsualRates>();

	const keyOf = (window: PatternWindow, kind: 'pattern-storm' | 'new-pattern', pattern: PatternShare): EpisodeKey => ({
		service: window.service, kind, pattern: {id: pattern.patternId, template: pattern.template},
	});

	const settle = (key: EpisodeKey, reading: Reading | undefined, atMs: number): AnomalyEvent | undefined => {
		const episode = episodes.find(key);
		if (reading === undefined) {
			return undefined;
		}

		if (episode !== undefined) {
			return episodes.update(episode, reading, atMs);
		}

		const open = episodes.openOnes().filter(({service, kind}) => service === key.service && kind === key.kind);
		return open.length < maxOpen ? episodes.open(key, reading, atMs) : undefined;
	};

	const readStorm = (window: PatternWindow, pattern: PatternShare, rate: number, before: number | undefined, lines: UsualLines | undefined): Reading | undefined => {
		const isBeyondItself = before !== undefined && rate >= stormFactor * before;
		const isBeyondAll = lines !== undefined && rate >= stormLinesFactor * lines.always;
		// The lines of a job that runs every hour are no storm, and neither is one of its patterns that is rare in between.
		const isDue = lines !== undefined && rate < stormLinesFactor * lines.scheduled;
		const isEnough = pattern.share >= stormShare && pattern.sampledLines >= stormSampledLines && rate >= stormLinesPerMinute;
		if (!isEnough || isDue || !(isBeyondAll || isBeyondItself)) {
			return undefined;
		}

		const reference = before ?? lines?.always ?? 0;
		return {
			severity: rate >= criticalStormFactor * reference && rate >= criticalStormLines ? 'critical' : 'warning',
			onsetMs: pattern.isNew ? firstSeenIn(window, pattern) : window.startMs,
			observedPerMinute: rate,
			expectedPerMinute: reference,
			limitPerMinute: before === undefined ? stormLinesFactor * (lines?.always ?? 0) : stormFactor * before,
			share: pattern.share,
		};
	};

	/** Whether the senses opened it already, by what it says. */
	const isTold = ({service}: PatternWindow, {said = []}: PatternShare): boolean => said.some(text => episodes.find({service, kind: 'new-pattern', pattern: {id: saidId(text), template: text}}) !== undefined);

	const readNew = (window: PatternWindow, pattern: PatternShare, rate: number): Reading | undefined => {
		if (!pattern.isError || !pattern.isNew || pattern.sampledLines < newSampledLines || isTold(window, pattern)) {
			return undefined;
		}

		return {
			severity: rate >= criticalNewLines ? 'critical' : 'warning',
			onsetMs: firstSeenIn(window, pattern),
			observedPerMinute: rate,
			expectedPerMinute: 0,
			limitPerMinute: undefined,
			share: pattern.share,
		};
	};

	const endStorms = (window: PatternWindow, rates: ReadonlyMap<string, number>): AnomalyEvent[] => episodes.openOnes()
		.filter(({service, kind, pattern, expectedPerMinute}) => service === window.service && kind === 'pattern-storm'
			&& (rates.get(pattern?.id ?? '') ?? 0) < Math.max(stormLinesPerMinute, calmStormFactor * expectedPerMinute))
		.map(episode => episodes.resolve(episode, window.endMs));

	return {
		take(window, lines) {
			if (!isSaneWindow(window)) {
				return [];
			}

			const known = usual.get(window.service);
			const learnt: UsualRates = known ?? new Map<string, number>();
			const minutes = Math.max(1, (window.endMs - window.startMs) / minuteMs);
			const rates = new Map<string, number>();
			const events: Array<AnomalyEvent | undefined> = [];
			for (const pattern of window.patterns) {
				const rate = pattern.estimatedLines / minutes;
				if (!isFiniteCount(rate) || !isFiniteCount(pattern.sampledLines)) {
					continue;
				}

				rates.set(pattern.patternId, rate);
				const before = known?.get(pattern.patternId);
				const storm = readStorm(window, pattern, rate, before, lines);
				events.push(
					settle(keyOf(window, 'pattern-storm', pattern), storm, window.endMs),
					settle(keyOf(window, 'new-pattern', pattern), readNew(window, pattern, rate), window.endMs),
				);
				// A storm does not become the usual.
				if (storm !== undefined) {
					continue;
				}

				learnt.delete(pattern.patternId);
				learnt.set(pattern.patternId, before === undefined ? rate : before + (learningShare * (rate - before)));
			}

			dropOldest(learnt, maxPatterns);
			usual.delete(window.service);
			usual.set(window.service, learnt);
			dropOldest(usual, maxServices);
			return [...events.filter(event => event !== undefined), ...endStorms(window, rates)];
		},
		expire: atMs => episodes.openOnes()
			.filter(({kind, lastSeenMs}) => (kind === 'pattern-storm' && atMs - lastSeenMs > looks.holdMs(stormHoldMs)) || (kind === 'new-pattern' && atMs - lastSeenMs > looks.holdMs(newHoldMs)))
			.map(episode => episodes.resolve(episode, atMs)),
		save: () => Object.fromEntries(Array.from(usual, ([service, rates]) => [service, Object.fromEntries(rates)])),
		restore(saved) {
			for (const [service, rates] of isRecord(saved) ? Object.entries(saved).slice(-maxServices) : []) {
				usual.set(service, ratesOf(rates));
			}
		},
	};
};
