import {readContext} from '../loki/lines/context.js';
import type {LogEntry, LokiClient, Scope} from '../loki/types.js';
import type {LogView} from '../store/state.js';
import type {AroundLine} from '../store/view-state.js';

/** Lines before and after the one that is looked at. */
const contextLines = 60;

export type ReadAroundOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly service: string;
	readonly line: AroundLine;
	/** Where its stream is looked for; among those of the service where not given. */
	readonly selector?: string | undefined;
	readonly signal: AbortSignal;
};

/** What the stream of a line wrote just before and after it. */
export async function readAround({client, scope, service, line, selector, signal}: ReadAroundOptions): Promise<Pick<LogView, 'entries' | 'anchor' | 'startMs' | 'endMs' | 'query'>> {
	const entry = {...line, timeNs: line.timeNs ?? `${line.timeMs}000000`, labels: selector === undefined ? {...line.labels, [scope.capabilities.serviceLabel]: service} : line.labels};
	const {before, after, query} = await readContext({
		client, scope, entry, selector, before: contextLines, after: contextLines, signal,
	});
	const {entries, anchor} = placeAmong(entry, line.timeNs !== undefined, before, after);
	return {
		entries, anchor, query, startMs: entries[0]?.timeMs ?? line.timeMs, endMs: entries.at(-1)?.timeMs ?? line.timeMs,
	};
}

/** Puts a line between its neighbours. One that is known to the millisecond only was read among them, and stands there. */
function placeAmong(entry: LogEntry, isExact: boolean, before: readonly LogEntry[], after: readonly LogEntry[]): {readonly entries: readonly LogEntry[]; readonly anchor: number} {
	const neighbours = [...before, ...after];
	const twin = isExact ? -1 : neighbours.findIndex(({timeMs, line}) => timeMs === entry.timeMs && line === entry.line);
	return twin === -1 ? {entries: [...before, entry, ...after], anchor: before.length} : {entries: neighbours, anchor: twin};
}
