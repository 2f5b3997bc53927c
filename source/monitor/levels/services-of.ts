import {clipRange} from '../../loki/counts/clip-range.js';
import {LokiRangeLimitError} from '../../loki/http/errors/index.js';
import {andSelector, matchersOf} from '../../loki/logql/logql.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';

/** The services that a selector finds in what is watched, within a time, or within the newest part of it that this Loki reads at once. Throws what the client throws. */
export async function servicesOf(client: LokiClient, scope: Scope, {selector, range, signal}: {readonly selector: string; readonly range: TimeRange; readonly signal: AbortSignal}): Promise<readonly string[]> {
	try {
		return await client.labelValues(scope.capabilities.serviceLabel, range, andSelector(scope.selector, ...matchersOf(selector)), {signal});
	} catch (error) {
		const shorter = error instanceof LokiRangeLimitError ? clipRange(range, error, 'newest') : undefined;
		if (!shorter) {
			throw error;
		}

		return servicesOf(client, scope, {selector, range: shorter, signal});
	}
}
