import {distinctEntries} from '../loki/lines/distinct-entries.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import {matcher, quote} from '../loki/logql/logql.js';
import type {LogEntry, LokiClient, TimeRange} from '../loki/types.js';
import {traceLabels} from '../patterns/read/trace.js';

/** A request that takes part in a failure may have begun well before, and end well after, the line from which it is followed. */
const reachMs = 15 * 60_000;
/** Of one trace; the first ones. */
const maxTraceLines = 1000;
/** Those of the labels with a trace id that LogQL can name. */
const askedLabels = traceLabels.filter(label => /^\w+$/.test(label));

/** The lines of one request in all that a selector holds: a question for those that have its id in their text, one for those that have it in a label. */
export const traceQueries = (selector: string, id: string, stages = ''): {readonly inLines: string; readonly inLabels: string} => ({
	inLines: `${selector} |= ${quote(id)}${stages}`,
	inLabels: `${selector} | ${askedLabels.map(label => matcher(label, '=', id)).join(' or ')}${stages}`,
});

export type TraceLinesOptions = {
	readonly client: LokiClient;
	readonly selector: string;
	readonly id: string;
	/** What of its lines is kept; all where not given. */
	readonly stages?: string;
	readonly range: TimeRange;
	/** Of each of the questions; the first lines. */
	readonly limit: number;
	readonly signal: AbortSignal;
};

type TraceLines = {
	/** Oldest first. */
	readonly entries: readonly LogEntry[];
	/** There are more than were read. */
	readonly isCut: boolean;
};

/** The lines of one trace or request within a range, wherever they have its id, each once. */
export async function traceLines({client, selector, id, stages, range, limit, signal}: TraceLinesOptions): Promise<TraceLines> {
	const answers = await Promise.all(Object.values(traceQueries(selector, id, stages)).map(async query => queryLogsUpTo(client, {
		query, range, limit, direction: 'forward',
	}, {signal})));
	return {entries: distinctEntries(answers.flatMap(answer => answer.entries)), isCut: answers.some(({isCut}) => isCut)};
}

export type ReadTraceOptions = Pick<TraceLinesOptions, 'client' | 'selector' | 'id' | 'stages' | 'signal'> & {
	/** The moment around which it is looked for. */
	readonly timeMs: number;
};

/** All lines of one trace or request, in the order of time. */
export async function readTrace({timeMs, ...options}: ReadTraceOptions): Promise<TraceLines & TimeRange> {
	const range = {startMs: timeMs - reachMs, endMs: timeMs + reachMs};
	const {entries, isCut} = await traceLines({...options, range, limit: maxTraceLines});
	return {
		entries: entries.slice(0, maxTraceLines),
		isCut: isCut || entries.length > maxTraceLines,
		startMs: entries[0]?.timeMs ?? range.startMs,
		endMs: entries.at(-1)?.timeMs ?? range.endMs,
	};
}
