/**
A map with a cap that forgets what was not used for longest, in constant time:
what is used moves to a young half; when that is full it becomes the old half, and what is left in the old one goes.
Holds the half of its cap that was used last, at least.
*/
export class AgingMap<Key, Value> {
	private young = new Map<Key, Value>();
	private old = new Map<Key, Value>();

	constructor(private readonly cap: number, private readonly onEvict?: (value: Value) => void) {}

	get size(): number {
		return this.young.size + this.old.size;
	}

	/** The value, which counts as used now. */
	get(key: Key): Value | undefined {
		const value = this.young.get(key);
		if (value !== undefined) {
			return value;
		}

		const oldValue = this.old.get(key);
		if (oldValue !== undefined) {
			this.set(key, oldValue);
		}

		return oldValue;
	}

	/** The value, without counting as a use. */
	peek(key: Key): Value | undefined {
		return this.young.get(key) ?? this.old.get(key);
	}

	has(key: Key): boolean {
		return this.young.has(key) || this.old.has(key);
	}

	set(key: Key, value: Value): void {
		this.old.delete(key);
		this.young.set(key, value);
		if (this.young.size <= this.cap / 2) {
			return;
		}

		const gone = this.old;
		this.old = this.young;
		this.young = new Map();
		for (const [, goneValue] of gone) {
			this.onEvict?.(goneValue);
		}
	}

	delete(key: Key): void {
		this.young.delete(key);
		this.old.delete(key);
	}

	/** What was used least recently comes first, more or less. */
	list(): ReadonlyArray<readonly [Key, Value]> {
		return [...this.old, ...this.young];
	}

	values(): readonly Value[] {
		return this.list().map(([, value]) => value);
	}
}
