import {addCosts, noCost} from './http/cost-meter.js';
import {matchersOf, restrictQuery} from './logql/selector-matchers.js';
import type {LokiClient, QueryCost, Scope} from './types.js';

export type ScopedClientOptions = {
	readonly client: LokiClient;
	readonly scope: Pick<Scope, 'selector'>;
	/** Called with what each answer cost. */
	readonly onCost?: (cost: QueryCost) => void;
	/** Called before each question that scans lines; what it throws is thrown. */
	readonly beforeScan?: () => void;
};

/**
A client whose every question is asked within a scope, whatever selector it names: the scope's matchers are added to each stream selector.
Throws what the client throws, and LokiQueryError for a query that does not parse.
*/
export function scopeClient({client, scope, onCost, beforeScan}: ScopedClientOptions): LokiClient {
	const matchers = matchersOf(scope.selector);
	const restrict = (query: string): string => restrictQuery(query, ...matchers);
	let spent = noCost;

	const metered = async <Answer extends {readonly cost: QueryCost}>(ask: () => Promise<Answer>): Promise<Answer> => {
		beforeScan?.();
		const answer = await ask();
		spent = addCosts(spent, answer.cost);
		onCost?.(answer.cost);
		return answer;
	};

	return {
		queryMetrics: async (query, options) => metered(async () => client.queryMetrics({...query, query: restrict(query.query)}, options)),
		queryInstant: async (query, options) => metered(async () => client.queryInstant({...query, query: restrict(query.query)}, options)),
		queryLogs: async (query, options) => metered(async () => client.queryLogs({...query, query: restrict(query.query)}, options)),
		labels: async (range, options) => client.labels(range, {...options, selector: restrict(options?.selector ?? scope.selector)}),
		labelValues: async (label, range, selector, options) => client.labelValues(label, range, restrict(selector ?? scope.selector), options),
		series: async (selector, range, options) => client.series(restrict(selector), range, options),
		buildInfo: async options => client.buildInfo(options),
		volume: async (selector, range, label, options) => client.volume(restrict(selector), range, label, options),
		patterns: async (selector, range, options) => client.patterns(restrict(selector), range, options),
		stats: async (selector, range, options) => client.stats(restrict(selector), range, options),
		async push() {
			throw new TypeError('A scoped client only reads.');
		},
		cost: () => spent,
	};
}
