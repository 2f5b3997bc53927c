import {cut, detach} from '../cap-line.js';
import type {LogLevel, Pattern} from '../types.js';
import {AgingMap} from './aging-map.js';
import {
	hashOfKey,
	splitKey,
	stands,
	type KeyWords,
} from './key-words.js';
import type {SavedMiner, SavedPattern} from './saved-miner.js';
import {capTemplate} from './template.js';

const maxExamples = 3;
const maxExampleLength = 2048;
/** Keys that lead to a pattern, ids merged into another one, and keys remembered of patterns that are gone, for each pattern held. */
const keysPerPattern = 5;
const aliasesPerPattern = 5;
const seenPerPattern = 10;

/** A pattern as the miner holds it. */
export type HeldPattern = {
	readonly id: string;
	/** Masked words that tell it from others; without its component where they say enough alone. */
	words: KeyWords;
	template: string;
	/** Who writes it; empty where that is not known, or several do. */
	component: string;
	readonly level: LogLevel;
	count: number;
	firstSeenMs: number;
	lastSeenMs: number;
	readonly examples: string[];
	mergedInto: HeldPattern | undefined;
	isEvicted: boolean;
};

export type NewPattern = Pick<HeldPattern, 'words' | 'template' | 'component' | 'level'>;

/** Patterns by key and by id, with what is left of those that are gone. Bounded: the pattern that was not used for longest goes first. */
export class PatternStore {
	private readonly byKey: AgingMap<number, HeldPattern>;
	private readonly byId: AgingMap<string, HeldPattern>;
	/** Ids that stand for another one since a merge. */
	private readonly aliases: AgingMap<string, string>;
	/** Hashes of keys seen, with the id of their pattern: one that was evicted and comes back is not new, and has its id. */
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

	create({words, template, component, level}: NewPattern, timeMs: number): HeldPattern {
		const hash = hashOfKey(words);
		const known = this.seen.get(hash);
		const held: HeldPattern = {
			id: known === undefined || this.byId.has(this.resolve(known)) ? hash.toString(36) : known,
			words: splitKey(level, detach(words.pieces.join(''))),
			template: detach(capTemplate(template)),
			component: detach(component),
			level,
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
		// At each doubling of the count: cheap, and the last one is recent.
		if ((held.count & (held.count - 1)) === 0) {
			addExamples(held, [detach(cut(line, maxExampleLength))]);
		}

		this.byId.get(held.id);
	}

	/** The patterns that a key with wildcards stands for. */
	coveredBy(level: LogLevel, general: KeyWords): readonly HeldPattern[] {
		return this.byId.values().filter(held => held.level === level && stands(general, held.words));
	}

	/** Puts patterns together; the first one stays and stands for the others. */
	merge(first: HeldPattern, others: Iterable<HeldPattern>): void {
		for (const other of new Set(others)) {
			if (other === first) {
				continue;
			}

			other.mergedInto = first;
			this.aliases.set(other.id, first.id);
			this.byId.delete(other.id);
			first.count += other.count;
			first.firstSeenMs = Math.min(first.firstSeenMs, other.firstSeenMs);
			first.lastSeenMs = Math.max(first.lastSeenMs, other.lastSeenMs);
			first.component = first.component === other.component ? first.component : '';
			addExamples(first, other.examples);
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

	save(): Pick<SavedMiner, 'patterns' | 'keys' | 'aliases' | 'seen' | 'evictedLines'> {
		return {
			evictedLines: this.evictedLines,
			patterns: this.list().map(held => toSaved(held)),
			keys: this.byKey.list().flatMap(([hash, held]) => {
				const one = living(held);
				return one ? [[hash, one.id] as const] : [];
			}),
			aliases: this.aliases.list(),
			seen: this.seen.list().map(([hash]) => hash),
		};
	}

	restore({patterns, keys, aliases, seen, evictedLines}: SavedMiner): void {
		this.evictedLines = evictedLines;
		for (const hash of seen) {
			this.seen.set(hash, hash.toString(36));
		}

		for (const {key, ...rest} of patterns) {
			const held: HeldPattern = {
				...rest, words: splitKey(rest.level, key), examples: [...rest.examples], mergedInto: undefined, isEvicted: false,
			};
			this.byId.set(held.id, held);
		}

		for (const [hash, id] of keys) {
			const held = this.byId.peek(id);
			if (held) {
				this.link(hash, held);
			}
		}

		for (const held of this.byId.values()) {
			const hash = hashOfKey(held.words);
			if (!this.byKey.has(hash)) {
				this.link(hash, held);
			}
		}

		for (const [id, standsForId] of aliases) {
			this.aliases.set(id, standsForId);
		}
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

/** Keeps the first example and the newest ones. */
function addExamples({examples}: HeldPattern, more: readonly string[]): void {
	examples.push(...more);
	if (examples.length > maxExamples) {
		examples.splice(1, examples.length - maxExamples);
	}
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

const toSaved = ({words, id, template, component, level, count, firstSeenMs, lastSeenMs, examples}: HeldPattern): SavedPattern => ({
	id, key: words.pieces.join(''), template, component, level, count, firstSeenMs, lastSeenMs, examples: [...examples],
});
