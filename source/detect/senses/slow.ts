import {minuteMs} from '../minute.js';
import {groupBy} from './group-by.js';
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
const minBefore = 10;
const highShare = 0.95;
/** Slow is what takes half as long again as one in twenty did: load moves times a little, all day long. */
const clearFactor = 1.5;
/** What is slower by less is not felt. */
const minSlowerMs = 50;
const minSlow = 3;
/** Slow times that come together are one hiccup: places in time are so long, and slow ones must stand in several. */
const hiccupSeconds = 5;
const bucketsPerSlice = 10_000;
const minPlaces = 3;
/** What is slow half as often in the last so many seconds as before them is over. */
const newestSeconds = 60;
const stillShare = 0.5;
/** Doublings beyond the longest of a hundred from which on slow counts in full: what has long tails by its nature grows by less. */
const fullDoublings = 1;
const longestShare = 0.99;
/** Of what speaks against a callee, so much speaks against its only caller: from outside, the wait of the one looks like that of the other. */
const onlyCallerShare = 0.5;
/** A caller that scores this much is slow itself. */
const minGuilt = 1.5;

const idOf = ({kind, service, blamed, key}: TimeSeries): string => `${kind}\n${service}\n${blamed}\n${key}`;

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;

type Limit = {readonly limitMs: number; readonly medianMs: number; readonly highMs: number; readonly longestMs: number};

/** The times of a series in one place and span of seconds: slow is the share of them that were. */
type Bucket = {times: number; slow: number};

type Buckets = Map<number, Bucket>;

/** Slow times put together that have one cause in common: who is blamed. */
type Pool = {
	readonly now: Buckets;
	readonly before: Buckets;
	readonly slowBySeries: Map<TimeSeries, number>;
	slow: number;
	growthMs: number;
	/** Of slow times by the longest of a hundred before. */
	doublings: number;
	firstSecond: number;
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
		if (values.length < minBefore) {
			continue;
		}

		values.sort((a, b) => a - b);
		const medianMs = quantile(values, 0.5);
		const highMs = quantile(values, highShare);
		limits.set(id, {
			limitMs: Math.max(clearFactor * highMs, medianMs + minSlowerMs), medianMs, highMs, longestMs: quantile(values, longestShare),
		});
	}

	return limits;
};

/** Places in time as they count: many times in one are worth the root of their number, for they are not independent. */
const sumBuckets = (buckets: Buckets): {readonly hits: number; readonly trials: number; readonly slowPlaces: number} => {
	let hits = 0;
	let trials = 0;
	let slowPlaces = 0;
	for (const {times, slow} of buckets.values()) {
		const effective = Math.sqrt(times);
		trials += effective;
		hits += effective * slow / times;
		slowPlaces += slow > 0 ? 1 : 0;
	}

	return {hits, trials, slowPlaces};
};

const newPool = (): Pool => ({
	now: new Map(), before: new Map(), slowBySeries: new Map(), slow: 0, growthMs: 0, doublings: 0, firstSecond: Infinity,
});

/** Adds the times of one series in one slice; -1 is now. */
function addTimes(pool: Pool, series: TimeSeries, {limitMs, medianMs, longestMs}: Limit, slice: number): void {
	const buckets = slice === -1 ? pool.now : pool.before;
	for (let index = 0; index + 1 < series.values.length; index += 2) {
		const second = series.values[index]!;
		const ms = series.values[index + 1]!;
		const isSlow = ms > limitMs;
		const id = ((slice + 1) * bucketsPerSlice) + Math.floor(second / hiccupSeconds);
		const bucket = buckets.get(id) ?? {times: 0, slow: 0};
		bucket.times++;
		bucket.slow += isSlow ? 1 : 0;
		buckets.set(id, bucket);
		if (!(slice === -1 && isSlow)) {
			continue;
		}

		pool.slow++;
		pool.growthMs += ms - medianMs;
		pool.doublings += Math.max(0, Math.log2(ms / Math.max(longestMs, 1)));
		pool.firstSecond = Math.min(pool.firstSecond, second);
		pool.slowBySeries.set(series, (pool.slowBySeries.get(series) ?? 0) + 1);
	}
}

/** Doublings of the share of slow times, times the logarithm of their mean growth in milliseconds, less where they grew little by what they used to be; 0 where chance or one hiccup explains it. */
function scoreOf(pool: Pool): number {
	const current = sumBuckets(pool.now);
	if (pool.slow < minSlow || current.slowPlaces < minPlaces) {
		return 0;
	}

	const before = sumBuckets(pool.before);
	const growth = Math.log10(Math.max(1, pool.growthMs / pool.slow)) * Math.min(1, pool.doublings / pool.slow / fullDoublings);
	return Math.max(0, shareScore(current.hits, current.trials, before.hits, before.trials)) * growth;
}

/** Whether what was slow in the window is as it used to be at its end. */
function isOver(pool: Pool, seconds: number): boolean {
	const newest = sumBuckets(new Map([...pool.now].filter(([place]) => (place + 1) * hiccupSeconds > seconds - newestSeconds)));
	const all = sumBuckets(pool.now);
	return newest.trials > 0 && newest.hits / newest.trials < stillShare * all.hits / all.trials;
}

type Timed = {readonly series: TimeSeries; readonly limit: Limit; readonly slice: number};

const poolOf = (timed: readonly Timed[]): Pool => {
	const pool = newPool();
	for (const {series, limit, slice} of timed) {
		addTimes(pool, series, limit, slice);
	}

	return pool;
};

/** Callers that are slow whomever they call: slow still, in other calls and their own lines, when the callee that is slowest for them is left out. */
function slowCallers(calls: readonly Timed[], own: ReadonlyMap<string, readonly Timed[]>): ReadonlyMap<string, Pool> {
	const callers = new Map<string, Pool>();
	for (const [caller, timed] of groupBy(calls, ({series: {service}}) => service)) {
		const pool = poolOf(timed);
		const score = scoreOf(pool);
		if (score < minGuilt) {
			continue;
		}

		const slowTimes = new Map<string, number>();
		for (const [{blamed}, slow] of pool.slowBySeries) {
			slowTimes.set(blamed, (slowTimes.get(blamed) ?? 0) + slow);
		}

		const [worst] = [...slowTimes].toSorted((a, b) => b[1] - a[1])[0] ?? [];
		const otherwise = [...timed.filter(({series}) => series.blamed !== worst), ...own.get(caller) ?? []];
		if (scoreOf(poolOf(otherwise)) > 0 || scoreOf(poolOf(own.get(caller) ?? [])) >= minGuilt) {
			callers.set(caller, pool);
		}
	}

	return callers;
}

/**
What takes longer than it did. A time is slow above one and a half times the old 95th percentile of its own kind and 50 ms above the old median; slow ones are pooled:
own times and told ones by service, calls by callee, which is blamed. A caller that is slow in its own lines, or whomever it calls, is blamed itself for its calls; the only caller of a slow callee comes after it.
*/
export function findSlow(now: Slice, past: Past): readonly Finding[] {
	const limits = limitsOf(past);
	const timed: Timed[] = [];
	for (const [index, slice] of [now, ...past.slices].entries()) {
		for (const series of slice.times) {
			const limit = limits.get(idOf(series));
			if (limit) {
				timed.push({series, limit, slice: index - 1});
			}
		}
	}

	const kinds = groupBy(timed, ({series: {kind}}) => kind);
	const calls = kinds.get('call') ?? [];
	const own = groupBy(kinds.get('own') ?? [], ({series: {service}}) => service);
	const callers = slowCallers(calls, own);
	const onlyCallerOf = (callee: string): string | undefined => {
		const seen = new Set(calls.filter(({series}) => series.blamed === callee).map(({series}) => series.service));
		return seen.size === 1 ? [...seen][0] : undefined;
	};

	const pools: ReadonlyArray<readonly [sense: SenseName, service: string, pool: Pool]> = [
		...Array.from(own, ([service, group]) => ['own-time', service, poolOf(group)] as const),
		...Array.from(groupBy(kinds.get('told') ?? [], ({series: {service}}) => service), ([service, group]) => ['told-time', service, poolOf(group)] as const),
		...Array.from(groupBy(calls.filter(({series}) => !callers.has(series.service)), ({series: {blamed}}) => blamed), ([service, group]) => ['call-time', service, poolOf(group)] as const),
		...Array.from(callers, ([service, pool]) => ['call-time', service, pool] as const),
	];
	return pools.flatMap(([sense, service, pool]): readonly Finding[] => {
		const score = scoreOf(pool);
		const [worst] = [...pool.slowBySeries].toSorted((a, b) => b[1] - a[1])[0] ?? [];
		const limit = worst && limits.get(idOf(worst));
		if (!worst || !limit || score <= 0) {
			return [];
		}

		const taken = worst.values.filter((_, index) => index % 2 === 1).toSorted((a, b) => a - b);
		const finding: Finding = {
			sense,
			service,
			key: worst.key,
			text: worst.text,
			score,
			blame: weight * score,
			...(isOver(pool, (now.endMs - now.startMs) / 1000) && {isOver: true}),
			onsetMs: now.startMs + (pool.firstSecond * 1000),
			observedPerMinute: pool.slow / ((now.endMs - now.startMs) / minuteMs),
			expectedPerMinute: 0,
			times: {observedMs: quantile(taken, highShare), expectedMs: limit.highMs},
		};
		const caller = sense === 'call-time' && !callers.has(service) ? onlyCallerOf(service) : undefined;
		return caller === undefined ? [finding] : [finding, {...finding, service: caller, blame: onlyCallerShare * finding.blame}];
	});
}
