import type {CompiledMatcher} from '../evaluate/compile-matcher.js';
import {labelSet, type Label, type LabelSet} from '../labels.js';
import {Stream, type StoredEntry} from './stream.js';
import type {Nanotime} from './time.js';

/** One line on its way to the store and to those who follow the tail. */
export type IngestedEntry = StoredEntry & {
	readonly labels: LabelSet;
	readonly time: Nanotime;
};

type Listener = (entries: readonly IngestedEntry[]) => void;

const valueIn = (labels: readonly Label[], name: string): string => {
	for (const label of labels) {
		if (label[0] === name) {
			return label[1];
		}
	}

	return '';
};

/** Whether a stream's labels fit all matchers. A label that is not there counts as empty. */
export const fitsMatchers = (labels: readonly Label[], matchers: readonly CompiledMatcher[]): boolean =>
	matchers.every(({name, matches}) => matches(valueIn(labels, name)));

/** All streams of one tenant. Past maxEntries the oldest entries go first. */
export class TenantStore {
	readonly #streams = new Map<string, Stream>();
	readonly #listeners = new Set<Listener>();
	#size = 0;

	constructor(private readonly maxEntries: number) {}

	#evict(): void {
		while (this.#size > this.maxEntries) {
			this.#evictFromOldest();
		}
	}

	/** Evicts from the stream with the oldest entry, up to where another stream's oldest entry is older. */
	#evictFromOldest(): void {
		let oldest: Stream | undefined;
		let oldestMs = Infinity;
		let nextMs = Infinity;
		for (const stream of this.#streams.values()) {
			stream.sort();
			const ms = stream.timesMs[stream.from]!;
			if (ms < oldestMs) {
				nextMs = oldestMs;
				oldestMs = ms;
				oldest = stream;
			} else if (ms < nextMs) {
				nextMs = ms;
			}
		}

		const excess = this.#size - this.maxEntries;
		const older = nextMs === Infinity ? oldest!.size : oldest!.search({ms: nextMs, subNs: 0}) - oldest!.from;
		const count = Math.min(excess, Math.max(older, 1));
		oldest!.evict(count);
		this.#size -= count;
		if (oldest!.size === 0) {
			this.#streams.delete(oldest!.labels.key);
		}
	}

	get size(): number {
		return this.#size;
	}

	push(entries: readonly IngestedEntry[]): void {
		for (const entry of entries) {
			let stream = this.#streams.get(entry.labels.key);
			if (!stream) {
				stream = new Stream(entry.labels);
				this.#streams.set(entry.labels.key, stream);
			}

			if (stream.add(entry.time, entry)) {
				this.#size++;
			}
		}

		this.#evict();
		for (const listener of this.#listeners) {
			listener(entries);
		}
	}

	/** Calls the listener with what is pushed from now on, until the function that it returns is called. */
	follow(listener: Listener): () => void {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	}

	/** The streams that fit all matchers and are not empty. */
	select(matchers: readonly CompiledMatcher[]): Stream[] {
		const selected: Stream[] = [];
		for (const stream of this.#streams.values()) {
			if (fitsMatchers(stream.labels.labels, matchers)) {
				selected.push(stream);
			}
		}

		return selected;
	}
}

/** A stream that answers a query over several tenants carries the tenant as a label. */
export const withTenant = (labels: LabelSet, tenant: string): LabelSet => {
	const kept = labels.labels.filter(([name]) => name !== '__tenant_id__');
	return labelSet([...kept, ['__tenant_id__', tenant]]);
};
