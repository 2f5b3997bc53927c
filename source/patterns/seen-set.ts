import {dayMs} from '../detect/minute.js';
import {hashText} from './mining/hash.js';
import {keyOfTemplate} from './mining/normal-key.js';
import type {Pattern} from './types.js';

const defaultTtlMs = 7 * dayMs;
const defaultCap = 20_000;
const version = 1;
/** When the set is full, this part of it goes at once, longest unseen first. */
const evictedPart = 1 / 8;

/** What is needed of a pattern to know it again. */
export type SeenPattern = Pick<Pattern, 'id' | 'template' | 'level'>;

/** Remembers which patterns were seen when, over restarts: `new` then means new in the last seven days, not new since the start. */
export type SeenSet = {
	/** Takes a pattern as seen at a time. Answers whether it was not seen in the days before that time. */
	readonly take: (pattern: SeenPattern, timeMs: number) => boolean;
	/** Whether a pattern was seen in the days before a time. */
	readonly has: (pattern: SeenPattern, timeMs: number) => boolean;
	/** A JSON value from which the set goes on where it was. */
	readonly save: () => unknown;
};

export type SeenSetOptions = {
	/** What `save` gave; anything else is ignored. */
	readonly saved?: unknown;
	/** How long a pattern counts as seen, 7 days where not said. */
	readonly ttlMs?: number;
	/** Hashes held, 20,000 where not said: two for each pattern. */
	readonly cap?: number;
};

/** Creates a set, one for each Loki and tenant. No clock, no I/O: the caller gives the time and keeps what is saved. */
export function createSeenSet({saved, ttlMs = defaultTtlMs, cap = defaultCap}: SeenSetOptions = {}): SeenSet {
	const lastSeenMs = new Map<number, number>(readEntries(saved).slice(-cap));

	const wasSeen = (hash: number, timeMs: number): boolean => {
		const seenMs = lastSeenMs.get(hash);
		return seenMs !== undefined && seenMs >= timeMs - ttlMs;
	};

	const evict = (): void => {
		const oldestFirst = [...lastSeenMs].toSorted(([, a], [, b]) => a - b);
		for (const [hash] of oldestFirst.slice(0, Math.max(1, Math.ceil(cap * evictedPart)))) {
			lastSeenMs.delete(hash);
		}
	};

	const has = (pattern: SeenPattern, timeMs: number): boolean => hashesOf(pattern).some(hash => wasSeen(hash, timeMs));

	return {
		take(pattern, timeMs) {
			const isNew = !has(pattern, timeMs);
			for (const hash of hashesOf(pattern)) {
				lastSeenMs.set(hash, Math.max(timeMs, lastSeenMs.get(hash) ?? timeMs));
				if (lastSeenMs.size > cap) {
					evict();
				}
			}

			return isNew;
		},
		has,
		save: () => ({version, seen: [...lastSeenMs]}),
	};
}

/** By its id, and by what it looks like: the one outlives a merge, the other a new start of the miner. */
const hashesOf = ({id, template, level}: SeenPattern): readonly number[] => [hashText(`id ${id}`), hashText(`${level} ${keyOfTemplate(template)}`)];

function readEntries(saved: unknown): ReadonlyArray<readonly [number, number]> {
	if (typeof saved !== 'object' || saved === null || !('version' in saved) || saved.version !== version || !('seen' in saved) || !Array.isArray(saved.seen)) {
		return [];
	}

	const entries: readonly unknown[] = saved.seen;
	return entries.flatMap(entry => Array.isArray(entry) && Number.isFinite(entry[0]) && Number.isFinite(entry[1]) ? [[Number(entry[0]), Number(entry[1])] as const] : []);
}
