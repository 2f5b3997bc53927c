import {countLines} from '../loki/counts/count-lines.js';
import {hourMs} from '../detect/minute.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import type {LokiClient, TimeRange} from '../loki/types.js';
import type {LogView} from '../store/state.js';
import {freshOf, type Page} from './held-lines.js';
import {coveredFrom, maxLines, readErrors} from './read-window.js';

/** How far older lines are looked for, where the hour before has none. */
const reachesMs: readonly number[] = [hourMs, 6 * hourMs, 24 * hourMs];
/** For an edge on which more lines were written in one millisecond than are read. */
const manyLines = 5000;

export type ReadPageOptions = {
	readonly client: LokiClient;
	readonly view: LogView;
	readonly query: string;
	/** Where only errors are wanted; else empty. */
	readonly errorQueries: readonly string[];
	/** Lines that are read at once; as many as a window shows where not given. */
	readonly lines?: number | undefined;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** The lines just before those that are held, and what they are the newest of; as far back as the last hour, or the last day, that has any. */
export async function readOlder({client, view, query, errorQueries, lines, signal}: ReadPageOptions): Promise<Page> {
	const isErrorsOnly = errorQueries.length > 0;
	let page: Page = {entries: [], untilMs: view.startMs, isErrorsOnly};
	for (const reachMs of reachesMs) {
		// The millisecond of the edge is read again: it may hold more lines than were read.
		const range = {startMs: view.startMs - reachMs, endMs: page.untilMs + 1};
		page = isErrorsOnly
			? await readOlderErrors({
				client, view, errorQueries, range, signal,
			})
			: await readSide({
				client, view, query, lines, range, direction: 'backward', signal,
			});
		if (page.entries.length > 0 || page.untilMs > range.startMs) {
			break;
		}
	}

	const {untilMs} = page;
	return isErrorsOnly ? {...page, counted: untilMs < view.startMs ? await countLines(client, query, {startMs: untilMs, endMs: view.startMs}, {signal}) : 0} : page;
}

/** The lines just behind those that are held, from the newest of them on: what came in late is among them. */
export async function readNewer({client, view, query, lines, nowMs, signal}: ReadPageOptions): Promise<Page> {
	const range = {startMs: Math.min(view.endMs, view.entries.at(-1)?.timeMs ?? view.endMs), endMs: nowMs + 1};
	return readSide({
		client, view, query, lines, range, direction: 'forward', signal,
	});
}

type Side = Pick<ReadPageOptions, 'client' | 'view' | 'signal'> & {readonly range: TimeRange};

/** The newest errors of a range before the lines that are held; none where all that it has are held. */
async function readOlderErrors({client, view, errorQueries, range, signal}: Side & Pick<ReadPageOptions, 'errorQueries'>): Promise<Page> {
	const {entries, startMs} = await readErrors({
		client, errorQueries, range, limit: maxLines, signal,
	});
	return {entries: freshOf(view.entries, entries), untilMs: Math.min(startMs, range.endMs - 1), isErrorsOnly: true};
}

/** The lines of a range that are nearest to those held; none where all that it has are held. */
async function readSide({client, view, query, lines = maxLines, range, direction, signal}: Side & Pick<ReadPageOptions, 'query' | 'lines'> & {readonly direction: 'forward' | 'backward'}): Promise<Page> {
	for (const limit of [lines, manyLines]) {
		const answer = await queryLogsUpTo(client, {
			query, range, limit, direction,
		}, {signal});
		const entries = freshOf(view.entries, answer.entries);
		if (entries.length > 0 || !answer.isCut) {
			const untilMs = direction === 'backward' ? coveredFrom(answer, range) : (answer.isCut ? answer.entries.at(-1)!.timeMs : range.endMs - 1);
			return {entries, untilMs, isErrorsOnly: false};
		}
	}

	// All lines that Loki hands out at once are held: what lies behind them is not known.
	return {entries: [], untilMs: direction === 'backward' ? range.endMs - 1 : view.endMs, isErrorsOnly: false};
}
