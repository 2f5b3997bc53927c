import {errorStage, levelLabelOf} from '../../loki/logql/logql.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {createLevelBook} from '../../monitor/levels/level-book.js';
import type {GivenFilter} from '../../monitor/levels/fleet-levels.js';
import {prime} from '../../monitor/levels/prime.js';
import {judgeLevels} from './judgements/levels.js';
import type {Judgement} from './types.js';

const minutes = 5;

export type ReadLevelsOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** Filters that a person set. */
	readonly given: readonly GivenFilter[];
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** Counts the lines of the last minutes by level, as every poll does, and reads a few of them as the start of a session does: which services mark their errors otherwise. */
export async function readLevels({client, scope, given, nowMs, signal}: ReadLevelsOptions): Promise<Judgement> {
	const {selector, capabilities} = scope;
	const label = levelLabelOf(capabilities);
	const query = label === undefined
		? `sum (count_over_time(${selector} ${errorStage(capabilities)} [${minutes}m]))`
		: `sum by (${label}) (count_over_time(${selector}[${minutes}m]))`;
	const book = createLevelBook();
	const [{series}] = await Promise.all([
		client.queryInstant({query, timeMs: nowMs}, {signal}),
		prime({
			client, scope, book, endMs: nowMs, signal,
		}),
	]);
	const counts = series.map(({labels, samples}) => ({level: label === undefined ? '' : labels[label] ?? '', lines: samples.at(-1)?.[1] ?? 0}));
	return judgeLevels({
		source: label ?? 'line', counts, minutes, readings: book.readings(), untold: [...book.untold()], given,
	});
}
