import {readMinutes} from '../../loki/counts/read-minutes.js';
import {closedMinutes} from '../../loki/counts/windows.js';
import {LokiSeriesLimitError} from '../../loki/http/errors/index.js';
import {errorStage, levelLabelOf} from '../../loki/logql/logql.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {createLevelBook} from '../../monitor/levels/level-book.js';
import type {GivenFilter} from '../../monitor/levels/fleet-levels.js';
import {prime} from '../../monitor/levels/prime.js';
import {findRefused} from '../../monitor/levels/refused.js';
import {probeFilters} from './probe-filters.js';
import {judgeLevels, type LevelCount} from './judgements/levels.js';
import type {Judgement} from './types.js';

const minutes = 5;

export type ReadLevelsOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** Filters that a person set. */
	readonly given: readonly GivenFilter[];
	/** The services that are watched. */
	readonly services: readonly string[];
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** Counts the lines of the last minutes by level, as every poll does, reads a few of them as the start of a session does (which services mark their errors otherwise), and asks with each filter that was set. */
export async function readLevels({client, scope, given, services, nowMs, signal}: ReadLevelsOptions): Promise<Judgement> {
	const {selector, capabilities} = scope;
	const label = levelLabelOf(capabilities);
	const query = label === undefined
		? `sum (count_over_time(${selector} ${errorStage(capabilities)} [${minutes}m]))`
		: `sum by (${label}) (count_over_time(${selector}[${minutes}m]))`;
	// What is learnt of a service is not asked for where a person has set it.
	const stages = given.flatMap(({service, stage}) => service === undefined ? [] : [[service, stage] as const]);
	const book = createLevelBook({given: new Map(stages)});
	const [{counts, maxSeries}, , probed] = await Promise.all([
		countByLevel(query, label, {
			client, scope, nowMs, signal,
		}),
		prime({
			client, scope, book, endMs: nowMs, signal,
		}),
		probeFilters({
			client, scope, given, services, minutes, nowMs, signal,
		}),
	]);
	const filtered = book.readings().map(({service}) => service);
	const refused = await findRefused({
		client, scope: {...scope, errorFilters: book.wanted(filtered)}, endMs: nowMs, signal,
	});
	return judgeLevels({
		source: label ?? 'line', counts, maxSeries, minutes, readings: book.readings(), untold: [...book.untold()], refused, given: probed,
	});
}

type Counted = {
	readonly counts: readonly LevelCount[];
	/** The limit that was met; the levels are errors and the others then. */
	readonly maxSeries: number | undefined;
};

/** Lines by level; where there are more levels than Loki answers with series, errors and others as each poll reads them, in parts. */
async function countByLevel(query: string, label: string | undefined, {client, scope, nowMs, signal}: Pick<ReadLevelsOptions, 'client' | 'scope' | 'nowMs' | 'signal'>): Promise<Counted> {
	try {
		const {series} = await client.queryInstant({query, timeMs: nowMs}, {signal});
		return {counts: series.map(({labels, samples}) => ({level: label === undefined ? '' : labels[label] ?? '', lines: samples.at(-1)?.[1] ?? 0})), maxSeries: undefined};
	} catch (error) {
		if (!(error instanceof LokiSeriesLimitError)) {
			throw error;
		}

		const read = await readMinutes({
			client, scope, range: closedMinutes(nowMs, minutes), signal,
		});
		let lines = 0;
		let errors = 0;
		for (const {counts} of read.minutes) {
			for (const count of counts?.values() ?? []) {
				lines += count.lines;
				errors += count.errors;
			}
		}

		return {counts: [{level: 'error', lines: errors}, {level: 'others', lines: lines - errors}], maxSeries: error.limit ?? NaN};
	}
}
