import {LRUCache} from 'lru-cache';
import type {PatternShare, PatternWindow} from '../detect/types.js';
import {sampleLogs} from '../loki/sample-logs.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../loki/types.js';
import {createMiner, type MinerOptions} from '../patterns/miner.js';
import type {PatternMiner} from '../patterns/types.js';

/** Lines of one look at a service, and of the one look at its past. */
const sampleLines = 500;
const pastLines = 1000;

const windowMs = 5 * 60_000;
const pastMs = 24 * 3_600_000;
/** What was first seen this recently counts as new; what is older than it is the past that new is measured against. */
const newForMs = 15 * 60_000;

const errorLevels: ReadonlySet<string> = new Set(['critical', 'fatal', 'error']);

/** One service's patterns as they were learnt so far. */
type Memory = {
	readonly miner: PatternMiner;
	/** When a pattern was announced as new. */
	readonly newSinceMs: Map<string, number>;
};

export type PatternWatchOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly miner?: MinerOptions;
};

export type LookOptions = {
	readonly service: string;
	readonly nowMs: number;
	/** Lines that Loki counted in the minutes of the window. */
	readonly countLines: (range: TimeRange) => number;
	readonly signal: AbortSignal;
};

/** Looks at a bounded sample of one service's newest lines and says which patterns they are. */
export type PatternWatch = {
	readonly look: (options: LookOptions) => Promise<PatternWindow>;
};

export function createPatternWatch({client, scope, miner: minerOptions}: PatternWatchOptions): PatternWatch {
	const memories = new LRUCache<string, Memory>({max: 100});

	/** What the service wrote before, so that new means new in a day and not new since the start. */
	const learnPast = async ({service, nowMs, signal}: LookOptions): Promise<Memory> => {
		const miner = createMiner(minerOptions);
		const range = {startMs: nowMs - pastMs, endMs: nowMs - newForMs};
		const common = {
			client, scope, service, range, signal,
		};
		const errors = await sampleLogs({
			...common, onlyErrors: true, limit: pastLines, spread: 'head-peak-tail',
		});
		const all = await sampleLogs({
			...common, onlyErrors: false, limit: pastLines, spread: 'head-peak-tail',
		});
		for (const entry of [...errors.entries, ...all.entries].toSorted((a, b) => a.timeMs - b.timeMs)) {
			miner.add(entry.line, entry.timeMs);
		}

		return {miner, newSinceMs: new Map()};
	};

	return {
		async look(options) {
			const {service, nowMs, countLines, signal} = options;
			const memory = memories.get(service) ?? await learnPast(options);
			memories.set(service, memory);
			const range = {startMs: nowMs - windowMs, endMs: nowMs};
			const {entries} = await sampleLogs({
				client, scope, service, range, onlyErrors: false, limit: sampleLines, spread: 'newest', signal,
			});
			const sampled = {startMs: entries[0]?.timeMs ?? range.startMs, endMs: nowMs};
			return {
				service,
				...sampled,
				sampledLines: entries.length,
				totalLines: Math.max(entries.length, countLines(sampled)),
				patterns: sharesOf(entries, memory, {nowMs, totalLines: Math.max(entries.length, countLines(sampled))}),
			};
		},
	};
}

function sharesOf(entries: readonly LogEntry[], {miner, newSinceMs}: Memory, {nowMs, totalLines}: {readonly nowMs: number; readonly totalLines: number}): readonly PatternShare[] {
	const counts = new Map<string, number>();
	for (const entry of entries) {
		const {patternId, isNew} = miner.add(entry.line, entry.timeMs);
		if (isNew) {
			newSinceMs.set(patternId, entry.timeMs);
		}

		counts.set(patternId, (counts.get(patternId) ?? 0) + 1);
	}

	const merged = new Map<string, number>();
	for (const [patternId, count] of counts) {
		const id = miner.resolve(patternId);
		merged.set(id, (merged.get(id) ?? 0) + count);
	}

	forgetOld(newSinceMs, nowMs);
	const shares: PatternShare[] = [];
	for (const [patternId, sampledLines] of merged) {
		const pattern = miner.pattern(patternId);
		if (pattern) {
			shares.push({
				patternId,
				template: pattern.template,
				isError: errorLevels.has(pattern.level),
				isNew: newSinceMs.has(patternId),
				sampledLines,
				estimatedLines: Math.round(totalLines * sampledLines / entries.length),
				share: sampledLines / entries.length,
				firstSeenMs: pattern.firstSeenMs,
			});
		}
	}

	return shares.toSorted((a, b) => b.sampledLines - a.sampledLines);
}

function forgetOld(newSinceMs: Map<string, number>, nowMs: number): void {
	for (const [patternId, sinceMs] of newSinceMs) {
		if (nowMs - sinceMs > newForMs) {
			newSinceMs.delete(patternId);
		}
	}
}
