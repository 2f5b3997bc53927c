import {LokiQueryError, LokiRangeLimitError, LokiSeriesLimitError} from '../http/errors/index.js';
import {countable} from '../logql/own-query.js';
import type {LokiClient, QueryOptions, TimeRange} from '../types.js';

/** How many lines a log query selects, by Loki's own count: a list of lines is cut, the number is not. Undefined where this Loki does not count them: over so long a time, so many streams, or with such stages. */
export async function countLines(client: LokiClient, query: string, {startMs, endMs}: TimeRange, options?: QueryOptions): Promise<number | undefined> {
	const seconds = Math.max(1, Math.ceil((endMs - startMs) / 1000));
	try {
		const {series} = await client.queryInstant({query: `sum(count_over_time(${countable(query)}[${seconds}s]))`, timeMs: endMs}, options);
		return series[0]?.samples[0]?.[1] ?? 0;
	} catch (error) {
		if (error instanceof LokiRangeLimitError || error instanceof LokiSeriesLimitError || error instanceof LokiQueryError) {
			return undefined;
		}

		throw error;
	}
}
