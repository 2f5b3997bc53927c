import type {Anomaly} from '../detect/types.js';
import type {PatternChange} from '../patterns/changes.js';
import type {LogLevel} from '../patterns/types.js';

/** A sampled line that the model saw, with the id by which it is cited. */
export type EvidenceLine = {
	readonly id: string;
	readonly service: string;
	readonly timeMs: number;
	readonly level: LogLevel;
	readonly line: string;
	/** The labels of its stream that the selector does not already say. */
	readonly labels: Readonly<Record<string, string>>;
	/** How many sampled lines were the same but for numbers and ids; this one stands for them. */
	readonly repeats?: number;
	/** The pattern that it belongs to. */
	readonly patternId?: string;
	/** As the model was shown it, with placeholders; undefined where that is how it was written. */
	readonly shownAs?: string;
};

export type EvidencePattern = {
	readonly id: string;
	readonly template: string;
	readonly level: LogLevel;
	readonly sampledLines: number;
	/** Share of the sample, 0 to 1. */
	readonly share: number;
	readonly isNew: boolean;
	/** Share of the baseline window's sample; undefined where no baseline was sampled. */
	readonly baselineShare: number | undefined;
	/** Its lines in equal slices of the window, oldest first: as Loki counted them; until it has, and where no fixed words tell them from others, its share of what was sampled there, of what Loki counted; undefined where too little was sampled to tell. */
	readonly history: ReadonlyArray<number | undefined>;
};

/** A label or parsed field that is over-represented in the bad window. */
export type Change = {
	readonly name: string;
	readonly value: string;
	/** Shares of the lines that carry this value, 0 to 1. */
	readonly badShare: number;
	readonly baselineShare: number;
	readonly badLines: number;
	readonly baselineLines: number;
	/** Share now by share before, with half a line added to each count so that a zero is no infinity; above 1. */
	readonly lift: number;
	/** When the value was first seen in the sample. */
	readonly firstSeenMs?: number;
};

export type Onset = {
	readonly service: string;
	readonly onsetMs: number;
	/** What began then; a record of form 1 has it in words only. */
	readonly anomaly?: Anomaly;
};

/** A service that the lines of another one's trouble name, and how many of the sampled lines do. A `word` may be a word of the language: its lines are not counted. */
export type NamedService = {readonly service: string; readonly role: 'called' | 'named' | 'word'; readonly lines: number};

/** All that is known of one service's trouble without asking a model: numbers, a bounded sample, and what the sample stands for. */
export type Evidence = {
	readonly service: string;
	readonly anomalies: readonly Anomaly[];
	readonly selector: string;
	readonly startMs: number;
	readonly endMs: number;
	readonly collectedMs: number;
	/** Loki's own counts of the window. */
	readonly totalLines: number;
	readonly totalErrors: number;
	/** The LogQL stages by which its errors were counted; records of earlier versions lack it. */
	readonly errorStage?: string;
	readonly sampledLines: number;
	readonly errorsPerMinute: ReadonlyArray<readonly [timeMs: number, errors: number]>;
	readonly patterns: readonly EvidencePattern[];
	readonly lines: readonly EvidenceLine[];
	readonly changes: readonly Change[];
	/** What appeared, vanished, grew or shrank between the time before and the bad window. */
	readonly patternChanges: readonly PatternChange[];
	/** This service and those whose trouble began near it, first one first. */
	readonly onsets: readonly Onset[];
	/** Other services that its errors, and what its anomalies are about, name, but not those that only called; records of earlier versions lack it. */
	readonly mentions?: readonly NamedService[];
	/** Ids of the requests of its bad lines; records of earlier versions lack it. */
	readonly traces?: readonly string[];
};
