import {performance} from 'node:perf_hooks';
import type {SandboxContext} from '../context.js';
import {queryLogs} from '../evaluate/log-query.js';
import {evaluateMetric} from '../evaluate/metric-query.js';
import type {Source} from '../evaluate/select.js';
import {SampleBudget, type Series, type StepGrid} from '../evaluate/series.js';
import {badRequest} from '../http/loki-error.js';
import type {Reply} from '../http/reply.js';
import {readTime} from '../http/time-parameters.js';
import {emptyLabelSet} from '../labels.js';
import type {LogQuery, MetricQuery} from '../../../logql/ast.js';
import {fromMs, type Nanotime} from '../store/time.js';
import {readQuery} from './read-query.js';
import {
	readDirection,
	readLimit,
	readRangeParameters,
	requireLimit,
	requireRange,
	type RangeParameters,
} from './query-parameters.js';
import {
	matrixReply,
	scalarReply,
	streamsReply,
	vectorReply,
	type QueryStats,
} from './query-reply.js';

export type QueryRequest = {
	readonly parameters: URLSearchParams;
	readonly tenants: readonly string[];
	/** Of the header X-Loki-Response-Encoding-Flags. */
	readonly encodingFlags: string;
};

const statsOf = (source: Source, startedMs: number, returnedEntries: number): QueryStats => ({
	scan: source.stats,
	execSeconds: (performance.now() - startedMs) / 1000,
	returnedEntries,
});

const context = (source: Source, grid: StepGrid, {limits}: SandboxContext) => ({
	source, grid, budget: new SampleBudget(), maxSeries: limits.maxQuerySeries > 0 ? limits.maxQuerySeries : Infinity,
});

/** Loki rounds the start down and the end up to whole steps. */
const alignedGrid = ({start, end, stepMs}: RangeParameters): StepGrid => {
	const first = Math.floor(start.ms / stepMs) * stepMs;
	const endMs = end.ms + (end.subNs / 1e6);
	const last = Math.ceil(endMs / stepMs) * stepMs;
	return {start: fromMs(first), stepMs, count: Math.round((last - first) / stepMs) + 1};
};

const rangeMetric = (query: MetricQuery, parameters: RangeParameters, source: Source, sandbox: SandboxContext): Reply => {
	const startedMs = performance.now();
	const grid = alignedGrid(parameters);
	const result = evaluateMetric(query, context(source, grid, sandbox));
	const series: readonly Series[] = result.type === 'vector' ? result.series : constant(result.value, grid);
	return matrixReply(series, grid, statsOf(source, startedMs, series.length));
};

const constant = (value: number, grid: StepGrid): Series[] => {
	const steps = Array.from({length: grid.count}, (_, step) => step);
	return [{labels: emptyLabelSet, steps, values: steps.map(() => value)}];
};

const rangeLogs = (
	query: LogQuery,
	{start, end, limit, isForward, intervalMs}: RangeParameters,
	source: Source,
	{isCategorized}: {isCategorized: boolean},
): Reply => {
	const startedMs = performance.now();
	const streams = queryLogs(source, query, {
		start, end, limit, isForward, intervalMs, isCategorized,
	});
	let count = 0;
	for (const {entries} of streams) {
		count += entries.length;
	}

	return streamsReply(streams, statsOf(source, startedMs, count), isCategorized);
};

/** /loki/api/v1/query_range */
export const handleQueryRange = ({parameters, tenants, encodingFlags}: QueryRequest, sandbox: SandboxContext): Reply => {
	const range = readRangeParameters(parameters, sandbox.now());
	const query = readQuery(range.query);
	if (query.type === 'log') {
		requireLimit(range.limit, sandbox.limits);
	}

	requireRange(range, sandbox.limits);
	const source = sandbox.stores.source(tenants);
	return query.type === 'log' ? rangeLogs(query, range, source, {isCategorized: encodingFlags.includes('categorize-labels')}) : rangeMetric(query, range, source, sandbox);
};

const instantGrid = (start: Nanotime): StepGrid => ({start, stepMs: 0, count: 1});

/** /loki/api/v1/query */
export const handleQuery = ({parameters, tenants}: QueryRequest, sandbox: SandboxContext): Reply => {
	const time = readTime(parameters.get('time') ?? undefined, fromMs(sandbox.now()), 'time');
	readLimit(parameters);
	readDirection(parameters);
	const query = readQuery(parameters.get('query') ?? '');
	if (query.type === 'log') {
		throw badRequest('log queries are not supported as an instant query type, please change your query to a range query type');
	}

	const startedMs = performance.now();
	const grid = instantGrid(time);
	const source = sandbox.stores.source(tenants);
	const result = evaluateMetric(query, context(source, grid, sandbox));
	return result.type === 'scalar'
		? scalarReply(result.value, grid, statsOf(source, startedMs, 1))
		: vectorReply(result.series, grid, statsOf(source, startedMs, result.series.length));
};
