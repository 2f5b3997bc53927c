import {LRUCache} from 'lru-cache';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {isOpen, maxNoticeMs} from '../../detect/lifecycle.js';
import {isErrorRate, isNewError, isStormKind} from '../../detect/kinds/registry.js';
import {saidOfId} from '../../detect/kinds/said.js';
import type {Anomaly} from '../../detect/types.js';
import {
	errorCountsQuery,
	quote,
	serviceSelector,
} from '../../loki/logql/logql.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {literalsOf} from '../../patterns/literal.js';

/** How finely the beginning of an anomaly is looked at. */
const spikeStepMs = 5000;
/** The minutes in which the counts went wrong, and what stands around them. */
const beforeMs = minuteMs;
const afterMs = 3 * minuteMs;
/** How far back a pattern's lines are counted, and how finely. */
const patternPastMs = hourMs;
const patternStepMs = 10_000;
/** Lines at the start of what was counted: they began before it, or what was looked for is in other lines too. */
const surelyCalmMs = 5 * minuteMs;
/** A service is looked at soon after its first anomaly, or not at all. */
const saidWaitMs = 10 * minuteMs;
/** A line that none follows for so long is a stray one. */
const longestGapMs = 10 * minuteMs;
const togetherMs = 15 * minuteMs;
/** Errors within a minute that are a beginning and not a stray one. */
const minBurst = 3;
/** Fewer are expected of no service: an error in a quarter of an hour. */
const minErrorsPerMinute = 1 / 15;
/** A beginning that is this much less probable than the best one may still be it; the earlier one is taken. */
const plausibleNats = 1;
/** More errors than these beyond the usual, between the onset's minute and the change, are no strays. */
const strayDeviations = 3;
const strayErrors = 3;
/** Services looked at in one question, and patterns looked at in one turn, a question each. */
const maxServices = 20;
const maxPatterns = 5;

export type OnsetFinder = {
	/** Asks one question for all error spikes whose beginning is known to the minute only, and one for each new pattern and storm. Takes anomalies as the detector gives them. */
	readonly refine: (anomalies: readonly Anomaly[], nowMs: number, signal: AbortSignal) => Promise<void>;
	/** The anomaly with its beginning as finely as it is known. */
	readonly apply: (anomaly: Anomaly) => Anomaly;
	/** What was found, as JSON, for the next finder on the same Loki. */
	readonly save: () => FoundOnsets;
};

/** The onsets of anomalies; none where nothing finer than the minute was found. */
export type FoundOnsets = ReadonlyArray<{readonly key: string; readonly onsetMs?: number | undefined}>;

export type OnsetFinderOptions = {
	/** The fixed parts of a pattern as they stand in its lines; undefined where no line of it was read. */
	readonly literals: (service: string, patternId: string) => readonly string[] | undefined;
	/** What an earlier finder's `save` gave. */
	readonly saved?: FoundOnsets | undefined;
};

const noticedMs = ({onsetMs, openedMs}: Anomaly): number => Math.min(openedMs, onsetMs + maxNoticeMs);

const keyOf = (anomaly: Anomaly): string => `${anomaly.fingerprint} ${anomaly.onsetMs}`;

/** Who broke first is often a matter of seconds, and minutes cannot tell: the beginning of an error spike is counted in steps of 5 s. */
export function createOnsetFinder(client: LokiClient, scope: Scope, {literals, saved = []}: OnsetFinderOptions): OnsetFinder {
	/** Undefined where nothing finer was found: it is not asked again. */
	const found = new LRUCache<string, {readonly onsetMs: number | undefined}>({max: 1000});
	for (const {key, onsetMs} of saved) {
		found.set(key, {onsetMs});
	}

	const isCoarse = (anomaly: Anomaly): boolean => isOpen(anomaly) && !found.has(keyOf(anomaly));

	const remember = (anomaly: Anomaly, onsetMs: number | undefined): void => {
		found.set(keyOf(anomaly), {onsetMs});
	};

	const refineSpikes = async (anomalies: readonly Anomaly[], nowMs: number, signal: AbortSignal): Promise<void> => {
		const coarse = anomalies.filter(anomaly => isErrorRate(anomaly.kind) && isCoarse(anomaly) && nowMs >= anomaly.onsetMs + afterMs).slice(0, maxServices);
		const [first] = coarse;
		if (!first) {
			return;
		}

		// Services that broke together are what the order matters for; others have their own turn.
		const together = coarse.filter(anomaly => Math.abs(anomaly.onsetMs - first.onsetMs) <= togetherMs);
		const {serviceLabel} = scope.capabilities;
		const {series} = await client.queryMetrics({
			query: errorCountsQuery(scope, together.map(anomaly => anomaly.service), {by: [serviceLabel], step: `${spikeStepMs / 1000}s`}),
			range: {
				startMs: Math.min(...together.map(anomaly => anomaly.onsetMs)) - beforeMs,
				endMs: Math.min(nowMs, Math.max(...together.map(anomaly => noticedMs(anomaly))) + afterMs),
			},
			stepMs: spikeStepMs,
		}, {signal});
		for (const anomaly of together) {
			const samples = series.find(({labels}) => labels[serviceLabel] === anomaly.service)?.samples ?? [];
			remember(anomaly, firstBurst(samples, anomaly));
		}
	};

	/** What a sample shows has often begun before the sample: a new pattern with its first line, a storm where its rate rose. */
	const refinePatterns = async (anomalies: readonly Anomaly[], nowMs: number, signal: AbortSignal): Promise<void> => {
		const coarse = anomalies.filter(anomaly => (isNewError(anomaly.kind) || isStormKind(anomaly.kind)) && isCoarse(anomaly)).slice(0, maxPatterns);
		for (const anomaly of coarse) {
			const {service, pattern, openedMs, onsetMs, kind} = anomaly;
			const known = literals(service, pattern?.id ?? '');
			// The senses know what an error says, not how it stands in its lines: the next look at the service tells.
			const isSaid = saidOfId(pattern?.id) !== undefined;
			if (isSaid && known === undefined && nowMs - openedMs < saidWaitMs) {
				continue;
			}

			const filters = (known ?? (isSaid ? [] : literalsOf(pattern?.template ?? ''))).map(literal => `|= ${quote(literal)}`);
			if (filters.length === 0) {
				remember(anomaly, undefined);
				continue;
			}

			const range = {startMs: Math.min(onsetMs, openedMs) - patternPastMs, endMs: Math.min(nowMs, Math.max(onsetMs, openedMs) + minuteMs)};
			const {series} = await client.queryMetrics({
				query: `sum(count_over_time(${serviceSelector(scope, service)} ${filters.join(' ')} [${patternStepMs / 1000}s]))`,
				range,
				stepMs: patternStepMs,
			}, {signal});
			const samples = series[0]?.samples ?? [];
			remember(anomaly, isNewError(kind) ? firstLine(samples, range.startMs) : riseOf(samples, anomaly, range.startMs));
		}
	};

	return {
		async refine(anomalies, nowMs, signal) {
			await refineSpikes(anomalies, nowMs, signal);
			await refinePatterns(anomalies, nowMs, signal);
		},
		apply(anomaly) {
			const onsetMs = found.get(keyOf(anomaly))?.onsetMs;
			return onsetMs === undefined ? anomaly : {...anomaly, onsetMs, isOnsetCounted: true};
		},
		save: () => Array.from(found.entries(), ([key, {onsetMs}]) => ({key, onsetMs})).toReversed(),
	};
}

type Samples = ReadonlyArray<readonly [timeMs: number, count: number]>;

/**
When the lines of something new began: the first of those that go on to the end, with no long gap between them.
Undefined where they were there at the start of what was counted.
*/
function firstLine(samples: Samples, startMs: number): number | undefined {
	const times = samples.filter(([, count]) => count > 0).map(([timeMs]) => timeMs);
	const first = times.findLast((timeMs, index) => index === 0 || timeMs - times[index - 1]! > longestGapMs);
	return first === undefined || first < startMs + surelyCalmMs ? undefined : first - patternStepMs;
}

/** When the rate of lines rose to a storm; undefined where it was as high at the start of what was counted. */
function riseOf(samples: Samples, {expectedPerMinute, limitPerMinute}: Spike, startMs: number): number | undefined {
	const rise = firstBurst(samples, {onsetMs: startMs, expectedPerMinute, limitPerMinute}, patternStepMs);
	return rise === undefined || rise < startMs + surelyCalmMs ? undefined : rise;
}

/** What tells when an error spike began. */
type Spike = Pick<Anomaly, 'onsetMs' | 'limitPerMinute' | 'expectedPerMinute'>;

/** The level between two rates of a Poisson process at which a count speaks for neither: what a CUSUM chart subtracts (Lucas 1985). */
const referenceRate = (before: number, after: number): number => after > before ? (after - before) / Math.log(after / before) : after;

/**
The start of the step in which the rate of errors changed: the earliest that is nearly as probable as the most probable one, by the cumulative sum of what each step holds beyond the reference rate (Page 1954).
Stray errors shortly before are not it; where there were too many of them for chance, it was a slow rise, which began with the first error of the onset's minute.
A sample at T counts (T - step, T].
*/
export function firstBurst(samples: Samples, {onsetMs, limitPerMinute, expectedPerMinute}: Spike, stepMs = spikeStepMs): number | undefined {
	const steps = samples.filter(([timeMs, count]) => count > 0 && timeMs > onsetMs - beforeMs);
	const sum = (fromMs: number, untilMs: number): number => steps.reduce((total, [timeMs, count]) => total + (timeMs >= fromMs && timeMs < untilMs ? count : 0), 0);
	const peak = Math.max(...steps.map(([timeMs]) => sum(timeMs, timeMs + minuteMs)));
	if (!(peak >= Math.max(minBurst, limitPerMinute ?? 0))) {
		return firstErrorIn(samples, onsetMs, stepMs);
	}

	const before = Math.max(minErrorsPerMinute, expectedPerMinute);
	const reference = referenceRate(before, peak);
	const endMs = (steps.at(-1)?.[0] ?? onsetMs) + stepMs;
	const evidence = steps.map(([timeMs]) => ({timeMs, nats: Math.log(peak / before) * (sum(timeMs, endMs) - (reference * (endMs - timeMs) / minuteMs))}));
	const most = Math.max(...evidence.map(({nats}) => nats));
	const change = evidence.find(({nats}) => nats >= most - plausibleNats);
	if (!change) {
		return undefined;
	}

	const usual = expectedPerMinute * Math.max(0, change.timeMs - onsetMs) / minuteMs;
	const isSlowRise = sum(onsetMs + 1, change.timeMs) > usual + (strayDeviations * Math.sqrt(usual)) + strayErrors;
	return isSlowRise ? firstErrorIn(samples, onsetMs, stepMs) : change.timeMs - stepMs;
}

const firstErrorIn = (samples: Samples, onsetMs: number, stepMs: number): number | undefined => {
	const first = samples.find(([timeMs, count]) => count > 0 && timeMs > onsetMs && timeMs <= onsetMs + minuteMs);
	return first && first[0] - stepMs;
};
