import type {Link} from './connections/types.js';
import type {AnomalyKind} from './kinds/registry.js';
import type {Finding} from './senses/types.js';

export type {AnomalyKind} from './kinds/registry.js';

/** What one service wrote in one minute. */
export type MinuteCounts = {
	readonly lines: number;
	readonly errors: number;
};

/**
One closed minute of the whole fleet. `startMs` is its first millisecond, a multiple of 60,000.
`counts` is undefined where the poll failed: missing, never zero. In an answered minute a service that is not named wrote nothing.
*/
export type Minute = {
	readonly startMs: number;
	readonly counts: ReadonlyMap<string, MinuteCounts> | undefined;
	/** Loki said that its answer does not hold all: a service that is not named is not known, and a count is a lower bound. */
	readonly isPartial?: boolean;
};

/** How often one pattern was seen in a service's sample, scaled to Loki's own counts. */
export type PatternShare = {
	readonly patternId: string;
	readonly template: string;
	readonly isError: boolean;
	/** Never seen before in the time that the seen-set covers. */
	readonly isNew: boolean;
	/** What its lines say, as the senses know an error by it; of new errors. */
	readonly said?: readonly string[];
	readonly sampledLines: number;
	readonly estimatedLines: number;
	/** Of all lines of the service in the window, 0 to 1. */
	readonly share: number;
	readonly firstSeenMs: number;
};

/** The patterns of one service over one window: what storms and new patterns are decided on. */
export type PatternWindow = {
	readonly service: string;
	readonly startMs: number;
	readonly endMs: number;
	readonly sampledLines: number;
	readonly totalLines: number;
	readonly patterns: readonly PatternShare[];
};

export type Severity = 'warning' | 'critical';

/** The service name of an anomaly that concerns all services at once. */
export const fleetService = '*';
/** Streams that lack the service label stand together under this name. */
export const noService = '(none)';

/** 95th percentiles, in milliseconds. */
export type Times = {readonly observedMs: number; readonly expectedMs: number};

/** One thing that is wrong with one service, from its onset to its end, in facts: `words/` makes sentences of them. */
export type Anomaly = {
	/** Stable over restarts: service, kind and, for patterns, the pattern's id. */
	readonly fingerprint: string;
	readonly service: string;
	readonly kind: AnomalyKind;
	readonly severity: Severity;
	readonly state: 'new' | 'ongoing' | 'resolved';
	/** The first minute that was out of the ordinary. */
	readonly onsetMs: number;
	/** Loki counted the lines around the onset. What only a sample shows may have begun before it. */
	readonly isOnsetCounted?: boolean;
	/** The minute in which it was announced. */
	readonly openedMs: number;
	readonly lastSeenMs: number;
	readonly resolvedMs: number | undefined;
	/** It did not end: it lasted so long that it is the usual from `resolvedMs` on. */
	readonly isAccepted: boolean;
	/** Known only from counts up to this time: whether it goes on is not known, so it is not resolved. */
	readonly countedUntilMs?: number;
	/** Errors or lines a minute: what is, what was expected, and the limit above (or below) which it is abnormal. */
	readonly observedPerMinute: number;
	readonly expectedPerMinute: number;
	readonly limitPerMinute: number | undefined;
	/** Observed by expected; undefined where nothing was expected. */
	readonly factor: number | undefined;
	readonly pattern: {readonly id: string; readonly template: string} | undefined;
	/** Of the sampled lines, 0 to 1; for patterns. */
	readonly share: number | undefined;
	/** Services that fell silent together; for the whole fleet. */
	readonly services: number | undefined;
	/** What is slow: 95th percentiles. */
	readonly times?: Times;
	/** How much speaks for this service as the cause, where its lines tell: never-seen errors, times, what vanished. Comparable among services. */
	readonly blame?: number;
	/** What connects its service to others that are in trouble, where lines tell. */
	readonly links?: readonly Link[];
};

export type AnomalyEvent = {
	readonly type: 'opened' | 'worsened' | 'resolved' | 'reopened';
	readonly atMs: number;
	readonly anomaly: Anomaly;
};

/** What is normal for one service at one minute: the chart's band and the table's USUAL column. */
export type Expectation = {
	readonly errorsPerMinute: number;
	readonly errorsLimitPerMinute: number;
	readonly linesPerMinute: number;
};

/**
Counts in, anomalies out. No clock, no I/O: time is what the minutes say.
The terminal, the headless check and the benchmark run the same detector.
*/
export type Detector = {
	/** Takes one minute, oldest first; a minute that came before corrects what is remembered of it. Never throws on odd counts. */
	readonly takeMinute: (minute: Minute) => readonly AnomalyEvent[];
	/** Takes the patterns of one service's sample. */
	readonly takePatterns: (window: PatternWindow) => readonly AnomalyEvent[];
	/** Takes what the senses found in the fleet's lines up to a time: all of it that is abnormal now. */
	readonly takeFindings: (findings: readonly Finding[], atMs: number) => readonly AnomalyEvent[];
	/** Open anomalies and those resolved in the last 15 minutes, abnormal first. */
	readonly anomalies: () => readonly Anomaly[];
	/** What is expected of a service in the newest minute taken; undefined for an unknown service. */
	readonly expectation: (service: string) => Expectation | undefined;
	/** Every service that is followed. */
	readonly services: () => Iterable<string>;
	/** What is known of one minute: each service that is known in it, also where it wrote nothing. Undefined where Loki did not answer for it, or the whole fleet was silent. */
	readonly counts: (startMs: number) => ReadonlyMap<string, MinuteCounts> | undefined;
	/** Minutes of history that the baseline rests on, at most what the detector wants. */
	readonly learnt: () => {readonly minutes: number; readonly wantedMinutes: number};
	/** A value from which the detector goes on where it was: JSON, or with its own arrays as `views` that are good until the next minute, for `packBytes`. */
	readonly save: (packing?: 'text' | 'views') => unknown;
};
