import {clipRange} from '../counts/clip-range.js';
import {LokiEntriesLimitError, LokiRangeLimitError} from '../http/errors/index.js';
import type {
	LogAnswer,
	LogQuery,
	LokiClient,
	QueryOptions,
} from '../types.js';

/** Reads lines; where Loki hands out fewer at once, or reads less time at once, than is wanted, as much as it does. The answer then says that it is cut. */
export async function queryLogsUpTo(client: LokiClient, query: LogQuery, options?: QueryOptions): Promise<LogAnswer> {
	try {
		return await client.queryLogs(query, options);
	} catch (error) {
		const smaller = smallerQuery(query, error);
		if (!smaller) {
			throw error;
		}

		const answer = await queryLogsUpTo(client, smaller, options);
		// Where only fewer lines were asked for, the answer may still be whole.
		return {...answer, isCut: answer.isCut || smaller.range !== query.range};
	}
}

function smallerQuery(query: LogQuery, error: unknown): LogQuery | undefined {
	if (error instanceof LokiEntriesLimitError) {
		const {limit = 0} = error;
		return limit > 0 && limit < query.limit ? {...query, limit} : undefined;
	}

	const range = error instanceof LokiRangeLimitError ? clipRange(query.range, error, query.direction === 'forward' ? 'oldest' : 'newest') : undefined;
	return range && {...query, range};
}
