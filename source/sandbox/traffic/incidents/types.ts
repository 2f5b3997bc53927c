import type {Chore} from '../chores.js';
import type {Random} from '../random.js';
import type {Written} from '../stage.js';

/** What a service of the incident's own writes all day. */
export type Habit = Chore & {
	/** It stops at the onset. */
	readonly isLost?: boolean;
};

/** Lines that an incident adds, at their rate from the onset on. */
export type Trouble = Chore & {
	/** So long after the onset it begins; at once where not given. */
	readonly afterMs?: number;
};

/** What an incident does to a service's part in requests. */
export type Hit = {
	readonly service: string;
	/** Of its requests, how many; 0 to 1. */
	readonly share: number;
	/** They take so much longer, at the median. */
	readonly slowMs?: number;
	/** It writes this instead of its usual line, and the request ends with an error. */
	readonly fail?: (random: Random, timeMs: number) => Written;
	/** It takes no notice of the request: nothing is written, and nobody waits for it. */
	readonly isSilent?: boolean;
};

/** What goes wrong in the sandbox: data, one file each. */
export type Incident = {
	/** One line for the list. */
	readonly what: string;
	/** So long before the start of the live part it began. */
	readonly leadMs: number;
	/** Services that only this one's fleet has, beside the story's. */
	readonly services?: readonly string[];
	readonly usual?: readonly Habit[];
	readonly trouble?: readonly Trouble[];
	readonly hits?: readonly Hit[];
	/** Payment's pool and then auth's storm, which are a story of their own: `timeline.ts`, `pool.ts`, `storm.ts`. */
	readonly isPoolStory?: boolean;
};
