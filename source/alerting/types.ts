import type {Anomaly} from '../detect/types.js';

/** All that a Slack message says; every text is redacted already. */
export type Alert = {
	readonly service: string;
	readonly namespace: string | undefined;
	readonly anomalies: readonly Anomaly[];
	/** What the analysis (or the rule-based verdict) says. */
	readonly summary: {
		readonly source: 'claude' | 'scripted' | 'rules';
		/** One line. */
		readonly headline: string;
		readonly detail: string | undefined;
		readonly command: string | undefined;
	};
	readonly topPatterns: ReadonlyArray<{readonly template: string; readonly lines: number; readonly isNew: boolean}>;
	/** `npx loki-sentinel open <token>`, where there is a token. */
	readonly openCommand: string | undefined;
	readonly exploreUrl: string | undefined;
	readonly nowMs: number;
	/** Why it is told of again; a first message has none. */
	readonly again?: 'worsened' | 'reminded';
	/** All services of the incident, where it is one of several: the first to break first. */
	readonly members?: readonly AlertMember[];
};

export type AlertMember = {readonly service: string; readonly onsetMs: number};

/** All that a message about the end of a service's trouble says. */
export type ResolvedAlert = {
	readonly service: string;
	readonly namespace: string | undefined;
	/** Those that are over. */
	readonly anomalies: readonly Anomaly[];
	/** When the alert that this one answers was sent: a webhook can neither edit nor thread. */
	readonly alertedMs: number | undefined;
	/** For what is known of it where its anomalies are not at hand any more. */
	readonly span?: {readonly onsetMs: number; readonly endMs: number};
	readonly members?: readonly AlertMember[];
	readonly openCommand: string | undefined;
	readonly exploreUrl: string | undefined;
	readonly nowMs: number;
};

/** The body that is posted: Slack's incoming webhook format. */
export type SlackMessage = {
	readonly text: string;
	readonly blocks: readonly SlackBlock[];
};

export type SlackText =
	/** `verbatim` keeps Slack from turning names into mentions and words into links. */
	| {readonly type: 'mrkdwn'; readonly text: string; readonly verbatim?: boolean}
	| {readonly type: 'plain_text'; readonly text: string; readonly emoji?: boolean};

export type SlackBlock =
	| {readonly type: 'header'; readonly text: SlackText}
	| {readonly type: 'section'; readonly text?: SlackText; readonly fields?: readonly SlackText[]}
	| {readonly type: 'context'; readonly elements: readonly SlackText[]}
	| {readonly type: 'divider'};

export type Delivery =
	| {readonly state: 'delivered'; readonly atMs: number}
	/** Timeout or server error after the body was sent. */
	| {readonly state: 'unsure'; readonly atMs: number; readonly reason: string; readonly nextStep: string}
	| {readonly state: 'failed'; readonly atMs: number; readonly reason: string; readonly nextStep: string};
