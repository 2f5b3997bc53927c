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
import {queryLogsUpTo} from '../../loki/lines/query-logs-up-to.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import type {AskOptions} from './second-question.js';

/** Labels that are tried where the selector itself asks for the one that names services. */
const maxLabels = 5;

/** A few lines are written without a name anyhow. */
const minLines = 10;
/** Lines whose labels are looked at. */
const sampledLines = 100;

/** Whether lines are written since a time without the label that names services: then it is the name that is gone, and nobody is silent. False where that cannot be asked. Throws the signal's reason only. */
export async function areLinesUnnamed(client: LokiClient, sinceMs: number, options: AskOptions): Promise<boolean> {
	return await unnamedSelector(client, {startMs: floorToMinute(sinceMs), endMs: options.endMs}, options) !== undefined;
}

/** The label that names services in the lines of a range that lack the one of the scope; undefined where there are none, or nothing names them. Throws what the client throws. */
export async function labelOfUnnamed(client: LokiClient, range: TimeRange, options: Omit<AskOptions, 'endMs'>): Promise<string | undefined> {
	const query = await unnamedSelector(client, range, options);
	if (query === undefined) {
		return undefined;
	}

	const {entries} = await queryLogsUpTo(client, {
		query, range, limit: sampledLines, direction: 'backward',
	}, {signal: options.signal});
	const labels = new Set(entries.flatMap(entry => Object.keys(entry.labels)));
	return likelyLabels([...labels]).find(label => entries.every(entry => (entry.labels[label] ?? '') !== ''));
}

/** The selector of lines without the label that names services, where more than a few are written. */
async function unnamedSelector(client: LokiClient, range: TimeRange, {scope, signal}: Omit<AskOptions, 'endMs'>): Promise<string | undefined> {
	const {serviceLabel} = scope.capabilities;
	const matchers = matchersOf(scope.selector);
	const named = matcher(serviceLabel, '=~', '.+');
	const unnamed = matcher(serviceLabel, '=', '');
	try {
		const others = matchers.includes(named) ? await otherLabels(client, scope, range, signal) : undefined;
		const selectors = others?.map(label => `{${[matcher(label, '=~', '.+'), ...matchers.filter(each => each !== named)].join(', ')}}`) ?? [scope.selector];
		for (const each of selectors) {
			const selector = andSelector(each, unnamed);
			const counts = await countServices({
				client, scope: {...scope, selector}, range, signal,
			});
			if ((counts?.get(noService) ?? 0) >= minLines) {
				return selector;
			}
		}

		return undefined;
	} catch (error) {
		if (!(error instanceof LokiError) || isAbort(error, signal)) {
			throw error;
		}

		return undefined;
	}
}

async function otherLabels(client: LokiClient, {capabilities}: Scope, range: TimeRange, signal: AbortSignal): Promise<readonly string[]> {
	const labels = await client.labels(range, {signal});
	return likelyLabels(labels).filter(label => label !== capabilities.serviceLabel).slice(0, maxLabels);
}
