import {Buffer} from 'node:buffer';
import type {Label, LabelSet} from '../labels.js';
import type {Nanotime} from './time.js';

/** What a push stores of one line, besides its time. */
export type StoredEntry = {
	readonly line: string;
	/** The detected_level that Loki adds to every entry. */
	readonly level: string;
	/** Structured metadata other than the level, sorted by name. */
	readonly metadata: readonly Label[] | undefined;
};

const firstCapacity = 16;

/** Bytes of structured metadata, as Loki counts them: names and values. */
export const metadataBytes = (metadata: readonly Label[] | undefined): number => {
	let bytes = 0;
	for (const [name, value] of metadata ?? []) {
		bytes += name.length + value.length;
	}

	return bytes;
};

/**
The lines of one stream in columns, so that counting reads numbers only.
Entries may come in any order; they are put in order when the stream is read next.
*/
export class Stream {
	readonly #levelIds = new Map<string, number>();
	#sortedTo = 0;
	timesMs = new Float64Array(firstCapacity);
	subNs = new Int32Array(firstCapacity);
	/** Bytes of each line. */
	sizes = new Int32Array(firstCapacity);
	/** Index into levels. */
	levelIds = new Int32Array(firstCapacity);
	lines: string[] = [];
	metadata: Array<readonly Label[] | undefined> = [];
	readonly levels: string[] = [];
	/** Entries before this one have been evicted. */
	from = 0;
	/** Behind the last entry. */
	to = 0;

	constructor(readonly labels: LabelSet) {}

	#searchSorted(ms: number, subNs: number): number {
		let low = this.from;
		let high = this.#sortedTo;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const time = this.timesMs[middle]!;
			if (time < ms || (time === ms && this.subNs[middle]! < subNs)) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}

	#compare(a: number, b: number): number {
		return this.timesMs[a]! - this.timesMs[b]! || this.subNs[a]! - this.subNs[b]!;
	}

	#isAfterLast(ms: number, subNs: number): boolean {
		if (this.to === this.from) {
			return true;
		}

		const last = this.to - 1;
		return ms > this.timesMs[last]! || (ms === this.timesMs[last]! && subNs >= this.subNs[last]!);
	}

	#hasAtEnd(ms: number, subNs: number, line: string): boolean {
		for (let index = this.to - 1; index >= this.from && this.timesMs[index] === ms && this.subNs[index] === subNs; index--) {
			if (this.lines[index] === line) {
				return true;
			}
		}

		return false;
	}

	#hasAnywhere(ms: number, subNs: number, line: string): boolean {
		for (let index = this.#searchSorted(ms, subNs); index < this.#sortedTo && this.timesMs[index] === ms && this.subNs[index] === subNs; index++) {
			if (this.lines[index] === line) {
				return true;
			}
		}

		return false;
	}

	#levelId(level: string): number {
		let id = this.#levelIds.get(level);
		if (id === undefined) {
			id = this.levels.length;
			this.levels.push(level);
			this.#levelIds.set(level, id);
		}

		return id;
	}

	/** Drops what was evicted where that is half of it, and doubles the columns otherwise. */
	#makeRoom(): void {
		const {from, to} = this;
		const isMostlyEvicted = from > this.timesMs.length / 2;
		const capacity = isMostlyEvicted ? this.timesMs.length : this.timesMs.length * 2;
		const copy = <T extends Float64Array | Int32Array>(target: T, source: T): T => {
			target.set(source.subarray(from, to));
			return target;
		};

		this.timesMs = copy(new Float64Array(capacity), this.timesMs);
		this.subNs = copy(new Int32Array(capacity), this.subNs);
		this.sizes = copy(new Int32Array(capacity), this.sizes);
		this.levelIds = copy(new Int32Array(capacity), this.levelIds);
		this.lines = this.lines.slice(from, to);
		this.metadata = this.metadata.slice(from, to);
		this.#sortedTo -= from;
		this.to -= from;
		this.from = 0;
	}

	#reorder(start: number, order: readonly number[]): void {
		const pick = <T extends Float64Array | Int32Array>(column: T): void => {
			column.set(order.map(index => column[index]!), start);
		};

		pick(this.timesMs);
		pick(this.subNs);
		pick(this.sizes);
		pick(this.levelIds);
		const lines = order.map(index => this.lines[index]!);
		const metadata = order.map(index => this.metadata[index]);
		for (const [offset, line] of lines.entries()) {
			this.lines[start + offset] = line;
			this.metadata[start + offset] = metadata[offset];
		}
	}

	get size(): number {
		return this.to - this.from;
	}

	/** Adds an entry. False where it was there: the same line at the same nanosecond is stored once. */
	add({ms, subNs}: Nanotime, {line, level, metadata}: StoredEntry): boolean {
		const isInOrder = this.#sortedTo === this.to && this.#isAfterLast(ms, subNs);
		if (isInOrder ? this.#hasAtEnd(ms, subNs, line) : this.#hasAnywhere(ms, subNs, line)) {
			return false;
		}

		if (this.to === this.timesMs.length) {
			this.#makeRoom();
		}

		this.timesMs[this.to] = ms;
		this.subNs[this.to] = subNs;
		this.sizes[this.to] = Buffer.byteLength(line);
		this.levelIds[this.to] = this.#levelId(level);
		this.lines[this.to] = line;
		this.metadata[this.to] = metadata;
		this.to++;
		if (isInOrder) {
			this.#sortedTo = this.to;
		}

		return true;
	}

	/** Puts the entries in the order of their times. Readers call it first. */
	sort(): void {
		if (this.#sortedTo === this.to) {
			return;
		}

		const unsortedFrom = this.#sortedTo;
		let first = unsortedFrom;
		for (let index = unsortedFrom + 1; index < this.to; index++) {
			if (this.#compare(index, first) < 0) {
				first = index;
			}
		}

		const start = this.#sortedTo === this.from ? this.from : this.#searchSorted(this.timesMs[first]!, this.subNs[first]! + 1);
		const order = Array.from({length: this.to - start}, (_, index) => start + index);
		order.sort((a, b) => this.#compare(a, b) || a - b);
		this.#reorder(start, order);
		this.#sortedTo = this.to;
	}

	/** Index of the first entry at the time or behind it. */
	search({ms, subNs}: Nanotime): number {
		this.sort();
		return this.#searchSorted(ms, subNs);
	}

	/** Index of the first entry behind the time. */
	searchAfter({ms, subNs}: Nanotime): number {
		return this.search({ms, subNs: subNs + 1});
	}

	/** Forgets the oldest entries. */
	evict(count: number): void {
		this.sort();
		this.lines.fill('', this.from, this.from + count);
		this.metadata.fill(undefined, this.from, this.from + count);
		this.from += count;
	}
}
