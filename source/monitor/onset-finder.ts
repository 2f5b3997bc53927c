import {LRUCache} from 'lru-cache';
import type {Anomaly} from '../detect/types.js';
import {andSelector, anyOf, errorStage} from '../loki/logql.js';
import type {LokiClient, Scope} from '../loki/types.js';

/** How finely the beginning of an anomaly is looked at. */
const stepMs = 10_000;
/** The minute in which the counts went wrong, and what stands around it. */
const beforeMs = 60_000;
const afterMs = 3 * 60_000;
const minuteMs = 60_000;
/** Errors within a minute that are a beginning and not a stray one. */
const minBurst = 3;
/** Services looked at in one question. */
const maxServices = 20;

export type OnsetFinder = {
	/** Asks one question for all anomalies whose beginning is known to the minute only; says whether more is known now. */
	readonly refine: (anomalies: readonly Anomaly[], nowMs: number, signal: AbortSignal) => Promise<boolean>;
	/** The anomaly with its beginning as finely as it is known. */
	readonly apply: (anomaly: Anomaly) => Anomaly;
	/** What was found, as JSON, for the next finder on the same Loki. */
	readonly save: () => FoundOnsets;
};

/** The onsets of anomalies; none where nothing finer than the minute was found. */
export type FoundOnsets = ReadonlyArray<{readonly key: string; readonly onsetMs?: number | undefined}>;

const keyOf = (anomaly: Anomaly): string => `${anomaly.fingerprint} ${anomaly.onsetMs}`;

/** Who broke first is often a matter of seconds, and minutes cannot tell: the beginning of an error spike is counted in steps of 10 s. */
export function createOnsetFinder(client: LokiClient, scope: Scope, saved: FoundOnsets = []): OnsetFinder {
	/** Undefined where nothing finer was found: it is not asked again. */
	const found = new LRUCache<string, {readonly onsetMs: number | undefined}>({max: 1000});
	for (const {key, onsetMs} of saved) {
		found.set(key, {onsetMs});
	}

	return {
		async refine(anomalies, nowMs, signal) {
			const coarse = anomalies
				.filter(anomaly => anomaly.kind === 'error-spike' && anomaly.state !== 'resolved' && !found.has(keyOf(anomaly)) && nowMs >= anomaly.onsetMs + afterMs)
				.slice(0, maxServices);
			const [first] = coarse;
			if (!first) {
				return false;
			}

			// Services that broke together are what the order matters for; others have their own turn.
			const together = coarse.filter(anomaly => Math.abs(anomaly.onsetMs - first.onsetMs) <= afterMs);
			const onsets = together.map(anomaly => anomaly.onsetMs);
			const {serviceLabel} = scope.capabilities;
			const selector = andSelector(scope.selector, anyOf(serviceLabel, together.map(anomaly => anomaly.service)));
			const {series} = await client.queryMetrics({
				query: `sum by (${serviceLabel}) (count_over_time(${selector} ${errorStage(scope.capabilities)} [${stepMs / 1000}s]))`,
				range: {startMs: Math.min(...onsets) - beforeMs, endMs: Math.max(...onsets) + afterMs},
				stepMs,
			}, {signal});
			for (const anomaly of together) {
				const samples = series.find(({labels}) => labels[serviceLabel] === anomaly.service)?.samples ?? [];
				found.set(keyOf(anomaly), {onsetMs: firstBurst(samples, anomaly)});
			}

			return true;
		},
		apply(anomaly) {
			const onsetMs = found.get(keyOf(anomaly))?.onsetMs;
			return onsetMs === undefined ? anomaly : {...anomaly, onsetMs};
		},
		save: () => Array.from(found.entries(), ([key, {onsetMs}]) => ({key, onsetMs})).toReversed(),
	};
}

/** The start of the first step from which on a minute holds more errors than the limit allows, never later than the onset's minute; a sample at T counts (T - step, T]. */
export function firstBurst(samples: ReadonlyArray<readonly [timeMs: number, count: number]>, {onsetMs, limitPerMinute}: Pick<Anomaly, 'onsetMs' | 'limitPerMinute'>): number | undefined {
	const enough = Math.max(minBurst, limitPerMinute ?? 0);
	for (const [timeMs, count] of samples) {
		if (count === 0 || timeMs <= onsetMs - beforeMs) {
			continue;
		}

		let sum = 0;
		for (const [otherMs, otherCount] of samples) {
			sum += otherMs >= timeMs && otherMs < timeMs + 60_000 ? otherCount : 0;
		}

		if (sum >= enough) {
			const foundMs = timeMs - stepMs;
			return foundMs < onsetMs + minuteMs ? foundMs : firstErrorIn(samples, onsetMs);
		}
	}

	return firstErrorIn(samples, onsetMs);
}

/** A slow rise reaches the limit long after it began: then the first error of the onset's own minute is its beginning. */
const firstErrorIn = (samples: ReadonlyArray<readonly [timeMs: number, count: number]>, onsetMs: number): number | undefined => {
	const first = samples.find(([timeMs, count]) => count > 0 && timeMs > onsetMs && timeMs <= onsetMs + minuteMs);
	return first && first[0] - stepMs;
};
