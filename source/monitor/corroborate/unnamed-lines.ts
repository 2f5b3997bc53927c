import {countServices} from '../../loki/counts/count-services.js';
import {floorToMinute} from '../../loki/counts/windows.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {
	andSelector,
	matcher,
	matchersOf,
	noService,
} from '../../loki/logql/logql.js';
import {isAbort} from '../../loki/http/trouble.js';
import {likelyLabels} from '../../loki/discovery/service-label.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import type {AskOptions} from './second-question.js';

/** Labels that are tried where the selector itself asks for the one that names services. */
const maxLabels = 5;

/** A few lines are written without a name anyhow. */
const minLines = 10;

/** Whether lines are written since a time without the label that names services: then it is the name that is gone, and nobody is silent. False where that cannot be asked. Throws the signal's reason only. */
export async function areLinesUnnamed(client: LokiClient, sinceMs: number, {scope, endMs, signal}: AskOptions): Promise<boolean> {
	const range = {startMs: floorToMinute(sinceMs), endMs};
	const {serviceLabel} = scope.capabilities;
	const matchers = matchersOf(scope.selector);
	const named = matcher(serviceLabel, '=~', '.+');
	const unnamed = matcher(serviceLabel, '=', '');
	try {
		const others = matchers.includes(named) ? await otherLabels(client, scope, range, signal) : undefined;
		const selectors = others?.map(label => `{${[matcher(label, '=~', '.+'), ...matchers.filter(each => each !== named)].join(', ')}}`) ?? [scope.selector];
		for (const selector of selectors) {
			const counts = await countServices({
				client, scope: {...scope, selector: andSelector(selector, unnamed)}, range, signal,
			});
			if ((counts?.get(noService) ?? 0) >= minLines) {
				return true;
			}
		}

		return false;
	} catch (error) {
		if (!(error instanceof LokiError) || isAbort(error, signal)) {
			throw error;
		}

		return false;
	}
}

async function otherLabels(client: LokiClient, {capabilities}: Scope, range: {readonly startMs: number; readonly endMs: number}, signal: AbortSignal): Promise<readonly string[]> {
	const labels = await client.labels(range, {signal});
	return likelyLabels(labels).filter(label => label !== capabilities.serviceLabel).slice(0, maxLabels);
}
