import {AgingMap} from './aging-map.js';
import {cut, detach} from './cap-line.js';
import {wildcard} from './scan-state.js';
import {capTemplate} from './template.js';
import type {LogLevel, Pattern} from './types.js';

const maxExamples = 3;
const maxExampleLength = 2048;
/** Keys that lead to a pattern, ids that were merged into another, and hashes of keys seen, for each pattern held. */
const keysPerPattern = 5;
const aliasesPerPattern = 5;
const seenPerPattern = 25;

/** A pattern as the miner holds it. */
export type HeldPattern = {
	readonly id: string;
	/** Masked text that tells it from others; without its component where it says enough alone. */
	key: string;
	template: string;
	/** Who writes it; a wildcard where several do. */
	component: string;
	readonly level: LogLevel;
	count: number;
	firstSeenMs: number;
	lastSeenMs: number;
	readonly examples: string[];
	mergedInto: HeldPattern | undefined;
	isEvicted: boolean;
};

/** Patterns by key and by id, with what is left of those that are gone. Bounded: the pattern that was not used for longest goes first. */
export class PatternStore {
	private readonly byKey: AgingMap<number, HeldPattern>;
	private readonly byId: AgingMap<string, HeldPattern>;
	/** Ids that stand for another one since a merge. */
	private readonly aliases: AgingMap<string, string>;
	/** Hashes of all keys seen, with the id that they had: an evicted pattern that comes back is not new. */
	private readonly seen: AgingMap<number, string>;
	evictedLines = 0;

	constructor(maxPatterns: number) {
		this.byKey = new AgingMap(maxPatterns * keysPerPattern);
		this.aliases = new AgingMap(maxPatterns * aliasesPerPattern);
		this.seen = new AgingMap(maxPatterns * seenPerPattern);
		this.byId = new AgingMap(maxPatterns, held => {
			held.isEvicted = true;
			this.evictedLines += held.count;
		});
	}

	find(hash: number): HeldPattern | undefined {
		return living(this.byKey.get(hash));
	}

	wasSeen(hash: number): boolean {
		return this.seen.has(hash);
	}

	/** Lets a further key lead to a pattern. */
	link(hash: number, held: HeldPattern): void {
		this.byKey.set(hash, held);
		this.seen.set(hash, held.id);
	}

	create(hash: number, pattern: Pick<HeldPattern, 'key' | 'template' | 'component' | 'level'>, timeMs: number): HeldPattern {
		const id = this.seen.get(hash) ?? hash.toString(36);
		const held: HeldPattern = {
			id: this.byId.has(id) ? `${id}-${this.aliases.size + 1}` : id,
			key: detach(pattern.key),
			template: detach(capTemplate(pattern.template)),
			component: detach(pattern.component),
			level: pattern.level,
			count: 0,
			firstSeenMs: timeMs,
			lastSeenMs: timeMs,
			examples: [],
			mergedInto: undefined,
			isEvicted: false,
		};
		this.aliases.delete(held.id);
		this.byId.set(held.id, held);
		this.link(hash, held);
		return held;
	}

	/** Counts one line. */
	count(held: HeldPattern, line: string, timeMs: number): void {
		held.count++;
		held.firstSeenMs = Math.min(held.firstSeenMs, timeMs);
		held.lastSeenMs = Math.max(held.lastSeenMs, timeMs);
		this.byId.get(held.id);
		// The first line, and of the others those at each doubling of the count: cheap, and near enough to the newest.
		if ((held.count & (held.count - 1)) !== 0) {
			return;
		}

		held.examples.push(detach(cut(line, maxExampleLength)));
		if (held.examples.length > maxExamples) {
			held.examples.splice(1, 1);
		}
	}

	/** Puts patterns together; the first one stays and stands for the others. */
	merge(first: HeldPattern, others: readonly HeldPattern[]): void {
		for (const other of others) {
			if (other === first) {
				continue;
			}

			other.mergedInto = first;
			this.aliases.set(other.id, first.id);
			this.byId.delete(other.id);
			first.count += other.count;
			first.firstSeenMs = Math.min(first.firstSeenMs, other.firstSeenMs);
			first.lastSeenMs = Math.max(first.lastSeenMs, other.lastSeenMs);
			first.component = first.component === other.component ? first.component : wildcard;
			const examples = [...first.examples, ...other.examples];
			first.examples.length = 0;
			first.examples.push(...examples.slice(0, 1), ...examples.slice(1).slice(1 - maxExamples));
		}
	}

	resolve(id: string): string {
		let current = id;
		for (let next = this.aliases.get(current); next !== undefined; next = this.aliases.get(current)) {
			current = next;
		}

		return current;
	}

	get(id: string): HeldPattern | undefined {
		return this.byId.peek(this.resolve(id));
	}

	/** Least recently used first. */
	list(): readonly HeldPattern[] {
		return this.byId.list().map(([, held]) => held);
	}
}

/** The pattern that stands for one, unless it was evicted. */
export function living(held: HeldPattern | undefined): HeldPattern | undefined {
	let current = held;
	while (current?.mergedInto) {
		current = current.mergedInto;
	}

	return current?.isEvicted === true ? undefined : current;
}

export const asPattern = (held: HeldPattern): Pattern => ({
	id: held.id,
	template: held.component === '' ? held.template : `${held.component}: ${held.template}`,
	level: held.level,
	count: held.count,
	firstSeenMs: held.firstSeenMs,
	lastSeenMs: held.lastSeenMs,
	examples: [...held.examples],
});
