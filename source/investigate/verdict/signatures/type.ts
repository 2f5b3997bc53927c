import type {CommandTarget} from '../shell.js';

/** A known kind of failure, by what programs write when it happens. */
export type Signature = {
	/** As it stands in a headline: `payment: connection pool exhausted`. */
	readonly name: string;
	/** Tested on patterns and on lines; linear, no flags but `i`. */
	readonly pattern: RegExp;
	/** Why this is likely the cause, one sentence. */
	readonly reason: string;
	/** What would speak against it, if somebody looked: `against it if ...`. */
	readonly doubt: string;
	/**
	How much nearer to a cause than to a symptom:
	4 says by itself what broke (out of memory, disk full), 3 names the resource, 2 what a failing neighbour looks like, 1 a mere symptom.
	*/
	readonly weight: 1 | 2 | 3 | 4;
	/** The lines speak of something that this service calls: if that broke first, it is the cause. */
	readonly isAboutNeighbour?: boolean;
	/** Said by a program that ends: it explains a silence and nothing else. */
	readonly isLastWord?: boolean;
	/** Said in peace right before the trouble: it explains what nothing stronger does. */
	readonly isForerunner?: boolean;
	/** Ahead of a colon it says only what was tried: `login failed: connection refused`. */
	readonly isWeakAhead?: boolean;
	/** Names of others that fit the same words and say less of them. */
	readonly outweighs?: readonly string[];
	/** Its first group is the host that the command asks about. */
	readonly host?: RegExp;
	/** Reads only. */
	readonly command: (target: CommandTarget) => {readonly text: string; readonly purpose: string};
	/** Lines of different programs, by the program, for which nothing says more than this. */
	readonly fits: Readonly<Record<string, string>>;
	/** Lines that sound like it and are not. */
	readonly misfits: readonly string[];
};
