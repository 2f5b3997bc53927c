import {addCosts, noCost} from '../http/cost-meter.js';
import {matcher, serviceSelector, noService} from '../logql/logql.js';
import type {
	Labels,
	LogEntry,
	LokiClient,
	QueryCost,
	Scope,
} from '../types.js';
import {hourMs} from '../../detect/minute.js';
import {queryLogsUpTo} from './query-logs-up-to.js';
import {distinctEntries, entryKey} from './distinct-entries.js';

/** How far before and after the line is looked. */
const reachMs = hourMs;

export type ReadContextOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly entry: LogEntry;
	/** Where its stream is looked for; among those of its service where not given. */
	readonly selector?: string | undefined;
	/** Lines wanted on either side. */
	readonly before: number;
	readonly after: number;
	readonly signal?: AbortSignal;
};

export type LogContext = {
	/** Oldest first; the lines of one stream as it wrote them. */
	readonly before: readonly LogEntry[];
	readonly after: readonly LogEntry[];
	/** The stream's own labels; undefined where it could not be told and the whole service is shown instead. */
	readonly stream: Labels | undefined;
	/** What Loki was asked: the lines of the stream, or of the whole service. */
	readonly query: string;
	readonly cost: QueryCost;
};

/** The lines that the same stream wrote just before and after one line, at most an hour away. */
export async function readContext({client, scope, entry, selector, before, after, signal}: ReadContextOptions): Promise<LogContext> {
	const service = entry.labels[scope.capabilities.serviceLabel] ?? noService;
	const wide = selector ?? serviceSelector(scope, service);
	const stream = await findStream({
		client,
		selector: wide,
		entry,
		signal,
	});
	const query = stream && Object.keys(stream).length > 0
		? `{${Object.entries(stream).map(([label, value]) => matcher(label, '=', value)).join(', ')}}`
		: wide;
	// Lines of the entry's own millisecond are in both answers: the range is no finer than that.
	const [older, newer] = await Promise.all([
		queryLogsUpTo(client, {
			query,
			range: {startMs: entry.timeMs - reachMs, endMs: entry.timeMs + 1},
			limit: before + after + 1,
			direction: 'backward',
		}, {signal}),
		queryLogsUpTo(client, {
			query,
			range: {startMs: entry.timeMs, endMs: entry.timeMs + reachMs},
			limit: before + after + 1,
			direction: 'forward',
		}, {signal}),
	]);
	const entries = distinctEntries([...older.entries, ...newer.entries]);
	const index = placeOf(entry, entries);
	const found = entries.at(index);
	const next = found && isSame(found, entry) ? index + 1 : index;
	return {
		before: entries.slice(Math.max(0, index - before), index),
		after: entries.slice(next, next + after),
		stream,
		query,
		cost: addCosts(noCost, older.cost, newer.cost),
	};
}

type FindStreamOptions = {
	readonly client: LokiClient;
	readonly selector: string;
	readonly entry: LogEntry;
	readonly signal: AbortSignal | undefined;
};

/** The entry's labels hold more than its stream's: of the streams that they contain, the one with the most labels. */
async function findStream({client, selector, entry, signal}: FindStreamOptions): Promise<Labels | undefined> {
	const streams = await client.series(selector, {startMs: entry.timeMs - reachMs, endMs: entry.timeMs + reachMs}, {signal});
	const matching = streams.filter(stream => Object.entries(stream).every(([label, value]) => entry.labels[label] === value));
	return matching.toSorted((a, b) => Object.keys(b).length - Object.keys(a).length)[0];
}

function placeOf(entry: LogEntry, entries: readonly LogEntry[]): number {
	const exact = entries.findIndex(candidate => entryKey(candidate) === entryKey(entry));
	if (exact !== -1) {
		return exact;
	}

	const same = entries.findIndex(candidate => isSame(candidate, entry));
	if (same !== -1) {
		return same;
	}

	const later = entries.findIndex(candidate => candidate.timeMs > entry.timeMs);
	return later === -1 ? entries.length : later;
}

function isSame(a: LogEntry, b: LogEntry): boolean {
	return a.timeNs === b.timeNs && a.line === b.line;
}
