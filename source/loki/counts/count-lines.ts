import {LokiRangeLimitError} from '../http/errors/index.js';
import type {LokiClient, QueryOptions, TimeRange} from '../types.js';

/** How many lines a log query selects, by Loki's own count: a list of lines is cut, the number is not. Undefined where this Loki does not count over so long a time. */
export async function countLines(client: LokiClient, query: string, {startMs, endMs}: TimeRange, options?: QueryOptions): Promise<number | undefined> {
	const seconds = Math.max(1, Math.ceil((endMs - startMs) / 1000));
	try {
		const {series} = await client.queryInstant({query: `sum(count_over_time(${query}[${seconds}s]))`, timeMs: endMs}, options);
		return series[0]?.samples[0]?.[1] ?? 0;
	} catch (error) {
		if (error instanceof LokiRangeLimitError) {
			return undefined;
		}

		throw error;
	}
}
