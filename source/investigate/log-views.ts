import {countLines} from '../loki/count-lines.js';
import {literalsOf} from '../patterns/literal.js';
import {readContext} from '../loki/context.js';
import {quote, serviceSelector} from '../loki/logql.js';
import {queryLogsUpTo} from '../loki/query-logs-up-to.js';
import {isAbort, troubleOf} from '../loki/trouble.js';
import type {LogEntry, LokiClient, Scope} from '../loki/types.js';
import {logViewKey, type LogView} from '../store/state.js';
import type {Store} from '../store/store.js';
import type {AroundLine} from '../store/view-state.js';

/** Lines of one view, and how far back it looks where nothing is wrong. */
const maxLines = 300;
/** Lines before and after the one that is looked at. */
const contextLines = 60;
const calmWindowMs = 15 * 60_000;
/** What is shown of the time before the onset. */
const beforeOnsetMs = 60_000;

export type LogViewsOptions = {
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly store: Store;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type LogViews = {
	/** Reads the newest lines of a service, or those that hold a pattern's fixed parts. */
	readonly open: (service: string, template: string | undefined) => Promise<void>;
	/** Reads what the same stream wrote just before and after a line. */
	readonly openAround: (service: string, line: AroundLine) => Promise<void>;
};

export function createLogViews({client, scope, store, now, signal}: LogViewsOptions): LogViews {
	return {
		async open(service, template) {
			const watched = scope();
			if (!watched) {
				return;
			}

			const key = logViewKey(service, template);
			const endMs = now();
			const range = {startMs: windowStart(store, service, endMs), endMs};
			const loading: LogView = {
				status: 'loading', entries: store.getState().logs.get(key)?.entries ?? [], total: undefined, ...range, trouble: undefined,
			};
			store.dispatch({type: 'logs-changed', key, view: loading});
			const query = serviceSelector(watched, service) + lineFilters(template, store.getState().view.excluded.get(service) ?? []);
			try {
				const [{entries}, total] = await Promise.all([
					queryLogsUpTo(client, {query, range, limit: maxLines}, {signal}),
					countLines(client, query, range, {signal}),
				]);
				store.dispatch({
					type: 'logs-changed', key, view: {
						...loading, status: 'ready', entries, total: total === undefined ? undefined : Math.max(total, entries.length),
					},
				});
			} catch (error) {
				if (!isAbort(error, signal)) {
					store.dispatch({type: 'logs-changed', key, view: {...loading, status: 'failed', trouble: troubleOf(error)}});
				}
			}
		},
		async openAround(service, line) {
			const watched = scope();
			if (!watched) {
				return;
			}

			const key = logViewKey(service, undefined, line);
			const loading: LogView = {
				status: 'loading', entries: [], total: undefined, startMs: line.timeMs, endMs: line.timeMs, trouble: undefined,
			};
			store.dispatch({type: 'logs-changed', key, view: loading});
			const entry = {...line, timeNs: line.timeNs ?? `${line.timeMs}000000`, labels: {...line.labels, [watched.capabilities.serviceLabel]: service}};
			try {
				const {before, after} = await readContext({
					client, scope: watched, entry, before: contextLines, after: contextLines, signal,
				});
				const {entries, anchor} = placeAmong(entry, line.timeNs !== undefined, before, after);
				store.dispatch({
					type: 'logs-changed', key, view: {
						...loading, status: 'ready', entries, anchor, startMs: entries[0]?.timeMs ?? line.timeMs, endMs: entries.at(-1)?.timeMs ?? line.timeMs,
					},
				});
			} catch (error) {
				if (!isAbort(error, signal)) {
					store.dispatch({type: 'logs-changed', key, view: {...loading, status: 'failed', trouble: troubleOf(error)}});
				}
			}
		},
	};
}

/** Puts a line between its neighbours. One that is known to the millisecond only was read among them, and stands there. */
function placeAmong(entry: LogEntry, isExact: boolean, before: readonly LogEntry[], after: readonly LogEntry[]): {readonly entries: readonly LogEntry[]; readonly anchor: number} {
	const neighbours = [...before, ...after];
	const twin = isExact ? -1 : neighbours.findIndex(({timeMs, line}) => timeMs === entry.timeMs && line === entry.line);
	return twin === -1 ? {entries: [...before, entry, ...after], anchor: before.length} : {entries: neighbours, anchor: twin};
}

/** The lines of one pattern by its fixed parts; of no pattern in particular, all but those that were put away, each by its longest part. */
function lineFilters(template: string | undefined, excluded: readonly string[]): string {
	const filters = template === undefined
		? excluded.flatMap(other => literalsOf(other).slice(0, 1)).map(literal => `!= ${quote(literal)}`)
		: literalsOf(template).map(literal => `|= ${quote(literal)}`);
	return filters.map(filter => ` ${filter}`).join('');
}

function windowStart(store: Store, service: string, endMs: number): number {
	const onsets = store.getState().anomalies
		.filter(anomaly => anomaly.service === service && anomaly.state !== 'resolved')
		.map(anomaly => anomaly.onsetMs - beforeOnsetMs);
	return Math.min(endMs - calmWindowMs, ...onsets);
}
