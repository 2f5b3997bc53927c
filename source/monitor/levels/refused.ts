import {LokiQueryError} from '../../loki/http/errors/index.js';
import {filtersAmong, ownErrorsQuery} from '../../loki/logql/logql.js';
import {minuteMs} from '../../detect/minute.js';
import {floorToMinute} from '../../loki/counts/windows.js';
import type {LokiClient, Scope} from '../../loki/types.js';

export type FindRefusedOptions = {
	readonly client: LokiClient;
	/** With the filters that are in question. */
	readonly scope: Scope;
	/** Asked about the two minutes before it. */
	readonly endMs: number;
	readonly signal?: AbortSignal | undefined;
};

/** The services whose error filter this Loki does not accept: each filter is asked alone, over two minutes. Throws what the client throws for other reasons. */
export async function findRefused({client, scope, endMs, signal}: FindRefusedOptions): Promise<readonly string[]> {
	const refused: string[] = [];
	const range = {startMs: floorToMinute(endMs) - (2 * minuteMs), endMs: floorToMinute(endMs)};
	for (const services of scope.errorFilters?.groups().values() ?? []) {
		const among = new Set(services);
		const errorFilters = filtersAmong(scope.errorFilters, service => among.has(service));
		const query = ownErrorsQuery({...scope, ...errorFilters && {errorFilters}});
		try {
			if (query !== undefined) {
				await client.queryMetrics({query, range, stepMs: minuteMs}, {...signal && {signal}});
			}
		} catch (error) {
			if (!(error instanceof LokiQueryError)) {
				throw error;
			}

			refused.push(...services);
		}
	}

	return refused.toSorted();
}
