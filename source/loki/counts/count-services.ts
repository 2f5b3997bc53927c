import {serviceNamed, servicesSelector} from '../logql/logql.js';
import type {LokiClient, Scope, TimeRange} from '../types.js';

export type CountServicesOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** Whole minutes. */
	readonly range: TimeRange;
	/** Only these; all where not given. */
	readonly services?: readonly string[];
	readonly signal: AbortSignal;
};

/**
How many lines each service wrote in a range, asked as one number at one moment: another endpoint than the one that minutes are read from, past the cache of its answers.
A service that wrote nothing is not named. Undefined where the answer may not hold all, or holds what is no count. Throws what the client throws.
*/
export async function countServices({client, scope, range, services, signal}: CountServicesOptions): Promise<ReadonlyMap<string, number> | undefined> {
	const {serviceLabel} = scope.capabilities;
	const selector = services ? servicesSelector(scope, services) : scope.selector;
	const query = `sum by (${serviceLabel}) (count_over_time(${selector}[${Math.round((range.endMs - range.startMs) / 1000)}s]))`;
	const {series, warnings} = await client.queryInstant({query, timeMs: range.endMs}, {signal});
	const counts = new Map<string, number>();
	for (const {labels, samples} of series) {
		// Two values may be shown as one.
		const service = serviceNamed(labels[serviceLabel]);
		counts.set(service, (counts.get(service) ?? 0) + (samples.at(-1)?.[1] ?? NaN));
	}

	return warnings.length === 0 && [...counts.values()].every(count => Number.isFinite(count) && count >= 0) ? counts : undefined;
}
