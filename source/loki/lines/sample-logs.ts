import {addCosts} from '../http/cost-meter.js';
import {errorStageOf, serviceSelector} from '../logql/logql.js';
import type {
	LogAnswer,
	LokiClient,
	Scope,
	TimeRange,
} from '../types.js';
import {minuteMs} from '../../detect/minute.js';
import {queryLogsUpTo} from './query-logs-up-to.js';
import {distinctEntries} from './distinct-entries.js';

const parts = 3;

export type SampleLogsOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly service: string;
	readonly range: TimeRange;
	readonly onlyErrors: boolean;
	/** Lines in all. */
	readonly limit: number;
	/** The newest lines, or a third each from the start, the peak and the end of the range. */
	readonly spread: 'newest' | 'head-peak-tail';
	/** The minute of the peak; the middle of the range where not given. */
	readonly peakMs?: number;
	/** LogQL stages added to the query, such as `|= "timeout"`. */
	readonly filters?: readonly string[];
	readonly signal?: AbortSignal;
};

/** A bounded sample of a service's lines, oldest first, each line once. How many lines it stands for, the counts tell. */
export async function sampleLogs(options: SampleLogsOptions): Promise<LogAnswer> {
	const {range, limit, spread} = options;
	if (spread === 'newest') {
		return readPart(options, 'backward', range, limit);
	}

	const partLimit = Math.max(1, Math.floor(limit / parts));
	const head = await readPart(options, 'forward', range, partLimit);
	if (!head.isCut) {
		return head;
	}

	const middleMs = Math.floor((range.startMs + range.endMs) / 2);
	const peakMs = Math.min(Math.max(options.peakMs ?? middleMs, range.startMs), Math.max(range.startMs, range.endMs - minuteMs));
	const [peak, tail] = await Promise.all([
		readPart(options, 'forward', {startMs: peakMs, endMs: range.endMs}, partLimit),
		readPart(options, 'backward', range, Math.max(1, limit - (2 * partLimit))),
	]);
	return {
		entries: distinctEntries([...head.entries, ...peak.entries, ...tail.entries]).slice(0, limit),
		isCut: !isCovered(range, [
			{startMs: range.startMs, endMs: head.entries.at(-1)?.timeMs ?? range.startMs},
			{startMs: peakMs, endMs: peak.isCut ? peak.entries.at(-1)?.timeMs ?? peakMs : range.endMs},
			{startMs: tail.isCut ? tail.entries[0]?.timeMs ?? range.endMs : range.startMs, endMs: range.endMs},
		]),
		cost: addCosts(head.cost, peak.cost, tail.cost),
	};
}

async function readPart(options: SampleLogsOptions, direction: 'forward' | 'backward', range: TimeRange, limit: number): Promise<LogAnswer> {
	const {client, scope, service, onlyErrors, filters = [], signal} = options;
	const stages = [...(onlyErrors ? [errorStageOf(scope, service)] : []), ...filters];
	const query = [serviceSelector(scope, service), ...stages].join(' ');
	const answer = await queryLogsUpTo(client, {
		query,
		range,
		limit,
		direction,
	}, {signal});
	return {...answer, entries: distinctEntries(answer.entries)};
}

/** Whether the parts leave no gap. Parts that only touch may have lost lines of the millisecond in which they do. */
function isCovered({startMs, endMs}: TimeRange, readParts: readonly TimeRange[]): boolean {
	let coveredMs = startMs;
	for (const part of readParts.toSorted((a, b) => a.startMs - b.startMs)) {
		if (part.startMs > startMs && part.startMs >= coveredMs) {
			return false;
		}

		coveredMs = Math.max(coveredMs, part.endMs);
	}

	return coveredMs >= endMs;
}
