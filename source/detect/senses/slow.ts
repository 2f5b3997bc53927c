import type {Past} from './past.js';
import {shareScore} from './share-score.js';
import type {
	Finding,
	SenseName,
	Slice,
	TimeSeries,
} from './types.js';

const weight = 0.8;
/** Times of a kind known before it can be said what is slow. */
const leastBefore = 10;
const highShare = 0.95;
/** What is slower by less is not felt. */
const leastSlowerMs = 20;
const leastSlow = 3;
/** Slow times that come together are one hiccup: of each so many seconds, all count as one. */
const hiccupSeconds = 5;
/** Callees that must be slow before their caller is the one to blame. */
const leastCallees = 2;

const senses: Readonly<Record<TimeSeries['kind'], SenseName>> = {own: 'own-time', call: 'call-time', told: 'told-time'};

const idOf = ({kind, service, blamed, key}: TimeSeries): string => `${kind}\n${service}\n${blamed}\n${key}`;

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

type Limit = {readonly limitMs: number; readonly medianMs: number; readonly highMs: number};

/** The times of a series in one place and span of seconds: slow is the share of them that were. */
type Bucket = {times: number; slow: number};

type Pool = {
	readonly sense: SenseName;
	readonly service: string;
	readonly now: Map<number, Bucket>;
	readonly before: Map<number, Bucket>;
	readonly slowBySeries: Map<TimeSeries, number>;
	/** All times now, and how they were before, of series that were slow. */
	growthMs: number;
	slow: number;
	firstSecond: number;
	/** Of calls by caller: the callees that were slow. */
	readonly callees: Map<string, number>;
};

const limitsOf = (past: Past): ReadonlyMap<string, Limit> => {
	const times = new Map<string, number[]>();
	for (const {times: series} of past.slices) {
		for (const one of series) {
			const id = idOf(one);
			const known = times.get(id) ?? [];
			for (let index = 1; index < one.values.length; index += 2) {
				known.push(one.values[index]!);
			}

			times.set(id, known);
		}
	}

	const limits = new Map<string, Limit>();
	for (const [id, values] of times) {
		if (values.length < leastBefore) {
			continue;
		}

		values.sort((a, b) => a - b);
		const medianMs = quantile(values, 0.5);
		const highMs = quantile(values, highShare);
		limits.set(id, {limitMs: Math.max(highMs, medianMs + leastSlowerMs), medianMs, highMs});
	}

	return limits;
};

/** Seconds as they count: hits of trials, a hiccup once. */
const sumBuckets = (buckets: ReadonlyMap<number, Bucket>): {readonly hits: number; readonly trials: number} => {
	let hits = 0;
	let trials = 0;
	for (const {times, slow} of buckets.values()) {
		const effective = Math.sqrt(times);
		trials += effective;
		hits += effective * slow / times;
	}

	return {hits, trials};
};

/**
What takes longer than it did. A time is slow above the old 95th percentile of its own kind and 20 ms above the old median; slow ones are pooled:
own times and told ones by service, calls by callee, which is blamed, and by caller only where two of its callees are slow.
*/
export function findSlow(now: Slice, past: Past): readonly Finding[] {
	const limits = limitsOf(past);
	const pools = new Map<string, Pool>();

	const poolOf = (sense: SenseName, side: string, service: string): Pool => {
		const id = `${sense}\n${side}\n${service}`;
		const known = pools.get(id) ?? {
			sense, service, now: new Map<number, Bucket>(), before: new Map<number, Bucket>(), slowBySeries: new Map<TimeSeries, number>(), growthMs: 0, slow: 0, firstSecond: Infinity, callees: new Map<string, number>(),
		};
		pools.set(id, known);
		return known;
	};

	const take = (series: TimeSeries, sliceIndex: number): void => {
		const limit = limits.get(idOf(series));
		if (!limit) {
			return;
		}

		const isNow = sliceIndex === -1;
		const sense = senses[series.kind];
		const targets = [poolOf(sense, 'blamed', series.blamed), ...(series.kind === 'call' ? [poolOf(sense, 'caller', series.service)] : [])];
		for (let index = 0; index + 1 < series.values.length; index += 2) {
			const second = series.values[index]!;
			const ms = series.values[index + 1]!;
			const isSlow = ms > limit.limitMs;
			const bucketId = ((sliceIndex + 1) * 10_000) + Math.floor(second / hiccupSeconds);
			for (const pool of targets) {
				const buckets = isNow ? pool.now : pool.before;
				const bucket = buckets.get(bucketId) ?? {times: 0, slow: 0};
				bucket.times++;
				bucket.slow += isSlow ? 1 : 0;
				buckets.set(bucketId, bucket);
				if (!isNow || !isSlow) {
					continue;
				}

				pool.slow++;
				pool.growthMs += ms - limit.medianMs;
				pool.firstSecond = Math.min(pool.firstSecond, second);
				pool.slowBySeries.set(series, (pool.slowBySeries.get(series) ?? 0) + 1);
				pool.callees.set(series.blamed, (pool.callees.get(series.blamed) ?? 0) + 1);
			}
		}
	};

	for (const series of now.times) {
		take(series, -1);
	}

	for (const [index, slice] of past.slices.entries()) {
		for (const series of slice.times) {
			take(series, index);
		}
	}

	const minutes = (now.endMs - now.startMs) / 60_000;
	const findings: Finding[] = [];
	for (const [id, pool] of pools) {
		if (pool.slow < leastSlow || (id.split('\n')[1] === 'caller' && [...pool.callees.values()].filter(slow => slow > 1).length < leastCallees)) {
			continue;
		}

		const current = sumBuckets(pool.now);
		const before = sumBuckets(pool.before);
		const change = shareScore(current.hits, current.trials, before.hits, before.trials);
		if (change <= 0) {
			continue;
		}

		const score = change * Math.log10(Math.max(1, pool.growthMs / pool.slow));
		const [worst] = [...pool.slowBySeries].toSorted((a, b) => b[1] - a[1])[0] ?? [];
		const limit = worst && limits.get(idOf(worst));
		if (!worst || !limit || score <= 0) {
			continue;
		}

		const taken = worst.values.filter((_, index) => index % 2 === 1).toSorted((a, b) => a - b);
		findings.push({
			sense: pool.sense,
			service: pool.service,
			key: worst.key,
			text: worst.text,
			score,
			blame: weight * score,
			onsetMs: now.startMs + (pool.firstSecond * 1000),
			observedPerMinute: pool.slow / minutes,
			expectedPerMinute: 0,
			times: {observedMs: quantile(taken, highShare), expectedMs: limit.highMs},
		});
	}

	return findings;
}
