import {isOpen} from '../detect/lifecycle.js';
import {countLines} from '../loki/counts/count-lines.js';
import {literalsOf} from '../patterns/literal.js';
import {readContext} from '../loki/lines/context.js';
import {quote, serviceSelector} from '../loki/logql/logql.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import {isAbort, troubleOf} from '../loki/http/trouble.js';
import type {
	LogAnswer,
	LogEntry,
	LokiClient,
	Scope,
} from '../loki/types.js';
import {logViewKey, type LogView} from '../store/state.js';
import type {Store} from '../store/store.js';
import type {AroundLine} from '../store/view-state.js';
import {headsOf} from './line-heads.js';
import {entriesOfTemplates} from './pattern-lines.js';

/** Lines of one view, those that are read where others are sorted out here, and how far back it looks where nothing is wrong. */
const maxLines = 300;
const maxSortedLines = 1000;
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
	/** Reads the newest lines of a service without the patterns that were put away, or those of one pattern. */
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
			const hidden = template === undefined ? store.getState().view.excluded.get(service) ?? [] : [];
			const loading: LogView = {
				status: 'loading', entries: store.getState().logs.get(key)?.entries ?? [], heads: store.getState().logs.get(key)?.heads ?? [], total: undefined, ...range, hidden: hidden.length, trouble: undefined,
			};
			store.dispatch({type: 'logs-changed', key, view: loading});
			const query = serviceSelector(watched, service) + lineFilters(template);
			const isSorted = template !== undefined || hidden.length > 0;
			try {
				const [answer, counted] = await Promise.all([
					queryLogsUpTo(client, {query, range, limit: isSorted ? maxSortedLines : maxLines}, {signal}),
					countLines(client, query, range, {signal}),
				]);
				const sorted = sortOut(answer, counted, template, hidden);
				store.dispatch({
					type: 'logs-changed', key, view: {
						...loading, status: 'ready', ...sorted, heads: headsOf(sorted.entries),
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
				status: 'loading', entries: [], heads: [], total: undefined, startMs: line.timeMs, endMs: line.timeMs, trouble: undefined,
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
						...loading, status: 'ready', entries, heads: headsOf(entries), anchor, startMs: entries[0]?.timeMs ?? line.timeMs, endMs: entries.at(-1)?.timeMs ?? line.timeMs,
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

/** What nearly all lines that are not of a pattern lack. Other patterns may quote it, so the lines that come are sorted out afterwards. */
const lineFilters = (template: string | undefined): string => template === undefined ? '' : literalsOf(template).map(literal => ` |= ${quote(literal)}`).join('');

/** The newest lines of the pattern that is asked for, or of none that was put away, and how many there are, as far as that is known. */
function sortOut({entries, isCut}: LogAnswer, counted: number | undefined, template: string | undefined, hidden: readonly string[]): Pick<LogView, 'entries' | 'total' | 'found' | 'isByWords'> {
	const known = counted === undefined ? undefined : Math.max(counted, entries.length);
	const matching = entriesOfTemplates(entries, template === undefined ? hidden : [template]);
	const wanted = entries.filter(entry => matching.has(entry) === (template !== undefined));
	// A stack trace that is written one line a frame can be found by the words of one of its lines only.
	if (template !== undefined && wanted.length === 0) {
		return {entries: entries.slice(-maxLines), total: known, isByWords: entries.length > 0};
	}

	const shown = wanted.slice(-maxLines);
	if (wanted.length === entries.length) {
		return {entries: shown, total: known};
	}

	return isCut
		? {entries: shown, total: undefined, found: {inNewest: wanted.length > shown.length ? entries.length - entries.indexOf(shown[0]!) : entries.length, of: known}}
		: {entries: shown, total: wanted.length};
}

function windowStart(store: Store, service: string, endMs: number): number {
	const onsets = store.getState().anomalies
		.filter(anomaly => anomaly.service === service && isOpen(anomaly))
		.map(anomaly => anomaly.onsetMs - beforeOnsetMs);
	return Math.min(endMs - calmWindowMs, ...onsets);
}
