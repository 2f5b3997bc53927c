import type {Minute} from '../detect/types.js';
import {addCosts, noCost} from './cost-meter.js';
import {LokiRangeLimitError, LokiSeriesLimitError} from './errors/index.js';
import {linkAbort} from './linked-abort.js';
import {andSelector, anyOf, noService} from './logql.js';
import {MinuteTable} from './minute-counts.js';
import {askMinutes, minuteQuestions, plainQuestions} from './minute-questions.js';
import type {
	LokiClient,
	QueryCost,
	Scope,
	TimeRange,
} from './types.js';
import {
	ceilToMinute,
	floorToMinute,
	minuteMs,
	splitRange,
} from './windows.js';

/** Loki answers at most 11,000 points a series. */
const maxMinutesPerQuery = 10_000;
/** Levels that one service is likely to write, to guess how many services fit under the limit. */
const likelyLevels = 4;
/** Where Loki does not say what its limit is: its default. */
const defaultMaxSeries = 500;

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

type Reading = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly range: TimeRange;
	readonly table: MinuteTable;
	readonly signal: AbortSignal;
	readonly spend: (cost: QueryCost) => void;
};

/**
A reader that learns this Loki's limits: once one was met, the next reading asks in pieces that fit.
It throws what the client throws; then nothing of the range is known.
*/
export function createMinuteReader(): MinuteReader {
	/** Infinite until the series limit was met. */
	let servicesPerShard = Infinity;
	let maxRangeMs = maxMinutesPerQuery * minuteMs;
	/** More levels than the limit has room for: asked alone, and without the split by level. */
	const heavyServices = new Set<string>();

	const readShard = async (services: readonly string[], reading: Reading): Promise<void> => {
		const {scope, spend} = reading;
		const shard = {...scope, selector: andSelector(scope.selector, anyOf(scope.capabilities.serviceLabel, services))};
		const only = services.length === 1 ? services[0] : undefined;
		const isHeavy = only !== undefined && heavyServices.has(only);
		try {
			spend(await askMinutes(isHeavy ? plainQuestions(shard) : minuteQuestions(shard), reading));
		} catch (error) {
			if (isHeavy || !(error instanceof LokiSeriesLimitError)) {
				throw error;
			}

			if (only !== undefined) {
				heavyServices.add(only);
				await readShard(services, reading);
				return;
			}

			const half = Math.ceil(services.length / 2);
			servicesPerShard = Math.min(servicesPerShard, half);
			await Promise.all([readShard(services.slice(0, half), reading), readShard(services.slice(half), reading)]);
		}
	};

	const readSharded = async (reading: Reading, services: readonly string[]): Promise<void> => {
		const sizeBefore = servicesPerShard;
		const heavyBefore = heavyServices.size;
		const light = services.filter(service => !heavyServices.has(service)).toSorted();
		const heavy = services.filter(service => heavyServices.has(service)).map(service => [service]);
		await Promise.all([...chunks(light, servicesPerShard), ...heavy].map(async shard => readShard(shard, reading)));
		if (heavyServices.size > heavyBefore) {
			// The halving was one service's fault, and that one now stands apart.
			servicesPerShard = sizeBefore;
		}
	};

	const readRange = async (reading: Reading, services: readonly string[] | undefined): Promise<void> => {
		if (services) {
			await readSharded(reading, services.map(service => service === noService ? '' : service));
			return;
		}

		if (!Number.isFinite(servicesPerShard)) {
			try {
				reading.spend(await askMinutes(minuteQuestions(reading.scope), reading));
				return;
			} catch (error) {
				if (!(error instanceof LokiSeriesLimitError)) {
					throw error;
				}

				servicesPerShard = Math.max(1, Math.floor((error.limit ?? defaultMaxSeries) / likelyLevels));
			}
		}

		await readSharded(reading, await listServices(reading));
	};

	const readPiece = async ({client, scope, services, signal}: ReadMinutesOptions, range: TimeRange): Promise<ReadMinutesResult> => {
		const table = new MinuteTable(range, scope.capabilities.serviceLabel);
		let cost = noCost;
		// One failed shard fails the reading: its sisters need not go on.
		const link = linkAbort(signal);
		try {
			await readRange({
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

				maxRangeMs = shorter(piece.endMs - piece.startMs, error.limitMs);
			}
		}

		return {minutes, cost: addCosts(...costs)};
	};
}

/** One reading, with nothing remembered for the next. */
export const readMinutes: MinuteReader = async options => createMinuteReader()(options);

async function listServices({client, scope, range, signal}: Reading): Promise<readonly string[]> {
	const {serviceLabel} = scope.capabilities;
	const named = await client.labelValues(serviceLabel, range, scope.selector, {signal});
	// Streams without the label have no value in the list; the widest selector leaves them out anyway.
	return scope.selector.includes(`${serviceLabel}=~".+"`) ? named : ['', ...named];
}

/** Whole minutes, fewer than before: what Loki takes where it said so, else half. */
function shorter(lengthMs: number, limitMs: number | undefined): number {
	const wantedMs = limitMs !== undefined && limitMs < lengthMs ? limitMs : lengthMs / 2;
	return Math.max(minuteMs, floorToMinute(wantedMs));
}

function chunks(items: readonly string[], size: number): ReadonlyArray<readonly string[]> {
	const result: Array<readonly string[]> = [];
	for (let start = 0; start < items.length; start += size) {
		result.push(items.slice(start, start + size));
	}

	return result;
}
