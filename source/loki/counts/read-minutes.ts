import type {Minute} from '../../detect/types.js';
import {addCosts, noCost} from '../http/cost-meter.js';
import {LokiRangeLimitError} from '../http/errors/index.js';
import {linkAbort} from '../http/linked-abort.js';
import type {
	LokiClient,
	QueryCost,
	Scope,
	TimeRange,
} from '../types.js';
import {minuteMs} from '../../detect/minute.js';
import {MinuteTable} from './minute-counts.js';
import {ShardedReader, type ReaderMemory} from './sharded-reading.js';
import {ceilToMinute, floorToMinute, splitRange} from './windows.js';

/** Loki answers at most 11,000 points a series. */
const maxMinutesPerQuery = 10_000;
/** After so many readings that went well, twice the range is tried again: what was too much bytes once need not be so for ever. */
const widenAfter = 30;

export type ReadMinutesOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** Whole minutes of it are read. */
	readonly range: TimeRange;
	/** Only these; all where not given. */
	readonly services?: readonly string[];
	readonly signal?: AbortSignal;
};

export type ReadMinutesResult = {
	/** All whole minutes of the range, oldest first. A service that is not named wrote nothing. */
	readonly minutes: readonly Minute[];
	readonly cost: QueryCost;
};

export type MinuteReader = (options: ReadMinutesOptions) => Promise<ReadMinutesResult>;

/**
A reader that learns this Loki's limits: once one was met, the next reading asks in pieces that fit.
With a memory, which may outlive it, it asks fewer queries of more services where it can.
It throws what the client throws; then nothing of the range is known.
*/
export function createMinuteReader(memory?: ReaderMemory): MinuteReader {
	const sharded = new ShardedReader(memory);
	let maxRangeMs = maxMinutesPerQuery * minuteMs;
	let readings = 0;

	const readPiece = async ({client, scope, services, signal}: ReadMinutesOptions, range: TimeRange): Promise<ReadMinutesResult> => {
		const table = new MinuteTable(range, scope);
		let cost = noCost;
		// One failed shard fails the reading: its sisters need not go on.
		const link = linkAbort(signal);
		try {
			await sharded.read({
				client,
				scope,
				range,
				table,
				signal: link.signal,
				spend(spent) {
					cost = addCosts(cost, spent);
				},
			}, services);
			return {minutes: table.minutes(), cost};
		} finally {
			link.abort();
			link.unlink();
		}
	};

	return async options => {
		const minutes: Minute[] = [];
		const costs: QueryCost[] = [];
		const endMs = floorToMinute(options.range.endMs);
		let startMs = ceilToMinute(options.range.startMs);
		while (startMs < endMs) {
			const [piece] = splitRange({startMs, endMs}, maxRangeMs);
			if (!piece) {
				break;
			}

			try {
				const read = await readPiece(options, piece);
				minutes.push(...read.minutes);
				costs.push(read.cost);
				startMs = piece.endMs;
			} catch (error) {
				if (!(error instanceof LokiRangeLimitError) || piece.endMs - piece.startMs <= minuteMs) {
					throw error;
				}

				readings = 0;
				maxRangeMs = shorter(piece.endMs - piece.startMs, error.limitMs);
			}
		}

		readings++;
		if (readings >= widenAfter) {
			readings = 0;
			maxRangeMs = Math.min(maxMinutesPerQuery * minuteMs, maxRangeMs * 2);
		}

		return {minutes, cost: addCosts(...costs)};
	};
}

/** One reading, with nothing remembered for the next. */
export const readMinutes: MinuteReader = async options => createMinuteReader()(options);

/** Whole minutes, fewer than before: what Loki takes where it said so, else half. */
function shorter(lengthMs: number, limitMs: number | undefined): number {
	const wantedMs = limitMs !== undefined && limitMs < lengthMs ? limitMs : lengthMs / 2;
	return Math.max(minuteMs, floorToMinute(wantedMs));
}
