import {LokiError} from '../http/errors/index.js';
import {andSelector, matcher} from '../logql/logql.js';
import {queryLogsUpTo} from '../lines/query-logs-up-to.js';
import type {Capabilities, LokiClient, TimeRange} from '../types.js';

const sampleLines = 10;

export type FindErrorSourceOptions = {
	readonly client: LokiClient;
	readonly selector: string;
	/** Index labels of the selected streams. */
	readonly labels: readonly string[];
	readonly range: TimeRange;
	readonly isOld: boolean;
	readonly signal: AbortSignal | undefined;
};

/**
How errors are told apart, best first: `detected_level`, which newer Lokis add to every line; the stream's own `level` label, where every stream has it; the text of the line.
A few of the newest lines tell: their labels carry `detected_level` where it is added. No lines, or no answer, leaves it to the version.
*/
export async function findErrorSource({client, selector, labels, range, isOld, signal}: FindErrorSourceOptions): Promise<Capabilities['errorSource']> {
	if (labels.includes('detected_level')) {
		return 'detected_level';
	}

	try {
		const {entries} = await queryLogsUpTo(client, {query: selector, range, limit: sampleLines}, {signal});
		const isDetected = entries.length === 0 ? !isOld : entries.some(entry => 'detected_level' in entry.labels);
		if (isDetected) {
			return 'detected_level';
		}

		if (!labels.includes('level')) {
			return 'line';
		}

		const labelsWithoutLevel = await client.labels(range, {selector: andSelector(selector, matcher('level', '=', '')), signal});
		return labelsWithoutLevel.length === 0 ? 'level' : 'line';
	} catch (error) {
		signal?.throwIfAborted();
		if (error instanceof LokiError) {
			return isOld ? 'line' : 'detected_level';
		}

		throw error;
	}
}
