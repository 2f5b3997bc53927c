import {LokiEntriesLimitError} from './errors/index.js';
import type {
	LogAnswer,
	LogQuery,
	LokiClient,
	QueryOptions,
} from './types.js';

/** Reads lines; where Loki hands out fewer at once than are wanted, as many as it does. The answer then says that it is cut. */
export async function queryLogsUpTo(client: LokiClient, query: LogQuery, options?: QueryOptions): Promise<LogAnswer> {
	try {
		return await client.queryLogs(query, options);
	} catch (error) {
		if (error instanceof LokiEntriesLimitError && error.limit !== undefined && error.limit > 0 && error.limit < query.limit) {
			return client.queryLogs({...query, limit: error.limit}, options);
		}

		throw error;
	}
}
