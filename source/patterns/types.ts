import type {KnownNames} from './read/known-names.js';

/** Loki's own level names. */
export type LogLevel = 'critical' | 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'unknown';

/** What the miner says of one line. */
export type MinedLine = {
	/** Stable: an id stays valid when patterns merge; `resolve` leads to the one that stands for it now. */
	readonly patternId: string;
	/** This line's pattern was never seen before. Decided on arrival. */
	readonly isNew: boolean;
	readonly level: LogLevel;
};

export type Pattern = {
	readonly id: string;
	/** The line with its variable parts as `<*>`, spaced like the line it came from. */
	readonly template: string;
	readonly level: LogLevel;
	readonly count: number;
	readonly firstSeenMs: number;
	readonly lastSeenMs: number;
	/** A few lines as they came, newest last. */
	readonly examples: readonly string[];
};

/** Lines in, patterns out, oldest line first. Bounded memory, no clock, no I/O. */
export type PatternMiner = {
	/** `level` is what Loki says of the line, where it says so. Never throws, whatever the line. */
	readonly add: (line: string, timeMs: number, level?: LogLevel) => MinedLine;
	/** The id that stands for this one after merges. */
	readonly resolve: (patternId: string) => string;
	/** Undefined where the pattern was evicted. */
	readonly pattern: (patternId: string) => Pattern | undefined;
	/** All patterns held, most frequent first. */
	readonly patterns: () => readonly Pattern[];
	/** Lines taken, and those of them that were counted in patterns since evicted. */
	readonly totals: () => {readonly lines: number; readonly evictedLines: number};
	/** A JSON value from which the miner goes on where it was. */
	readonly save: () => unknown;
};

/** Caps count entries, not bytes; the least recently used goes first. */
export type MinerOptions = {
	/** Patterns held, 2,000 where not said. */
	readonly maxPatterns?: number;
	/** The services of the fleet, whose names stay in patterns where a service can stand: behind `for`, `to`, `host=`, in URLs. */
	readonly names?: () => KnownNames;
	/** What `save` gave: the miner goes on from there. Anything else is ignored. */
	readonly saved?: unknown;
};
