/** What speaks for it that two services are part of one trouble. */
export type LinkKind =
	/** Error lines of the one name the other as what they called. */
	| 'named'
	/** The one calls the other, as lines of quiet times and errors have taught. */
	| 'calls'
	/** Bad lines of both are of the same requests. */
	| 'trace'
	/** Bad lines of both name the same host, which neither named before. */
	| 'host'
	/** The same text that neither wrote before. */
	| 'pattern'
	/** The bad lines of both are of one node, their other lines are not. */
	| 'node'
	/** Bad lines of both are of the same version, which neither ran before. */
	| 'rollout'
	/** Errors of the one say that something it calls fails, not what, and one other service alone broke just then. */
	| 'relayed'
	/** Most error lines of the one name a host that it calls and that is no service of the fleet. */
	| 'outside';

/** A connection of one service to another one; `named`, `calls`, `relayed` and `outside` run from the caller to what it calls. */
export type Link = {
	readonly service: string;
	readonly by: LinkKind;
	/** How many lines, or requests, say so. */
	readonly lines: number;
};

/** One service is known to call another one, or a host that is no service of the fleet. */
export type Call = {
	readonly caller: string;
	readonly callee: string;
	readonly isOutside: boolean;
};

/** What one line says of who has to do with whom. */
export type LineFacts = {
	readonly service: string;
	readonly timeMs: number;
	/** It is an error, or of a pattern that was never seen. */
	readonly isBad: boolean;
	/** Services that it names. */
	readonly named: readonly string[];
	/** Those of them that stand where a called one stands: an address, `upstream=`. */
	readonly called: readonly string[];
	/** Services that it names as those that called. */
	readonly callers: readonly string[];
	/** Hosts with a port. */
	readonly hosts: readonly string[];
	/** Hosts that are called and are no service of the fleet. */
	readonly outside: readonly string[];
	/** The request that it is of. */
	readonly trace: string | undefined;
	/** It is an error that says that something called failed, and not what. */
	readonly isRelayed: boolean;
	/** What it says, where that is long enough to be the words of one program. */
	readonly said: string | undefined;
	readonly node: string | undefined;
	readonly version: string | undefined;
};
