import {LokiSeriesLimitError} from '../http/errors/index.js';
import {
	andSelector,
	anyOf,
	filtersAmong,
	labelValue,
	noneOf,
	serviceNamed,
} from '../logql/logql.js';
import type {
	LokiClient,
	QueryCost,
	Scope,
	TimeRange,
} from '../types.js';
import type {MinuteTable} from './minute-counts.js';
import {askMinutes, minuteQuestions, plainQuestions} from './minute-questions.js';

/** Levels that one service is likely to write, to guess how many services fit under the limit. */
const likelyLevels = 4;
/** Where Loki does not say what its limit is: its default. */
const defaultMaxSeries = 500;
/** Loki parses queries of up to 128 KiB; names that are left out of a query may take half of that. */
const maxLeftOutLength = 64 * 1024;

/** After so many readings in shards, or without the split by level, the whole is tried again: a limit is raised, and services go. A trial that fails doubles the number. */
const firstTrialAfter = 60;
const maxTrialAfter = 960;

/** Names in shards for each service that there is, before the shards are made anew. */
const maxStaleShare = 2;

export type Reading = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** Whole minutes. */
	readonly range: TimeRange;
	readonly table: MinuteTable;
	readonly signal: AbortSignal;
	readonly spend: (cost: QueryCost) => void;
};

type Shard = readonly string[];

/** What was learnt of a Loki's limits, for the next reader of the same services. */
export type ReaderMemory = {
	/** The split by level is too much for one query, and two without it are not. */
	isPlain: boolean;
	/** Readings since then. */
	plainReadings?: number | undefined;
};

/**
Reads minutes in as few queries as the series limit allows, and remembers how.
Past the limit the services are spread over shards by name. The last shard is whatever no other shard names, so that a new service, or a stream without a name, is never left out and no list of services has to be asked for.
*/
export class ShardedReader {
	/** Services that fit into one query; infinite until the limit was met. */
	#size = Infinity;

	#shards: readonly Shard[] = [];

	/** The services of the range in which the rest was last too much. */
	#listed: readonly string[] = [];

	/** More levels than the limit has room for: asked alone, and without the split by level. */
	readonly #heavy = new Set<string>();

	/** Readings since the whole was last too much. */
	#readings = 0;

	#trialAfter = firstTrialAfter;

	readonly #memory: ReaderMemory | undefined;

	/** With a memory, two queries over all services are tried before shards: fewer requests, of which each scans all. */
	constructor(memory?: ReaderMemory) {
		this.#memory = memory;
	}

	/** Asks for all services without the split by level; false where that is too much as well. */
	async #isReadPlain(reading: Reading): Promise<boolean> {
		try {
			reading.spend(await askMinutes(plainQuestions(reading.scope), reading));
			return true;
		} catch (error) {
			limitOf(error);
			return false;
		}
	}

	/** Is the split by level still taken for too much? */
	#isPlainKept(): boolean {
		const memory = this.#memory;
		if (!memory?.isPlain) {
			return false;
		}

		memory.plainReadings = (memory.plainReadings ?? 0) + 1;
		if (memory.plainReadings > firstTrialAfter) {
			memory.isPlain = false;
			memory.plainReadings = 0;
		}

		return memory.isPlain;
	}

	async #readNamed(reading: Reading, services: readonly string[]): Promise<void> {
		const light = services.filter(service => !this.#heavy.has(service)).toSorted();
		const alone = services.filter(service => this.#heavy.has(service)).map(service => [service]);
		await Promise.all([...chunks(light, this.#size), ...alone].map(async shard => this.#readShard(reading, shard)));
	}

	/** Reads one shard, in halves where it is too much, and returns what it was read as. */
	async #readShard(reading: Reading, shard: Shard): Promise<readonly Shard[]> {
		const scope = narrowed(reading.scope, shard, [anyOf(reading.scope.capabilities.serviceLabel, shard)]);
		const only = shard.length === 1 ? shard[0] : undefined;
		const isHeavy = only !== undefined && this.#heavy.has(only);
		try {
			reading.spend(await askMinutes(isHeavy ? plainQuestions(scope) : minuteQuestions(scope), reading));
			return [shard];
		} catch (error) {
			limitOf(error);
			if (isHeavy) {
				throw error;
			}
		}

		if (only !== undefined) {
			this.#heavy.add(only);
			return this.#readShard(reading, shard);
		}

		const half = Math.ceil(shard.length / 2);
		const halves = await Promise.all([this.#readShard(reading, shard.slice(0, half)), this.#readShard(reading, shard.slice(half))]);
		return halves.flat();
	}

	/** Reads what no shard names, and returns the shards that had to be made for it. */
	async #readRest(reading: Reading, shards: readonly Shard[]): Promise<readonly Shard[]> {
		const named = shards.flat();
		const {scope} = reading;
		const rest = withoutNamed(scope, named);
		const isTooLong = rest.selector.length - scope.selector.length > maxLeftOutLength;
		try {
			if (!isTooLong) {
				reading.spend(await askMinutes(minuteQuestions(rest), reading));
				return [];
			}
		} catch (error) {
			limitOf(error);
		}

		const known = new Set(named);
		const all = await listServices(reading);
		const names = all.filter(name => !known.has(name));
		if (isTooLong) {
			await this.#readNamed(reading, ['', ...names]);
			return [];
		}

		if (names.length === 0) {
			reading.spend(await askMinutes(plainQuestions(rest), reading));
			return [];
		}

		this.#listed = all;
		const added = chunks(names, Math.min(this.#size, Math.ceil(names.length / 2)));
		const leaves = await Promise.all([...added.map(async shard => this.#readShard(reading, shard)), this.#readRest(reading, [...shards, ...added])]);
		return leaves.flat();
	}

	/** All names in shards but for the last ones, which are the rest; a heavy one stands alone. */
	#spread(names: readonly string[]): readonly Shard[] {
		const light = names.filter(name => !this.#heavy.has(name)).toSorted();
		return [...chunks(light, this.#size).slice(0, -1), ...names.filter(name => this.#heavy.has(name)).map(name => [name])];
	}

	/** Reads these services, or all. Throws what the client throws; LokiSeriesLimitError only where one service alone is too much. */
	async read(reading: Reading, services?: readonly string[]): Promise<void> {
		if (services) {
			await this.#readNamed(reading, services.map(service => labelValue(service)));
			return;
		}

		if (Number.isFinite(this.#size)) {
			this.#readings++;
			if (this.#readings > this.#trialAfter) {
				this.#readings = 0;
				this.#trialAfter = Math.min(maxTrialAfter, this.#trialAfter * 2);
				this.#size = Infinity;
				this.#heavy.clear();
			}
		}

		if (!Number.isFinite(this.#size)) {
			try {
				if (this.#isPlainKept() && await this.#isReadPlain(reading)) {
					return;
				}

				reading.spend(await askMinutes(minuteQuestions(reading.scope), reading));
				return;
			} catch (error) {
				if (this.#memory && !this.#memory.isPlain) {
					limitOf(error);
					this.#memory.isPlain = await this.#isReadPlain(reading);
					if (this.#memory.isPlain) {
						return;
					}
				}

				this.#size = sizeFor(limitOf(error), reading.scope);
				this.#listed = await listServices(reading);
				this.#shards = this.#spread(this.#listed);
			}
		}

		const heavyBefore = this.#heavy.size;
		const leaves = await Promise.all([...this.#shards.map(async shard => this.#readShard(reading, shard)), this.#readRest(reading, this.#shards)]);
		const read = leaves.flat();
		const names = read.flat();
		if (names.length > maxStaleShare * this.#listed.length) {
			// Most of the services in the shards are gone.
			this.#shards = this.#spread(this.#listed);
			return;
		}

		// The halving around a heavy service was that one's fault, and it now stands apart.
		this.#shards = this.#heavy.size > heavyBefore ? this.#spread(names) : read;
	}
}

/** The limit that an error is about; any other error is thrown on. */
function limitOf(error: unknown): number {
	if (error instanceof LokiSeriesLimitError) {
		return error.limit ?? defaultMaxSeries;
	}

	throw error;
}

function sizeFor(limit: number, {capabilities}: Scope): number {
	return Math.max(1, Math.floor(limit / (capabilities.errorSource === 'line' ? 1 : likelyLevels)));
}

/** The scope of these services alone. */
function narrowed(scope: Scope, services: Shard, matchers: readonly string[]): Scope {
	const names = new Set(services.map(name => serviceNamed(name)));
	const errorFilters = filtersAmong(scope.errorFilters, service => names.has(service));
	return {...scope, selector: andSelector(scope.selector, ...matchers), ...errorFilters && {errorFilters}};
}

function withoutNamed(scope: Scope, services: readonly string[]): Scope {
	const names = new Set(services.map(name => serviceNamed(name)));
	const errorFilters = filtersAmong(scope.errorFilters, service => !names.has(service));
	return {...scope, selector: andSelector(scope.selector, ...noneOf(scope.capabilities.serviceLabel, services)), ...errorFilters && {errorFilters}};
}

async function listServices({client, scope, range, signal}: Reading): Promise<readonly string[]> {
	return client.labelValues(scope.capabilities.serviceLabel, range, scope.selector, {signal});
}

function chunks(items: readonly string[], size: number): readonly Shard[] {
	const result: Shard[] = [];
	for (let start = 0; start < items.length; start += size) {
		result.push(items.slice(start, start + size));
	}

	return result;
}
