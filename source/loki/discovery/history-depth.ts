import {LokiError} from '../http/errors/index.js';
import type {LokiClient, TimeRange} from '../types.js';
import {hourMs} from '../../detect/minute.js';
import {queryLogsUpTo} from '../lines/query-logs-up-to.js';

/** Hours back that are looked at first; the hour between the last one with data and the first one without is then searched. */
const ladder = [1, 2, 3, 6, 12, 18, 24, 48, 72, 96, 120, 144, 168] as const;

export type HistoryDepthOptions = {
	readonly client: LokiClient;
	readonly selector: string;
	/** It is not looked further back. */
	readonly wantedHours: number;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** How many hours back the oldest log lines lie, up to those that are wanted; 0 where there are none. An hour is asked for by its index statistics, and for one line where these have none. */
export async function historyDepth(options: HistoryDepthOptions): Promise<number> {
	const {wantedHours, nowMs} = options;
	const hasData = async (hoursBack: number): Promise<boolean> => hasLines(options, {startMs: nowMs - (hoursBack * hourMs), endMs: nowMs - ((hoursBack - 1) * hourMs)});
	const steps = [...ladder.filter(hours => hours < wantedHours), wantedHours];
	const found = await Promise.all(steps.map(async hours => hasData(hours)));
	const last = found.lastIndexOf(true);
	let low = steps[last] ?? 0;
	let high = steps[last + 1] ?? (low + 1);
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		if (await hasData(middle)) {
			low = middle;
		} else {
			high = middle;
		}
	}

	return low;
}

async function hasLines({client, selector, signal}: HistoryDepthOptions, range: TimeRange): Promise<boolean> {
	const stats = await readStats(client, selector, range, signal);
	if (stats && (stats.entries > 0 || stats.bytes > 0)) {
		return true;
	}

	// Statistics of an index hold nothing of what is not in it yet, or past a limit of their own: only lines prove that there are none.
	const {entries} = await queryLogsUpTo(client, {query: selector, range, limit: 1}, {signal});
	return entries.length > 0;
}

/** Undefined where this optional endpoint is off, or not for everybody. Throws only the signal's reason. */
export async function readStats(client: LokiClient, selector: string, range: TimeRange, signal: AbortSignal): Promise<Awaited<ReturnType<LokiClient['stats']>>> {
	try {
		return await client.stats(selector, range, {signal});
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof LokiError) {
			return undefined;
		}

		throw error;
	}
}
