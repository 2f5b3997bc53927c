import {performance} from 'node:perf_hooks';
import type * as z from 'zod';
import {
	defaultMaxLineLength,
	safeLabel,
	safeLabels,
	toEntries,
	toSeries,
} from './answers.js';
import {createCostMeter} from './http/cost-meter.js';
import {
	LokiNotFoundError,
	LokiQueryError,
	LokiSeriesLimitError,
} from './http/errors/index.js';
import {identify} from './discovery/identify.js';
import {createRequester} from './http/requester.js';
import {withStoredValues} from './logql/stored-values.js';
import {
	buildInfoSchema,
	indexStatsSchema,
	namesAnswerSchema,
	patternsAnswerSchema,
	queryAnswerSchema,
	seriesAnswerSchema,
} from './schemas.js';
import type {
	LokiClient,
	LokiSettings,
	QueryCost,
	QueryOptions,
	TimeRange,
} from './types.js';

/** Loki's own default is 100, too few for a fleet. */
const maxVolumes = 5000;
const maxWarnings = 10;
const millisecondsPerSecond = 1000;

type Parameters = Readonly<Record<string, string>>;

/**
A client of one Loki. Its requests share a limit of 4 in flight; none is tried twice, that is the caller's to decide.
Every method throws one of the classes in errors/, or the reason of its signal. Throws LokiError at once where the URL is not valid.
*/
export function createLokiClient(settings: LokiSettings): LokiClient {
	const requester = createRequester(settings);
	const meter = createCostMeter();
	const maxLineLength = settings.maxLineLength ?? defaultMaxLineLength;

	const ask = async <Answer>(path: string, parameters: Parameters, schema: z.ZodType<Answer>, {signal}: QueryOptions = {}) => {
		const startMs = performance.now();
		let scanned: Scanned = {totalBytesProcessed: 0, totalLinesProcessed: 0};
		try {
			const answer = await requester.ask({
				path,
				parameters: storedParameters(parameters),
				schema,
				signal,
			});
			scanned = summaryOf(answer) ?? scanned;
			return {answer, cost: costOf(scanned, performance.now() - startMs)};
		} finally {
			meter.add(costOf(scanned, performance.now() - startMs));
		}
	};

	/** For the endpoints that every Loki has: where they are missing, something else answers. */
	const askCore = async <Answer>(path: string, parameters: Parameters, schema: z.ZodType<Answer>, options?: QueryOptions) => {
		try {
			return await ask(path, parameters, schema, options);
		} catch (error) {
			throw error instanceof LokiNotFoundError ? await identify(requester, options?.signal) ?? error : error;
		}
	};

	const askIfThere = async <Answer>(path: string, parameters: Parameters, schema: z.ZodType<Answer>, options?: QueryOptions) => {
		try {
			const {answer} = await ask(path, parameters, schema, options);
			return answer;
		} catch (error) {
			if (error instanceof LokiNotFoundError) {
				return undefined;
			}

			throw error;
		}
	};

	const query = async (path: string, parameters: Parameters, options?: QueryOptions) => {
		const {answer, cost} = await askCore(path, parameters, queryAnswerSchema, options);
		const partial = answer.warnings?.find(warning => warning.includes('returning partial results'));
		if (partial !== undefined) {
			throw new LokiSeriesLimitError({why: safeLabel(partial), limit: seriesLimitIn(partial)});
		}

		return {data: answer.data, warnings: (answer.warnings ?? []).slice(0, maxWarnings).map(warning => safeLabel(warning)), cost};
	};

	const queryMetrics = async (path: string, parameters: Parameters, options?: QueryOptions) => {
		const {data, warnings, cost} = await query(path, parameters, options);
		const series = toSeries(data);
		if (!series) {
			throw new LokiQueryError({
				why: 'it selects log lines where numbers are expected',
				query: safeLabel(parameters.query ?? ''),
				nextStep: 'Count them, for example with sum(count_over_time({app="api"}[1m])).',
			});
		}

		return {series, warnings, cost};
	};

	return {
		queryMetrics: async ({query: text, range, stepMs}, options) => queryMetrics('/loki/api/v1/query_range', {
			query: text,
			...rangeParameters(range),
			step: String(stepMs / millisecondsPerSecond),
		}, options),
		queryInstant: async ({query: text, timeMs}, options) => queryMetrics('/loki/api/v1/query', {query: text, time: toNs(timeMs)}, options),
		async queryLogs({query: text, range, limit, direction = 'backward'}, options) {
			const {data, cost} = await query('/loki/api/v1/query_range', {
				query: text,
				...rangeParameters(range),
				limit: String(limit),
				direction,
			}, options);
			if (data.resultType !== 'streams') {
				throw new LokiQueryError({
					why: 'it counts where log lines are expected',
					query: safeLabel(text),
					nextStep: 'Ask for the lines themselves, for example {app="api"} |= "timeout".',
				});
			}

			const entries = toEntries(data.result, {isNewestFirst: direction === 'backward', maxLineLength});
			return {entries, isCut: entries.length >= limit, cost};
		},
		async labels(range, options) {
			const parameters = {...rangeParameters(range), ...(options?.selector !== undefined && {query: options.selector})};
			const {answer} = await askCore('/loki/api/v1/labels', parameters, namesAnswerSchema, options);
			return answer.data.map(name => safeLabel(name));
		},
		async labelValues(label, range, selector, options) {
			const parameters = {...rangeParameters(range), ...(selector !== undefined && {query: selector})};
			const {answer} = await askCore(`/loki/api/v1/label/${encodeURIComponent(label)}/values`, parameters, namesAnswerSchema, options);
			return answer.data.map(value => safeLabel(value));
		},
		async series(selector, range, options) {
			const {answer} = await askCore('/loki/api/v1/series', {'match[]': selector, ...rangeParameters(range)}, seriesAnswerSchema, options);
			return answer.data.map(labels => safeLabels(labels));
		},
		async buildInfo(options) {
			const {answer} = await ask('/loki/api/v1/status/buildinfo', {}, buildInfoSchema, options);
			return {version: safeLabel(answer.version)};
		},
		async volume(selector, range, label, options) {
			const answer = await askIfThere('/loki/api/v1/index/volume', {
				query: selector,
				...rangeParameters(range),
				targetLabels: label,
				limit: String(maxVolumes),
			}, queryAnswerSchema, options);
			const volumes = answer && toSeries(answer.data)?.map(({labels, samples}) => ({value: labels[label] ?? '', bytes: samples.at(-1)?.[1] ?? 0}));
			return volumes?.toSorted((a, b) => b.bytes - a.bytes);
		},
		async patterns(selector, range, options) {
			const parameters = {query: selector, ...rangeParameters(range)};
			const answer = await askIfThere('/loki/api/v1/patterns', parameters, patternsAnswerSchema, options);
			return answer?.data.map(({pattern, level, samples}) => ({
				template: safeLabel(pattern),
				level: level === undefined ? undefined : safeLabel(level),
				count: samples.reduce((sum, [, count]) => sum + count, 0),
			}));
		},
		stats: async (selector, range, options) => askIfThere('/loki/api/v1/index/stats', {query: selector, ...rangeParameters(range)}, indexStatsSchema, options),
		async push(labels, lines, options) {
			const startMs = performance.now();
			try {
				await requester.send({
					path: '/loki/api/v1/push',
					json: {streams: [{stream: labels, values: lines.map(({timeNs, line}) => [timeNs, line])}]},
					signal: options?.signal,
				});
			} finally {
				meter.add(costOf({totalBytesProcessed: 0, totalLinesProcessed: 0}, performance.now() - startMs));
			}
		},
		cost: () => meter.total(),
		clockAheadMs: requester.clockAheadMs,
	};
}

/** Selectors in them ask for what Loki holds, not for what is shown of it. */
function storedParameters(parameters: Parameters): Parameters {
	return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, name === 'query' || name === 'match[]' ? withStoredValues(value) : value]));
}

function rangeParameters({startMs, endMs}: TimeRange): Parameters {
	return {start: toNs(startMs), end: toNs(endMs)};
}

/** Nanoseconds do not fit a number. */
function toNs(timeMs: number): string {
	return `${Math.round(timeMs)}000000`;
}

function seriesLimitIn(warning: string): number | undefined {
	const limit = /series \((\d+)\)/.exec(warning)?.[1];
	return limit === undefined ? undefined : Number(limit);
}

type Scanned = {readonly totalBytesProcessed: number; readonly totalLinesProcessed: number};

function summaryOf(answer: unknown): Scanned | undefined {
	const {data} = (answer ?? {}) as {data?: {stats?: {summary?: Scanned}}};
	return data?.stats?.summary;
}

function costOf({totalBytesProcessed, totalLinesProcessed}: Scanned, durationMs: number): QueryCost {
	return {
		bytesScanned: totalBytesProcessed,
		linesScanned: totalLinesProcessed,
		requests: 1,
		durationMs,
	};
}
