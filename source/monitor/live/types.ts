import type {WatchOptions} from '../types.js';
import type {Waiter} from '../waiter.js';

export type MonitorOptions = WatchOptions & {
	readonly pollMs: number;
	/** Resolves when there is history to fill the baseline from, where that takes a moment: the demo's is still being written when the screen opens. */
	readonly historyReady?: Promise<void>;
	/** Lets time pass between polls; the clock of the machine where not given. */
	readonly waiter?: Waiter | undefined;
};
