import {countLines} from '../loki/counts/count-lines.js';
import {hourMs} from '../detect/minute.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import type {LokiClient, Scope, TimeRange} from '../loki/types.js';
import type {LogView} from '../store/state.js';
import type {LinesSource} from '../store/view-state.js';
import {isBeyond, selectorIn} from '../loki/logql/own-query.js';
import {fieldStages, readStreamLabels} from './field-query.js';
import {errorQueries, lineQuery, sourceSelector} from './line-query.js';
import {readAt} from './read-at.js';
import {readAround} from './read-around.js';
import {readTrace} from './read-trace.js';
import {readWindow} from './read-window.js';
import {
	isSorting,
	maxSortedLines,
	sortOut,
	type Wanted,
} from './sort-out.js';

export type ReadViewOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly source: LinesSource;
	readonly wanted: Wanted;
	/** Where the source does not tell a time of its own. */
	readonly range: TimeRange;
	/** A moment to go to, in place of the newest lines. */
	readonly atMs?: number | undefined;
	readonly signal: AbortSignal;
};

/** The first lines of a view, whatever it is of. Throws what the client throws. */
export async function readView({client, scope, source, wanted, range, atMs, signal}: ReadViewOptions): Promise<Partial<LogView>> {
	const beyond = source.query && isBeyond(source.query.text, scope.selector) ? {isBeyond: true} : {};
	if (source.around) {
		const around = await readAround({
			client, scope, service: source.service, line: source.around, selector: source.query && selectorIn(source.query.text), signal,
		});
		return {...around, ...beyond};
	}

	if (source.trace) {
		const {isCut, ...lines} = await readTrace({
			client, selector: scope.selector, ...source.trace, stages: fieldStages(source.filters ?? []), signal,
		});
		const anchor = lines.entries.findIndex(({timeMs}) => timeMs === source.trace?.timeMs);
		return {
			...lines, total: isCut ? undefined : lines.entries.length, isCut, ...anchor !== -1 && {anchor},
		};
	}

	const labels = await labelsOfStreams({
		client, scope, source, range: {startMs: Math.min(range.startMs, atMs ?? range.startMs) - hourMs, endMs: range.endMs}, signal,
	});
	const query = lineQuery(scope, source, labels);
	if (atMs !== undefined) {
		const lines = await readAt({
			client, query, wanted, atMs, nowMs: range.endMs, signal,
		});
		return {...lines, ...beyond};
	}

	if (!isSorting(wanted)) {
		return {
			query, ...beyond, ...await readWindow({
				client, query, errorQueries: errorQueries(scope, source, labels), range, signal,
			}),
		};
	}

	const [answer, counted] = await Promise.all([
		queryLogsUpTo(client, {query, range, limit: maxSortedLines}, {signal}),
		countLines(client, query, range, {signal}),
	]);
	return {query, hidden: wanted.hidden.length, ...sortOut(answer, {counted, wanted, range})};
}

/** The labels by which whole streams can be asked for; none where no filter is by a label. */
async function labelsOfStreams({client, scope, source, range, signal}: Pick<ReadViewOptions, 'client' | 'scope' | 'source' | 'range' | 'signal'>): Promise<ReadonlySet<string> | undefined> {
	const isByLabel = source.query === undefined && source.filters?.some(({from}) => from === 'label') === true;
	return isByLabel
		? readStreamLabels({
			client, selector: sourceSelector(scope, source), range, signal,
		})
		: undefined;
}
