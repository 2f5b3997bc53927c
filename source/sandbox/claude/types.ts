/** What goes wrong on purpose, for tests of those who talk to it. */
export type ClaudeFault =
	/** The stream ends cleanly before message_stop. */
	| 'early-end'
	/** The connection is reset in the middle of the stream. */
	| 'reset'
	/** An error event in the middle of the stream. */
	| 'error-event'
	/** A few bytes, then nothing, and the connection stays open. */
	| 'stall'
	/** 429 with retry-after. */
	| 'rate-limit'
	/** 529. */
	| 'overloaded'
	/** 401. */
	| 'unauthorized'
	| 'refusal'
	/** Stops in the middle of a sentence. */
	| 'max-tokens'
	| 'unknown-stop'
	| 'context-exceeded'
	/** Characters of several bytes arrive in pieces. */
	| 'split-utf8'
	/** Terminal escape sequences in the text. */
	| 'escape-sequences';

/** A request as it came in, without the key. */
export type ClaudeRequest = {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
};

/** Where an answer stops in its middle until it is released: so many tokens behind these words. */
export type Hold = {
	readonly after: string;
	readonly tokens: number;
};

export type ScriptedClaudeOptions = {
	/** 0, the default, picks a free one. */
	readonly port?: number;
	/** Milliseconds a token takes; 12.5, the default, makes 80 tokens a second. 0 sends as fast as it is read. */
	readonly paceMs?: number;
	/** Of every request, unless its header `x-sandbox-fault` names another one. */
	readonly fault?: ClaudeFault;
	/** The one request for a message, counted from 1, that the fault is for; every one where not given. */
	readonly faultAt?: number;
	/** Every answer in which these words stand stops there, until `release`. */
	readonly hold?: Hold;
	/** What a 429 asks to wait. */
	readonly retryAfterSeconds?: number;
};

export type ScriptedClaude = {
	/** Base URL for the SDK. */
	readonly url: string;
	/** The last requests, oldest first. */
	readonly requests: () => readonly ClaudeRequest[];
	/** From now on; with `at` only of the nth request for a message from now on. */
	readonly setFault: (fault: ClaudeFault | undefined, at?: number) => void;
	/** Lets answers that are held, and all later ones, run to their end. */
	readonly release: () => void;
	readonly close: () => Promise<void>;
};
