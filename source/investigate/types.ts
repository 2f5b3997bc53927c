import type {Anomaly, Severity} from '../detect/types.js';
import type {PatternChange} from '../patterns/changes.js';
import type {LogLevel} from '../patterns/types.js';
import type {RestoreText} from '../terminal/restored-text.js';
import type {KnownValues} from './redaction/known-values.js';
import type {BudgetUse} from './claude/budget/budget.js';

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
	/** Its lines in equal slices of the window, oldest first: its share of what was sampled there, of what Loki counted; undefined where too little was sampled to tell. */
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

/** A known signature that fits, in its own words, and what of the sample fits it. */
export type CauseMatch = {
	/** `connection pool exhausted` */
	readonly name: string;
	/** Why this is likely the cause. */
	readonly reason: string;
	/** Of the sampled lines, 0 to 1, above what was there before. */
	readonly excessShare: number;
	/** Never before the onset. */
	readonly isNew: boolean;
	/** Ids of the lines that say so, a few. */
	readonly lineIds: readonly string[];
	/** Of the sampled errors, 0 to 1; undefined where none were sampled. */
	readonly errorShare?: number;
	/** The first sampled line that says so. */
	readonly firstMs?: number;
	/** A caller or client that nearly all bad lines are about, where the cause is one that callers bring. */
	readonly caller?: Pick<Change, 'name' | 'value' | 'badShare'>;
	/** What speaks against it, or would: another signature that fits many lines, and what to look for. */
	readonly against?: {readonly rival: {readonly name: string; readonly share: number} | undefined; readonly doubt: string};
};

/** The service that broke first, where that is another one. */
export type Leader = {
	readonly service: string;
	/** How much earlier; undefined where it was within seconds, and the onsets have no order. */
	readonly leadMs: number | undefined;
	/** The lines of the service that is judged name it. */
	readonly isNamed: boolean;
	/** Where they name another one that broke as well instead: it stands between the two. */
	readonly through?: string | undefined;
};

/** A version, image or revision that most bad lines carry and hardly any did before. */
export type Rollout = {
	/** Of the label or field: `version`. */
	readonly name: string;
	readonly value: string;
	/** Shares of the lines that carry it, 0 to 1. */
	readonly badShare: number;
	readonly baselineShare: number;
	/** From its first line to the first line of the trouble; negative where it came later, undefined where the sample does not tell. */
	readonly leadMs: number | undefined;
};

export type Cause =
	/** Another service broke first, or with this one, and this one's lines name it. */
	| {readonly type: 'neighbour'; readonly leader: Leader; readonly match: CauseMatch | undefined}
	| {readonly type: 'rollout'; readonly rollout: Rollout; readonly match: CauseMatch | undefined}
	| {readonly type: 'signature'; readonly match: CauseMatch};

/** Where the errors of the bad window are going; unknown where it is too short to tell. */
export type Trend = 'rising' | 'falling' | 'steady' | 'unknown';

/** Whether to wake somebody else, and what that rests on. */
export type Escalation = {
	readonly decision: boolean;
	readonly basis:
		| {readonly type: 'calm'}
		| {readonly type: 'over'}
		| {
			readonly type: 'open';
			readonly severity: Severity;
			/** Errors or lines a minute: what is, and what was expected. */
			readonly observedPerMinute: number;
			readonly expectedPerMinute: number;
			/** Services in trouble near it in time, this one among them. */
			readonly services: number;
			readonly trend: Trend;
			/** Its usual work stopped, and errors that were never seen took its place. */
			readonly hasStopped?: boolean;
			/** Known only up to this time. */
			readonly countedUntilMs?: number;
		};
};

/** What a verdict says in one line. */
export type VerdictHead = {
	readonly service: string;
	/** The anomaly that leads; undefined where nothing is abnormal. */
	readonly anomaly: Anomaly | undefined;
	readonly cause: Cause | undefined;
	readonly rollout: Rollout | undefined;
	/** What a record of form 1 holds in place of facts: the words of that day, which are shown as they are. */
	readonly written?: WrittenVerdict;
};

export type WrittenVerdict = {
	readonly headline: string;
	readonly findings: readonly string[];
	readonly cause: {readonly name: string; readonly reason: string} | undefined;
	readonly escalationReason: string;
	readonly slackSummary: string;
};

/** The rule-based verdict: what the numbers say by themselves, in facts. `words/verdict.ts` makes sentences of them. */
export type Verdict = VerdictHead & {
	/** Of this service, as the evidence has them. */
	readonly anomalies: readonly Anomaly[];
	/** Named in its lines or not. */
	readonly leader: Leader | undefined;
	/** Services that broke later than this one, the first one first. */
	readonly followers: ReadonlyArray<{readonly service: string; readonly delayMs: number}>;
	/** Never seen before, the most frequent ones; shares of the sample, 0 to 1. */
	readonly newPatterns: ReadonlyArray<Pick<EvidencePattern, 'template' | 'share'>>;
	/** The most over-represented labels and fields. */
	readonly changes: ReadonlyArray<Pick<Change, 'name' | 'value' | 'badShare' | 'baselineShare'>>;
	/** Loud, and about as large a share before. */
	readonly noise: Pick<EvidencePattern, 'template' | 'share' | 'baselineShare'> | undefined;
	/** Lines that try to instruct whoever reads them. */
	readonly injectedLineIds: readonly string[];
	readonly sampledLines: number;
	readonly totalLines: number;
	/** A read-only diagnostic command, one line. */
	readonly command: {readonly text: string; readonly purpose: string} | undefined;
	readonly escalate: Escalation;
};

/** Of the whole conversation so far. Input tokens include those read from the cache. */
export type AnalysisUsage = {
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly costDollars: number | undefined;
};

/** What a failed or unusual end of a stream means for the user. */
export type AnalysisTrouble = {
	readonly what: string;
	readonly why: string;
	readonly nextStep: string;
	readonly canRetry: boolean;
};

/** What happens while an answer streams. The text of a turn is all its `text` events joined; it stays whatever comes after. */
export type AnalysisEvent =
	| {readonly type: 'started'; readonly model: string}
	| {readonly type: 'thinking'; readonly text: string}
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'usage'; readonly usage: AnalysisUsage}
	/** `arguments` is one short line for a person: `payment "HikariPool" 02:57-02:59`. */
	| {readonly type: 'tool-started'; readonly id: string; readonly name: string; readonly arguments: string}
	/** `summary` is `37 of 1,204 lines`; `result` is what the model was given, redacted. */
	| {readonly type: 'tool-ended'; readonly id: string; readonly state: 'ok' | 'refused' | 'failed'; readonly summary: string; readonly durationMs: number; readonly bytes: number; readonly result: string}
	| {readonly type: 'budget'; readonly budget: BudgetUse}
	| {readonly type: 'waiting'; readonly reason: string; readonly untilMs: number}
	| {readonly type: 'ended'; readonly stopReason: string; readonly trouble: AnalysisTrouble | undefined}
	| {readonly type: 'failed'; readonly trouble: AnalysisTrouble};

/** One conversation with the model about one body of evidence. */
export type Conversation = {
	/** Asks the first questions, or a follow-up. One at a time. Ends with `ended` or `failed`, never throws; aborting ends it with `ended`. */
	readonly ask: (question: string | undefined, signal: AbortSignal) => AsyncIterable<AnalysisEvent>;
	/** What has been and would be sent, redacted, for the preview. */
	readonly preview: (question?: string) => string;
	/** The lines that the model was shown, in the evidence and by tools, as they really are: what it may cite. */
	readonly shownLines: () => readonly EvidenceLine[];
	/** How many values were replaced by placeholders so far. */
	readonly redactedCount: () => number;
};

/** Replaces secrets and personal data by stable placeholders (`<EMAIL_1>`). */
export type Redactor = {
	readonly redact: (text: string) => string;
	/** Redacts lines of one stream, in the order of time: a private key that is split over them is known by the lines around it. */
	readonly redactLines: (lines: readonly string[]) => readonly string[];
	/** The same, one line at a time: whoever has many can let others work in between. */
	readonly redactEach: (lines: readonly string[]) => Iterable<string>;
	readonly count: () => number;
};

/** A redactor that also knows its values where nothing around them tells a secret. */
export type TrackingRedactor = Redactor & {
	/** Redacts a text, and replaces in it every value that was replaced before, here or by one of the others, wherever it stands. Both at once: a value that overlaps another leaves no half of itself. */
	readonly hideKnown: (text: string, others?: ReadonlyArray<Pick<TrackingRedactor, 'known'>>) => string;
	/** The values that were replaced so far. */
	readonly known: KnownValues;
	/** Keeps the placeholders of a text, an earlier redactor's, from being given to other values. */
	readonly reserve: (text: string) => void;
};

/** A redactor with its key. Only the tools of a conversation have it, for what they ask Loki; nothing else leaves with a real value in it. */
export type RestoringRedactor = TrackingRedactor & {
	readonly restoreForLoki: (text: string) => string;
	/** The same for the screen, as what only the screen can read. */
	readonly restore: RestoreText;
};
