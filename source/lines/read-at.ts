import {hourMs} from '../detect/minute.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import type {LokiClient, TimeRange} from '../loki/types.js';
import type {LogView} from '../store/state.js';
import {freshOf} from './held-lines.js';
import {found, type Wanted} from './sort-out.js';
import {coveredFrom, maxLines} from './read-window.js';

/** How far on either side lines are looked for. */
const reachMs = hourMs;

export type ReadAtOptions = {
	readonly client: LokiClient;
	readonly query: string;
	readonly wanted: Wanted;
	readonly atMs: number;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** The lines just before and after a moment, with none between them left out; the first one after it is where the cursor stands. */
export async function readAt({client, query, wanted, atMs, nowMs, signal}: ReadAtOptions): Promise<Pick<LogView, 'query' | 'entries' | 'total' | 'isByWords' | 'anchor' | 'startMs' | 'endMs' | 'hidden'>> {
	const before: TimeRange = {startMs: atMs - reachMs, endMs: atMs};
	const after: TimeRange = {startMs: atMs, endMs: Math.min(nowMs, atMs + reachMs)};
	const [older, newer] = await Promise.all([
		queryLogsUpTo(client, {query, range: before, limit: maxLines / 2}, {signal}),
		queryLogsUpTo(client, {
			query, range: after, limit: maxLines / 2, direction: 'forward',
		}, {signal}),
	]);
	const read = [...older.entries, ...freshOf(older.entries, newer.entries)];
	const {entries, isByWords} = found(read, wanted);
	const place = entries.findIndex(({timeMs}) => timeMs >= atMs);
	return {
		query,
		entries,
		total: entries.length,
		isByWords,
		anchor: place === -1 ? Math.max(0, entries.length - 1) : place,
		startMs: coveredFrom(older, before),
		endMs: newer.isCut ? newer.entries.at(-1)?.timeMs ?? atMs : after.endMs,
		hidden: wanted.hidden.length,
	};
}
