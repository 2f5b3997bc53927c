import {errorStage} from '../../loki/logql/logql.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {judgeLevels} from './judgements/levels.js';
import type {Judgement} from './types.js';

const minutes = 5;

/** Counts the lines of the last minutes by level, as every poll does; where there is none, those that read as errors. */
export async function readLevels(client: LokiClient, {selector, capabilities}: Scope, nowMs: number, signal: AbortSignal): Promise<Judgement> {
	const {errorSource} = capabilities;
	const query = errorSource === 'line'
		? `sum (count_over_time(${selector} ${errorStage(capabilities)} [${minutes}m]))`
		: `sum by (${errorSource}) (count_over_time(${selector}[${minutes}m]))`;
	const {series} = await client.queryInstant({query, timeMs: nowMs}, {signal});
	const counts = series.map(({labels, samples}) => ({level: labels[errorSource] ?? '', lines: samples.at(-1)?.[1] ?? 0}));
	return judgeLevels(errorSource, counts, minutes);
}
