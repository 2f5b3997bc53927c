type Entry<Value> = {readonly value: Value; usedAt: number};

/** A map with a cap: when it is full, the eighth that was used least recently goes at once. */
export class AgingMap<Key, Value> {
	private readonly entries = new Map<Key, Entry<Value>>();
	private tick = 0;

	constructor(private readonly cap: number, private readonly onEvict?: (value: Value) => void) {}

	get size(): number {
		return this.entries.size;
	}

	/** The value, which counts as used now. */
	get(key: Key): Value | undefined {
		const entry = this.entries.get(key);
		if (!entry) {
			return undefined;
		}

		entry.usedAt = ++this.tick;
		return entry.value;
	}

	/** The value, without counting as a use. */
	peek(key: Key): Value | undefined {
		return this.entries.get(key)?.value;
	}

	has(key: Key): boolean {
		return this.entries.has(key);
	}

	set(key: Key, value: Value): void {
		this.entries.set(key, {value, usedAt: ++this.tick});
		if (this.entries.size <= this.cap) {
			return;
		}

		for (const [oldKey, old] of oldestFirst(this.entries).slice(0, Math.ceil(this.cap / 8))) {
			this.entries.delete(oldKey);
			this.onEvict?.(old.value);
		}
	}

	delete(key: Key): void {
		this.entries.delete(key);
	}

	/** In no particular order. */
	values(): readonly Value[] {
		return [...this.entries].map(([, {value}]) => value);
	}

	/** Least recently used first. */
	list(): ReadonlyArray<readonly [Key, Value]> {
		return oldestFirst(this.entries).map(([key, {value}]) => [key, value] as const);
	}
}

const oldestFirst = <Key, Value>(entries: ReadonlyMap<Key, Entry<Value>>): ReadonlyArray<readonly [Key, Entry<Value>]> =>
	[...entries].toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
