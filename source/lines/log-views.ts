import {isOpen} from '../detect/lifecycle.js';
import {isAbort, troubleOf} from '../loki/http/trouble.js';
import type {
	LogEntry,
	LokiClient,
	LokiSettings,
	Scope,
	TimeRange,
} from '../loki/types.js';
import {notify} from '../store/notify.js';
import {logViewKey, type LogView} from '../store/state.js';
import type {Store} from '../store/store.js';
import type {LinesSource} from '../store/view-state.js';
import {createFollowing} from './following.js';
import {withNewer, withOlder, type Page} from './held-lines.js';
import {headsOf} from './line-heads.js';
import {errorQueries} from './line-query.js';
import {readNewer, readOlder} from './read-page.js';
import {readView} from './read-view.js';
import {shownQuery, type Narrowing, type ShownQuery} from './shown-query.js';
import {
	isSorting,
	linesOf,
	maxSortedLines,
	type Wanted,
} from './sort-out.js';

/** How far back a view looks where nothing is wrong. */
const calmWindowMs = 15 * 60_000;
/** Lines come in late: what came live within this time before a question may not be in its answer. */
const readAgainMs = 5000;
/** What is shown of the time before the onset. */
const beforeOnsetMs = 60_000;

export type LogViewsOptions = {
	readonly client: LokiClient;
	/** How Loki is reached, for live tails. */
	readonly settings: LokiSettings;
	readonly scope: () => Scope | undefined;
	readonly store: Store;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type LogViews = {
	/** Reads the newest lines of a source: of a service without its hidden patterns, of one pattern, or around one line; those just before and after a moment where one is given. */
	readonly open: (source: LinesSource, options?: {readonly atMs?: number | undefined}) => Promise<void>;
	/** Reads on where the lines that are held end. One question at a time; ones that come meanwhile are not asked. */
	readonly readMore: (source: LinesSource, side: 'older' | 'newer', options: {readonly onlyErrors: boolean}) => Promise<void>;
	/** Lets new lines come in, once those that there are have been read, until `unfollow`. */
	readonly follow: (source: LinesSource) => Promise<void>;
	readonly unfollow: (source: LinesSource) => void;
	/** Holds the list still while lines come in, or lets it go on. */
	readonly hold: (source: LinesSource) => void;
	/** What is shown of a source as a question to Loki; undefined before it was read. */
	readonly query: (source: LinesSource, narrowing: Narrowing) => ShownQuery | undefined;
};

export function createLogViews({client, settings, scope, store, now, signal}: LogViewsOptions): LogViews {
	const viewOf = (source: LinesSource): LogView | undefined => store.getState().logs.get(logViewKey(source));
	const change = (source: LinesSource, view: LogView) => {
		store.dispatch({type: 'logs-changed', key: logViewKey(source), view});
	};

	const say = (text: string) => {
		notify(store, text, {tone: 'dim', nowMs: now()});
	};

	/** Hidden patterns of one service are left out where its lines stand alone. */
	const wantedOf = ({service, services, template, query}: LinesSource): Wanted => ({
		template, hidden: template === undefined && services === undefined && query === undefined ? store.getState().view.hiddenPatterns.get(service) ?? [] : [],
	});

	/** The incoming lines that belong to this view. */
	const chosen = (source: LinesSource, entries: readonly LogEntry[]): readonly LogEntry[] => source.around !== undefined || viewOf(source)?.isByWords === true ? entries : linesOf(entries, wantedOf(source));

	const read = async (source: LinesSource, watched: Scope, range: TimeRange, atMs: number | undefined): Promise<Partial<LogView>> => readView({
		client, scope: watched, source, wanted: wantedOf(source), range, atMs, signal,
	});

	/** By the key of their view. */
	const opening = new Map<string, Promise<void>>();
	/** Which question is the last one: the answer to an earlier one comes too late. */
	const asked = new Map<string, symbol>();
	/** The reading on of a view that is under way; none once the view is read anew, which gives it other edges. */
	const readingOn = new Map<string, symbol>();
	const following = createFollowing({
		client,
		settings,
		now,
		signal,
		view: viewOf,
		change,
		async opened(source) {
			await opening.get(logViewKey(source));
		},
		choose: chosen,
	});

	const rangeOf = ({around, query, service, services = [service]}: LinesSource): TimeRange => {
		const endMs = around?.timeMs ?? query?.endMs ?? now();
		const startMs = around?.timeMs ?? (query ? endMs - query.rangeMs : windowStart(store, services, endMs));
		return {startMs, endMs};
	};

	const open = async (source: LinesSource, atMs: number | undefined): Promise<void> => {
		const watched = scope();
		if (!watched) {
			return;
		}

		const key = logViewKey(source);
		const turn = Symbol('turn');
		asked.set(key, turn);
		readingOn.delete(key);
		const range = rangeOf(source);
		const held = source.around ? undefined : viewOf(source);
		const loading: LogView = {
			status: 'loading', entries: held?.entries ?? [], heads: held?.heads ?? [], firstRow: held?.firstRow ?? 0, total: undefined, isByWords: held?.isByWords ?? false, ...range, trouble: undefined, live: atMs === undefined ? held?.live : undefined, serviceLabel: watched.capabilities.serviceLabel,
		};
		change(source, loading);
		try {
			const view: LogView = {
				...loading, status: 'ready', firstRow: 0, ...await read(source, watched, range, atMs),
			};
			if (asked.get(key) === turn) {
				change(source, withCome({...view, heads: headsOf(view.entries)}, viewOf(source)));
			}
		} catch (error) {
			if (!isAbort(error, signal) && asked.get(key) === turn) {
				change(source, {...viewOf(source) ?? loading, status: 'failed', trouble: troubleOf(error)});
			}
		}
	};

	const readMore: LogViews['readMore'] = async (source, side, {onlyErrors}) => {
		const [watched, view] = [scope(), viewOf(source)];
		if (!watched || view?.status !== 'ready' || view.query === undefined || view.reading !== undefined) {
			return;
		}

		const isPlain = !source.around && !isSorting(wantedOf(source));
		const key = logViewKey(source);
		const turn = Symbol('turn');
		readingOn.set(key, turn);
		change(source, {...view, reading: side});
		const ask = side === 'older' ? readOlder : readNewer;
		let page: Page | undefined;
		try {
			page = await ask({
				client, view, query: view.query, errorQueries: onlyErrors && isPlain ? errorQueries(watched, source) : [], lines: isPlain || source.around ? undefined : maxSortedLines, nowMs: now(), signal,
			});
		} catch (error) {
			if (!isAbort(error, signal) && readingOn.get(key) === turn) {
				const {what, why} = troubleOf(error);
				say(`${side} lines could not be read: ${what} (${why})`);
			}
		}

		if (readingOn.get(key) !== turn) {
			return;
		}

		readingOn.delete(key);
		const current = viewOf(source);
		if (!current) {
			return;
		}

		const settled: LogView = {...current, reading: undefined};
		if (!page) {
			change(source, settled);
			return;
		}

		const grown = (side === 'older' ? withOlder : withNewer)(settled, {...page, entries: chosen(source, page.entries)});
		change(source, grown);
		if (grown.entries.length === settled.entries.length) {
			say(side === 'older' ? 'no older line was found before these' : 'no newer line yet; r asks again for all');
		}
	};

	return {
		async open(source, {atMs} = {}) {
			const key = logViewKey(source);
			const reading = open(source, atMs);
			opening.set(key, reading);
			await reading;
			if (opening.get(key) === reading) {
				opening.delete(key);
			}

			// Whoever looks for something looks for it in the day, not in the window.
			if (source.filters !== undefined && viewOf(source)?.entries.length === 0) {
				await readMore(source, 'older', {onlyErrors: false});
			}
		},
		readMore,
		follow: following.follow,
		unfollow: following.unfollow,
		hold: following.hold,
		query(source, narrowing) {
			const [watched, view] = [scope(), viewOf(source)];
			return watched && view && shownQuery(watched, source, view, narrowing);
		},
	};
}

/** A view that was read anew, with what came in live while it was read. */
function withCome(view: LogView, before: LogView | undefined): LogView {
	if (!before?.live) {
		return view;
	}

	const come = before.entries.filter(({timeMs}) => timeMs >= view.endMs - readAgainMs);
	return {...withNewer(view, {entries: come, untilMs: Math.max(view.endMs, before.endMs), isErrorsOnly: false}), live: before.live};
}

function windowStart(store: Store, services: readonly string[], endMs: number): number {
	const onsets = store.getState().anomalies
		.filter(anomaly => services.includes(anomaly.service) && isOpen(anomaly))
		.map(anomaly => anomaly.onsetMs - beforeOnsetMs);
	return Math.min(endMs - calmWindowMs, ...onsets);
}
