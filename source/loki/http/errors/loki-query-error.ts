import {LokiError} from './loki-error.js';

export type LokiQueryErrorOptions = {
	readonly why: string;
	readonly query?: string | undefined;
	/** From 1, as Loki counts. */
	readonly line?: number | undefined;
	/** From 1, as Loki counts. */
	readonly column?: number | undefined;
	readonly nextStep?: string | undefined;
};

/** LogQL that does not parse, or that Loki does not take. */
export class LokiQueryError extends LokiError {
	override name = 'LokiQueryError';

	readonly query: string | undefined;

	readonly line: number | undefined;

	readonly column: number | undefined;

	constructor({why, query, line, column, nextStep}: LokiQueryErrorOptions) {
		const place = line === undefined || column === undefined ? '' : ` at line ${line}, column ${column}`;
		super({
			what: query === undefined ? `The query is not valid${place}` : `The query ${query} is not valid${place}`,
			why,
			nextStep: nextStep ?? 'Fix the query; a stream selector looks like {namespace="production", app=~"api|auth"}.',
		});
		this.query = query;
		this.line = line;
		this.column = column;
	}
}
