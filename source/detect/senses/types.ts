/** One line of the fleet, read: what the senses need of it. */
export type SenseEvent = {
	readonly timeMs: number;
	readonly service: string;
	/** The statement that wrote it, else its pattern: stable while the program is the same. */
	readonly key: string;
	/** The message, for people. */
	readonly text: string;
	readonly isError: boolean;
	/** Where it is an error. */
	readonly error?: {
		/** What it says, without what differs from one to the next. */
		readonly said: string;
		/** It names another service, or tells the failure of a call to one: it says nothing of its own. */
		readonly isOfOther: boolean;
	};
	/** Where it is a warning that may be news: none of a retry, a deprecation, a switch, or of another service. */
	readonly warning?: {
		/** What it says, without what differs from one to the next. */
		readonly said: string;
		/** Who wrote it: a pod, an instance. */
		readonly writer: string;
	};
	readonly trace?: string;
	readonly span?: string;
	/** How long what it tells of took. */
	readonly durationMs?: number;
	/** It announces that something was switched or configured on purpose. */
	readonly isSwitch?: boolean;
};

/** A key of a service, counted in one slice. */
export type KeyCount = {
	readonly service: string;
	readonly key: string;
	readonly text: string;
	count: number;
	firstMs: number;
	lastMs: number;
};

/** A usual line's key, and where it warns, how the warnings lie. */
export type UsualCount = KeyCount & {readonly warning?: WarningCount};

export type WarningCount = {
	readonly said: string;
	/** Half minutes in which it came. */
	readonly places: number;
	/** Pods that wrote it. */
	readonly writers: number;
};

export type ErrorCount = KeyCount & {readonly isOfOther: boolean};

/** Times of one kind in one slice: between two statements of a span, of a call, or told by a line. */
export type TimeSeries = {
	readonly kind: 'own' | 'call' | 'told';
	/** Where the time is written down. */
	readonly service: string;
	/** Where it passes: the callee of a call, else the service itself. */
	readonly blamed: string;
	readonly key: string;
	readonly text: string;
	/** Seconds from the slice's start, and milliseconds taken, in turn. */
	readonly values: number[];
};

/** How often requests ended with a statement. */
export type EndCount = {
	readonly service: string;
	readonly key: string;
	readonly text: string;
	seen: number;
	ends: number;
	firstMs: number;
};

/** What the fleet wrote in a few minutes, all lines of it, as the senses remember it: bounded, plain JSON. */
export type Slice = {
	readonly startMs: number;
	readonly endMs: number;
	readonly lines: number;
	/** The lines that the errors are counted among: more than the sample's where error lines were read apart. */
	readonly errorLines: number;
	readonly usual: readonly UsualCount[];
	readonly errors: readonly ErrorCount[];
	readonly times: readonly TimeSeries[];
	readonly ends: readonly EndCount[];
	/** Services that announced a change made on purpose. */
	readonly switched: readonly string[];
};

/** A slice as it is judged, and the newest part of it where it is longer than that. */
export type Sample = {readonly slice: Slice; readonly newest: Slice | undefined};

export type SenseName = 'new-error' | 'new-warning' | 'vanished' | 'own-time' | 'call-time' | 'told-time' | 'ends-early';

/** One thing that changed, with how surely and how much. */
export type Finding = {
	readonly sense: SenseName;
	/** Who is to blame. */
	readonly service: string;
	readonly key: string;
	/** The pattern or message, for people. */
	readonly text: string;
	/** Doublings that the share surely changed by, times the growth where it is a time; comparable within a sense. */
	readonly score: number;
	/** Comparable among senses: the ranking's order. */
	readonly blame: number;
	readonly onsetMs: number;
	readonly observedPerMinute: number;
	readonly expectedPerMinute: number;
	/** It ended before the slice did: it opens nothing, and still tells what calm times can do. */
	readonly isOver?: boolean;
	/** For times: 95th percentiles. */
	readonly times?: {readonly observedMs: number; readonly expectedMs: number};
};
