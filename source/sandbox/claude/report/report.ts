import type {SeenLine} from '../evidence.js';

/** One thing that speaks for or against a hypothesis. */
export type Point = {
	/** What it says, without quotes. */
	readonly words: string;
	/** The line that it rests on; undefined where it rests on counts, or on what is not there. */
	readonly line?: SeenLine | undefined;
	/** What of the line is quoted; without it nothing is, where there are words. */
	readonly mark?: RegExp | undefined;
	/** Whether it says that something was not seen. */
	readonly isGap?: boolean;
};

export type Confidence = 'low' | 'medium' | 'high';

export type Hypothesis = {
	readonly title: string;
	readonly confidence: Confidence;
	readonly evidence: readonly Point[];
	readonly against: readonly Point[];
	readonly nextCheck: string;
};

/** What a script has to say, in no form yet. */
export type ScriptedReport = {
	/** One sentence. */
	readonly headline: string;
	/** Most likely first. */
	readonly hypotheses: readonly Hypothesis[];
	readonly ruledOut: readonly string[];
	readonly command: {readonly text: string; readonly purpose: string; readonly effect: 'read_only' | 'changes_state' | 'unknown'};
	readonly escalate: {readonly decision: boolean; readonly reason: string};
	/** One line. */
	readonly slack: string;
	/** What is not known. */
	readonly gaps: readonly string[];
};

export const scriptedNote = 'Scripted answer, no model was called.';

/** What the Slack line may be long. */
export const longestSlackLine = 200;

/** A point that rests on a line; none where there is no such line. */
export const point = (line: SeenLine | undefined, words: string, mark?: RegExp): readonly Point[] => (line === undefined ? [] : [{words, line, mark}]);

/** A point that rests on counts. */
export const counted = (words: string): readonly Point[] => [{words}];

/** A point that says what was not seen. */
export const unseen = (words: string): readonly Point[] => [{words, isGap: true}];

/** The first of some points that there is. */
export const firstOf = (...points: ReadonlyArray<readonly Point[]>): readonly Point[] => points.find(({length}) => length > 0) ?? [];
