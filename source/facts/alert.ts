import type {First} from '../detect/incidents/first.js';
import type {Anomaly} from '../detect/types.js';
import type {Verdict, VerdictHead} from './verdict.js';

/** Why a message is due. */
export type AlertReason = 'opened' | 'worsened' | 'reminded' | 'resolved';

export type AlertMember = {readonly service: string; readonly onsetMs: number};

/** What a model says of an incident's cause, redacted. */
export type ModelWords = {
	readonly headline: string;
	readonly cause?: string | undefined;
	readonly command?: string | undefined;
};

/** What is known of a cause: the rules' verdict as facts, and a model's words where one was asked. */
export type AlertFinding = {
	readonly source: 'claude' | 'scripted' | 'rules';
	/** Undefined where there is only the rule-based verdict. */
	readonly told: ModelWords | undefined;
	/** Undefined where the lines could not be read. */
	readonly verdict: (VerdictHead & Pick<Verdict, 'escalate' | 'command'>) | undefined;
};

/**
What a message to the team says, as facts; every text in it is redacted.
It is stored and sent again as it is. A target puts it into words and into its own form when it sends.
*/
export type Alert = {
	/** Undefined where somebody alerts about a service that nothing is wrong with. */
	readonly incident: string | undefined;
	readonly reason: AlertReason;
	/** Where it seems to have begun. */
	readonly service: string;
	/** How sure that is, and what speaks for another one. Undefined at its end, and of an alert of an earlier version. */
	readonly first?: First | undefined;
	readonly namespace: string | undefined;
	/** Those of `service` first. Of a resolved incident they are not at hand any more. */
	readonly anomalies: readonly Anomaly[];
	/** All services of the incident: the suspected first, then in the order in which they broke. */
	readonly members: readonly AlertMember[];
	readonly finding: AlertFinding | undefined;
	readonly topPatterns: ReadonlyArray<{readonly template: string; readonly lines: number; readonly isNew: boolean}>;
	/** `npx loki-sentinel open <token>`. */
	readonly openCommand: string | undefined;
	readonly exploreUrl: string | undefined;
	/** Of a resolved incident: how long it lasted, and when the team first heard of it: a webhook can neither edit nor thread. */
	readonly end: {readonly onsetMs: number; readonly resolvedMs: number; readonly alertedMs: number | undefined} | undefined;
	/** When its numbers were read. */
	readonly atMs: number;
	/** How long afterwards somebody looked at that time, where it was not the present. */
	readonly lookedBackMs?: number | undefined;
};

/** When a message that may not have arrived is sent again. */
export type Retry =
	/** At this time, if this program still runs. */
	| {readonly by: 'session'; readonly atMs: number}
	/** With the first pass of a check after this time. */
	| {readonly by: 'pass'; readonly afterMs: number}
	/** With the reminder, after so many attempts. */
	| {readonly by: 'reminder'; readonly attempts: number};

/** What became of a message. `reason` and `nextStep` are the target's own words, and stay true; `retry` is what this program does next (`words/delivery.ts`). */
export type Delivery =
	| {readonly state: 'delivered'; readonly atMs: number}
	/** Timeout or server error after the body was sent. */
	| {readonly state: 'unsure'; readonly atMs: number; readonly reason: string; readonly nextStep: string; readonly retry?: Retry | undefined}
	| {readonly state: 'failed'; readonly atMs: number; readonly reason: string; readonly nextStep: string};
