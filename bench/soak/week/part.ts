import type {Truths} from './truths.js';
import type {Fleet} from './fleet.js';
import type {Play} from './play.js';

/** What a part of the week is given. */
export type PartOptions = {
	readonly play: Play;
	readonly fleet: Fleet;
	readonly stateDir: string;
	readonly untilMs: number;
	/** Takes what Slack took, and what happened in the world. */
	readonly pass: (nowMs: number) => Promise<void>;
	readonly truths: Truths;
	/** Called after every poll or pass. */
	readonly onTurn: (nowMs: number) => Promise<void>;
	/** Lives as long as the program would. */
	readonly signal: AbortSignal;
	/** Counts what listens to another such signal, too. */
	readonly watchSignal: (signal: AbortSignal) => void;
};

/** One way in which the program runs for a week. */
export type Part = (options: PartOptions) => Promise<void>;
