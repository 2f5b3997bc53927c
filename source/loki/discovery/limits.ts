import * as z from 'zod';
import {
	LokiEntriesLimitError,
	LokiError,
	LokiRangeLimitError,
	LokiSeriesLimitError,
} from '../http/errors/index.js';
import {andSelector, countsQuery, matcher} from '../logql/logql.js';
import {createRequester} from '../http/requester.js';
import type {LokiClient, LokiSettings, Scope} from '../types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {closedMinutes} from '../counts/windows.js';
import {parseGoDurationMs} from './go-duration.js';

/** Infinity is no limit, undefined is not known. */
export type LokiLimits = {
	/** Series in the answer to one query. */
	readonly maxSeries: number | undefined;
	/** Lines in the answer to one query. */
	readonly maxEntries: number | undefined;
	/** Time range of one query. */
	readonly maxRangeMs: number | undefined;
};

/** What Grafana's Logs Drilldown asks for: newer Lokis tell the limits of the tenant here. */
const drilldownPath = '/loki/api/v1/drilldown-limits';

const drilldownSchema = z.object({
	limits: z.object({
		max_query_series: z.number().optional().catch(undefined),
		max_entries_limit_per_query: z.number().optional().catch(undefined),
		max_query_length: z.string().optional().catch(undefined),
	}),
});

/** More lines than any Loki hands out at once. */
const manyEntries = 100_000;
/** The longest range that this program asks for in one query. */
const longRangeMs = 24 * hourMs;
const countedMinutes = 5;

/** The limits as this Loki tells them itself; undefined where it does not. */
export async function readToldLimits(settings: LokiSettings, signal: AbortSignal): Promise<LokiLimits | undefined> {
	try {
		const {limits} = await createRequester(settings).ask({
			path: drilldownPath, parameters: {}, schema: drilldownSchema, signal,
		});
		const lengthMs = limits.max_query_length === undefined ? undefined : parseGoDurationMs(limits.max_query_length);
		return {maxSeries: orNoLimit(limits.max_query_series), maxEntries: orNoLimit(limits.max_entries_limit_per_query), maxRangeMs: orNoLimit(lengthMs)};
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof LokiError) {
			return undefined;
		}

		throw error;
	}
}

/**
Learns the limits that this program would meet, by asking what costs nothing: too many lines, and too long a range, of a stream that is not there.
The series are those of the question that every poll asks.
*/
export async function meetLimits(client: LokiClient, scope: Scope, {nowMs, signal}: {readonly nowMs: number; readonly signal: AbortSignal}): Promise<LokiLimits> {
	const nothing = andSelector(scope.selector, matcher(scope.capabilities.serviceLabel, '=', 'loki-sentinel asks for nothing'));
	const [maxEntries, maxRangeMs, maxSeries] = await Promise.all([
		metBy(LokiEntriesLimitError, ({limit}) => limit, async () => client.queryLogs({query: nothing, range: {startMs: nowMs - minuteMs, endMs: nowMs}, limit: manyEntries}, {signal})),
		metBy(LokiRangeLimitError, ({limitMs}) => limitMs, async () => client.queryLogs({query: nothing, range: {startMs: nowMs - longRangeMs, endMs: nowMs}, limit: 1}, {signal})),
		metBy(LokiSeriesLimitError, ({limit}) => limit, async () => client.queryMetrics({query: countsQuery(scope), range: closedMinutes(nowMs, countedMinutes), stepMs: minuteMs}, {signal})),
	]);
	return {maxSeries, maxEntries, maxRangeMs};
}

/** The limit in an error of one kind; undefined where the question was answered. Any other error is thrown. */
async function metBy<Kind extends LokiError>(kind: new (...options: never[]) => Kind, limitOf: (error: Kind) => number | undefined, ask: () => Promise<unknown>): Promise<number | undefined> {
	try {
		await ask();
		return undefined;
	} catch (error) {
		if (error instanceof kind) {
			return limitOf(error);
		}

		throw error;
	}
}

/** Loki writes 0 where there is no limit. */
function orNoLimit(limit: number | undefined): number | undefined {
	return limit === 0 ? Infinity : limit;
}
