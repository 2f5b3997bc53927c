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

export type FoundErrorSource = {
	readonly errorSource: Capabilities['errorSource'];
	/** Why it is a guess by the version; undefined where it was found out. */
	readonly guess: string | undefined;
	/** Labels of a few of the newest lines, with their values; undefined where no line was read. */
	readonly sampled: ReadonlyMap<string, string> | undefined;
};

/**
How errors are told apart, best first: `detected_level`, which newer Lokis add to every line; the stream's own `level` label, where every stream has it; the text of the line.
A few of the newest lines tell: their labels carry `detected_level` where it is added. No lines, or no answer, leaves it to the version, as a guess.
*/
export async function findErrorSource({client, selector, labels, range, isOld, signal}: FindErrorSourceOptions): Promise<FoundErrorSource> {
	let sampled: ReadonlyMap<string, string> | undefined;
	try {
		const {entries} = await queryLogsUpTo(client, {query: selector, range, limit: sampleLines}, {signal});
		if (entries.length === 0) {
			return {errorSource: labels.includes('detected_level') || !isOld ? 'detected_level' : 'line', guess: labels.includes('detected_level') ? undefined : 'there is no line to look at', sampled};
		}

		sampled = new Map(entries.flatMap(entry => Object.entries(entry.labels)));
		const found = (errorSource: Capabilities['errorSource']): FoundErrorSource => ({errorSource, guess: undefined, sampled});
		if (sampled.has('detected_level') || labels.includes('detected_level')) {
			return found('detected_level');
		}

		if (entries.some(entry => !('level' in entry.labels))) {
			return found('line');
		}

		const labelsWithoutLevel = await client.labels(range, {selector: andSelector(selector, matcher('level', '=', '')), signal});
		return found(labelsWithoutLevel.length === 0 ? 'level' : 'line');
	} catch (error) {
		signal?.throwIfAborted();
		if (!(error instanceof LokiError)) {
			throw error;
		}

		return labels.includes('detected_level')
			? {errorSource: 'detected_level', guess: undefined, sampled}
			: {errorSource: isOld ? 'line' : 'detected_level', guess: error.why, sampled};
	}
}
