import {compareNs} from '../loki/answers.js';
import {countLines} from '../loki/counts/count-lines.js';
import {queryLogsUpTo} from '../loki/lines/query-logs-up-to.js';
import type {
	LogAnswer,
	LogEntry,
	LokiClient,
	TimeRange,
} from '../loki/types.js';
import type {LogView} from '../store/state.js';

/** Lines of a window where it has more, and those of them that are kept for its errors. */
export const maxLines = 300;
const maxErrorLines = 150;

export type ReadWindowOptions = {
	readonly client: LokiClient;
	/** All lines of a source, and its errors: a question for each way in which they are told, none where nothing tells them. */
	readonly query: string;
	readonly errorQueries: readonly string[];
	readonly range: TimeRange;
	readonly signal: AbortSignal;
};

type Window = Pick<LogView, 'entries' | 'total' | 'isErrorsFirst' | 'startMs' | 'endMs'>;

/**
The lines of a window. Where it has more than are shown: its errors, and the newest lines of any level.
Where it has more errors than are shown, it begins later: of the window that is named, every error is there.
*/
export async function readWindow({client, query, errorQueries, range, signal}: ReadWindowOptions): Promise<Window> {
	const [newest, counted] = await Promise.all([
		queryLogsUpTo(client, {query, range, limit: maxLines}, {signal}),
		countLines(client, query, range, {signal}),
	]);
	if (!newest.isCut) {
		return {
			entries: newest.entries, total: counted === undefined ? undefined : Math.max(counted, newest.entries.length), isErrorsFirst: false, ...range,
		};
	}

	if (errorQueries.length === 0) {
		const startMs = coveredFrom(newest, range);
		const total = await countLines(client, query, {startMs, endMs: range.endMs}, {signal});
		return {
			entries: newest.entries, total: total === undefined ? undefined : Math.max(total, newest.entries.length), isErrorsFirst: false, startMs, endMs: range.endMs,
		};
	}

	const errors = await readErrors({
		client, errorQueries, range, limit: maxErrorLines, signal,
	});
	const {older, newer} = share(errors.entries, newest.entries);
	const entries = [...older, ...newer];
	// Where most lines are errors, the newest of any level reach further back than the newest errors.
	const window = {startMs: Math.min(errors.startMs, coveredFrom(newest, range)), endMs: range.endMs};
	const total = window.startMs === range.startMs ? counted : await countLines(client, query, window, {signal});
	return {
		entries, total: total === undefined ? undefined : Math.max(total, entries.length), isErrorsFirst: older.length > 0 || errors.startMs <= window.startMs, ...window,
	};
}

/** As many of the newest lines as there is room for, and the errors before them. */
function share(errors: readonly LogEntry[], newest: readonly LogEntry[]): {readonly older: readonly LogEntry[]; readonly newer: readonly LogEntry[]} {
	let before = 0;
	for (const [index, {timeNs}] of newest.entries()) {
		while (before < errors.length && compareNs(errors[before]!.timeNs, timeNs) < 0) {
			before++;
		}

		if (before + newest.length - index <= maxLines) {
			return {older: errors.slice(0, before), newer: newest.slice(index)};
		}
	}

	return {older: errors.slice(0, before), newer: []};
}

type Errors = {
	readonly entries: readonly LogEntry[];
	/** From here on there is no error that is not among them. */
	readonly startMs: number;
};

/** The newest errors of a range, oldest first. */
export async function readErrors({client, errorQueries, range, limit, signal}: Omit<ReadWindowOptions, 'query'> & {readonly limit: number}): Promise<Errors> {
	const answers = await Promise.all(errorQueries.map(async query => queryLogsUpTo(client, {query, range, limit}, {signal})));
	const startMs = Math.max(...answers.map(answer => coveredFrom(answer, range)));
	return {
		entries: answers.flatMap(answer => answer.entries).filter(({timeMs}) => timeMs >= startMs).toSorted((a, b) => compareNs(a.timeNs, b.timeNs)),
		startMs,
	};
}

/** From when on an answer that holds the newest lines of a range holds all of them. Of the millisecond in which it is cut there may be more. */
export function coveredFrom({entries, isCut}: Pick<LogAnswer, 'entries' | 'isCut'>, {startMs, endMs}: TimeRange): number {
	const [oldest] = entries;
	return isCut ? Math.min(endMs, oldest === undefined ? endMs : oldest.timeMs + 1) : startMs;
}
