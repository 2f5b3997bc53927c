import {countLines} from '../../loki/counts/count-lines.js';
import {distinctEntries, entryKey} from '../../loki/lines/distinct-entries.js';
import {errorStageOf, serviceSelector} from '../../loki/logql/logql.js';
import {sampleLogs} from '../../loki/lines/sample-logs.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../loki/types.js';
import type {PatternMiner} from '../../patterns/types.js';
import {mineEntries, type Sample} from '../evidence/mined-sample.js';

/** A bounded sample of a service's lines, and how many there are of its kind. */
export type CountedSample = Sample & {readonly range: TimeRange; readonly totalLines: number};

export type ReadSampleOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly service: string;
	readonly range: TimeRange;
	readonly onlyErrors: boolean;
	readonly limit: number;
	readonly signal: AbortSignal;
};

export const readSample = async ({client, scope, service, range, onlyErrors, limit, signal}: ReadSampleOptions): Promise<CountedSample> => {
	const query = `${serviceSelector(scope, service)}${onlyErrors ? ` ${errorStageOf(scope, service)}` : ''}`;
	const [{entries, isCut}, counted] = await Promise.all([
		sampleLogs({
			client, scope, service, range, onlyErrors, limit, spread: 'head-peak-tail', signal,
		}),
		countLines(client, query, range, {signal}),
	]);
	return {
		entries, isCut, isErrors: onlyErrors, range, totalLines: Math.max(counted ?? 0, entries.length),
	};
};

/** The pattern of each line of some samples, mined together: the same pattern has the same id in all of them. */
export const patternsOfSamples = (samples: readonly Sample[], miner: PatternMiner): (entry: LogEntry) => string | undefined => {
	const mined = mineEntries(distinctEntries(samples.flatMap(({entries}) => entries)), miner);
	const ids = new Map(mined.map(({entry, patternId}) => [entryKey(entry), miner.resolve(patternId)]));
	return entry => ids.get(entryKey(entry));
};
