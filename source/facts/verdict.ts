import type {Anomaly, Severity} from '../detect/types.js';
import type {Change, EvidencePattern} from './evidence.js';

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
