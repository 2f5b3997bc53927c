import {LokiError} from './loki-error.js';

/** The answer would hold more series than this Loki allows for one query. */
export class LokiSeriesLimitError extends LokiError {
	override name = 'LokiSeriesLimitError';

	readonly limit: number | undefined;

	constructor({why, limit}: {readonly why: string; readonly limit: number | undefined}) {
		super({
			what: limit === undefined ? 'The query has more series than Loki allows' : `The query has more than the ${limit} series that Loki allows`,
			why,
			nextStep: 'Narrow the selector, or raise max_query_series in Loki\'s limits_config.',
		});
		this.limit = limit;
	}
}
