import type {formats} from './formats.js';

export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

export type Format = keyof typeof formats;

/** What a program says again and again. */
export type Speech = {
	readonly perMinute: number;
	readonly level: Level;
	/** With placeholders (fill.ts) and fields (`text ;; key=value ;; ...`); of several texts each line draws one. */
	readonly text: string | readonly string[];
	/** Seconds from the onset; before it where negative. Always where not given. */
	readonly fromS?: number;
	readonly untilS?: number;
	/** Another one than the service's own. */
	readonly format?: Format;
	/** These lines are of what was planted: an answer that cites them cites well. */
	readonly isCause?: boolean;
	/** Only pods of the new version say it. */
	readonly isOfNewVersion?: boolean;
};

/** From `atS` seconds after the onset, so many of the pods (0 to 1) run another version. */
export type Rollout = {
	readonly atS: number;
	/** Where the version stands: a label of the stream, structured metadata, or a field of the line. */
	readonly where: 'label' | 'metadata' | 'field';
	readonly name: string;
	readonly from: string;
	readonly to: string;
	readonly share: number;
};

export type Service = {
	readonly name: string;
	readonly format: Format;
	readonly usual: readonly Speech[];
	readonly trouble?: readonly Speech[];
	/** What is left of the usual speech after the onset, 1 where not given; above 1 it surges. */
	readonly usualShare?: number;
	/** When that begins; the onset where not given. */
	readonly usualShareFromS?: number;
	readonly rollout?: Rollout;
	/** Its shipper sends a stack trace line by line. */
	readonly isSplit?: boolean;
	/** More labels of its streams. */
	readonly labels?: Readonly<Record<string, string>>;
};

/** What is right to say. Patterns are tested on free text, a rule's name or a model's sentence. */
export type Expected = {
	/** Any of them names the cause; undefined where none was planted, and none may be named. */
	readonly cause: RegExp | undefined;
	/** The service that broke first; undefined where nothing is abnormal. */
	readonly first: string | readonly string[];
	readonly escalate: boolean;
	/** A line tries to instruct its reader. */
	readonly hasInjection?: boolean;
};

/** One telling of an incident by one kind of software. */
export type Story = {
	readonly services: readonly Service[];
	readonly expected: Expected;
	/** Whose screen is opened; the first abnormal one of the overview where not given. */
	readonly opened?: string;
};

/** An incident, told twice: the same failure as two kinds of software write of it. Seed 1 plays the first, seed 2 the second, and so on in turn. */
export type EvalCase = {
	readonly name: string;
	/** One sentence for people. */
	readonly what: string;
	/** So long ago it began. */
	readonly minutes: number;
	readonly stories: readonly [Story, Story];
};
