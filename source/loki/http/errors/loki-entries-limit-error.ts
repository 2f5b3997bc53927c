import {LokiError} from './loki-error.js';

/** More lines were asked for than this Loki hands out for one query. */
export class LokiEntriesLimitError extends LokiError {
	override name = 'LokiEntriesLimitError';

	readonly limit: number | undefined;

	constructor({why, limit}: {readonly why: string; readonly limit: number | undefined}) {
		super({
			what: limit === undefined ? 'More lines were requested than Loki returns at once' : `More lines were requested than the ${limit} that Loki returns at once`,
			why,
			nextStep: 'Ask for fewer lines, or raise max_entries_limit_per_query in Loki\'s limits_config.',
		});
		this.limit = limit;
	}
}
