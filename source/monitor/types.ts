import type {EngineOptions} from './engine/types.js';

/** What is watched, and how: of a screen and of a check alike. */
export type WatchOptions = EngineOptions & {
	/** A stream selector; the broadest sensible one is found where it is not given. */
	readonly selector: string | undefined;
	/** Only these services; all where not given. */
	readonly services?: readonly string[];
	readonly serviceLabel: string | undefined;
	/** The label that holds the level, where a person says so. */
	readonly levelLabel?: string | undefined;
	/** How long after its end a minute is taken as complete: what a log shipper needs to deliver. */
	readonly settleMs: number;
	readonly baselineHours: number;
};
