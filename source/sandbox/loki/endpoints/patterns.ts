import type {SandboxContext} from '../context.js';
import {selectStreams} from '../evaluate/select.js';
import {LokiError} from '../http/loki-error.js';
import {successReply, type Reply} from '../http/reply.js';
import {Drain, patternText, sampleMs} from '../patterns/drain.js';
import {formatOf} from '../patterns/line-tokens.js';
import type {Stream} from '../store/stream.js';
import {readSelector} from './read-query.js';
import type {QueryRequest} from './query.js';
import {readStep, readTimeRange, type TimeRange} from './query-parameters.js';

const sinceNs = 3 * 3600e9;
const minSamples = 30;
const maxPatterns = 300;

type Pattern = {
	readonly pattern: string;
	readonly level: string;
	/** Lines by the start of their step, in milliseconds. */
	readonly counts: Map<number, number>;
	total: number;
};

/** One drain for each level of a stream. */
const drainsOf = (stream: Stream, {start, end}: TimeRange): ReadonlyMap<string, Drain> => {
	const drains = new Map<string, Drain>();
	const from = stream.search(start);
	const to = stream.search(end);
	if (from >= to) {
		return drains;
	}

	const format = formatOf(stream.lines[from]!);
	for (let index = from; index < to; index++) {
		const level = stream.levels[stream.levelIds[index]!]!;
		const drain = drains.get(level) ?? new Drain(format);
		drains.set(level, drain);
		drain.add(stream.lines[index]!, stream.timesMs[index]!);
	}

	return drains;
};

/** Adds the patterns of a stream's level to those of all streams. */
const addPatterns = (patterns: Map<string, Pattern>, drain: Drain, level: string, stepMs: number): void => {
	for (const cluster of drain.clusters) {
		const pattern = patternText(cluster);
		const key = `${level} ${pattern}`;
		const found = patterns.get(key) ?? {
			pattern, level, counts: new Map<number, number>(), total: 0,
		};
		patterns.set(key, found);
		for (const [ms, count] of cluster.counts) {
			const slotMs = Math.floor(ms / stepMs) * stepMs;
			found.counts.set(slotMs, (found.counts.get(slotMs) ?? 0) + count);
			found.total += count;
		}
	}
};

/** /loki/api/v1/patterns */
export const handlePatterns = ({parameters, tenants}: QueryRequest, {now, limits, stores}: SandboxContext): Reply => {
	if (!limits.isPatternsOn) {
		throw new LokiError(404, '');
	}

	const matchers = readSelector(parameters.get('query') ?? '');
	const range = readTimeRange(parameters, now(), sinceNs);
	const stepMs = Math.max(readStep(parameters, range), sampleMs);
	const patterns = new Map<string, Pattern>();
	for (const {stream} of selectStreams(stores.source(tenants), matchers)) {
		for (const [level, drain] of drainsOf(stream, range)) {
			addPatterns(patterns, drain, level, stepMs);
		}
	}

	const answer = [...patterns]
		.map(([, pattern]) => pattern)
		.filter(({total}) => total >= minSamples)
		.toSorted((a, b) => b.total - a.total)
		.slice(0, maxPatterns)
		.map(({pattern, level, counts}) => ({
			pattern,
			level,
			samples: [...counts].toSorted(([a], [b]) => a - b).map(([ms, count]) => [ms / 1000, count]),
		}));
	return successReply(JSON.stringify(answer));
};
