import {sameTroubleMs} from '../detect/lifecycle.js';
import type {Anomaly, AnomalyKind, Severity} from '../detect/types.js';
import type {First} from '../detect/incidents/first.js';
import type {IncidentMember} from '../detect/incidents/incident.js';
import type {Evidence} from '../facts/evidence.js';
import type {Verdict, VerdictHead} from '../facts/verdict.js';
import type {Capabilities} from '../loki/types.js';
import type {Analysis} from './analysis.js';
import type {AlertRecord} from './state.js';

/** One row of the list of incidents. */
export type IncidentSummary = {
	/** By `detect/incidents/incident-id.ts`; in an index of an earlier version `payment@1764125880000`. */
	readonly id: string;
	/** The record that it is part of; undefined for this session's own. */
	readonly session: string | undefined;
	readonly host: string;
	readonly tenant: string | undefined;
	readonly onsetMs: number;
	readonly lastSeenMs: number;
	/** Undefined while it goes on, and where the session ended before it did. */
	readonly endMs: number | undefined;
	readonly severity: Severity;
	/** The one in which it seems to have begun is the first. */
	readonly services: readonly string[];
	readonly kinds: readonly AnomalyKind[];
	/** A model, `script`, or `rules`; undefined where nobody has looked into it. */
	readonly analysedBy: string | undefined;
	readonly costDollars: number | undefined;
	readonly alertsSent: number;
	/** What the analysis says in one line; of a record of form 1, the verdict. */
	readonly headline: string | undefined;
	/** What the verdict without AI says, for a line where no analysis says one. */
	readonly verdict: VerdictHead | undefined;
};

/** Whether two sessions of one Loki have seen the same trouble: by its id, or, where they noticed it at different minutes, by its services, kinds and time. */
export function isSameIncident(a: IncidentSummary, b: IncidentSummary): boolean {
	if (a.host !== b.host || a.tenant !== b.tenant || a.session === b.session) {
		return false;
	}

	const isShared = a.services.slice(0, 1).some(service => b.services.includes(service)) || b.services.slice(0, 1).some(service => a.services.includes(service));
	return a.id === b.id || (isShared && a.kinds.some(kind => b.kinds.includes(kind)) && Math.abs(a.onsetMs - b.onsetMs) <= sameTroubleMs);
}

export type RecordEntryKind = 'onset' | 'opened' | 'worsened' | 'resolved' | 'reopened' | 'analysed' | 'asked' | 'alert';

/** One moment of an incident, with the anomaly that it is about or a text. */
export type RecordEntry = {
	readonly atMs: number;
	readonly kind: RecordEntryKind;
	readonly service: string;
} & ({readonly text: string} | {readonly anomaly: Anomaly});

/** What was found out about one service of an incident. */
export type ServiceRecord = {
	readonly service: string;
	readonly evidence: Evidence;
	readonly verdict: Verdict;
	readonly analysis: Analysis | undefined;
};

/** All that is known of one incident: what is shown of it and handed on. */
export type IncidentRecord = {
	readonly summary: IncidentSummary;
	readonly selector: string;
	readonly timeZone: string | undefined;
	readonly errorSource: Capabilities['errorSource'] | undefined;
	readonly isDemo: boolean;
	readonly first: First;
	/** The suspected first, the others in the order of their onsets. */
	readonly members: readonly IncidentMember[];
	/** Oldest first. */
	readonly timeline: readonly RecordEntry[];
	readonly services: readonly ServiceRecord[];
	readonly alerts: readonly AlertRecord[];
};

/** What is known of earlier sessions, and whether this one is written down. */
export type Records = {
	/** What this session's record is called; undefined where none is kept. */
	readonly session: string | undefined;
	/** Why nothing is kept of this session, in one sentence. */
	readonly note: string | undefined;
	readonly status: 'unread' | 'reading' | 'ready';
	readonly readSessions: number;
	readonly ofSessions: number;
	/** Newest first. */
	readonly past: readonly IncidentSummary[];
	/** Opened ones by `recordKey`; a text where one cannot be read. */
	readonly opened: ReadonlyMap<string, IncidentRecord | string>;
};

export const noRecords: Records = {
	session: undefined, note: undefined, status: 'unread', readSessions: 0, ofSessions: 0, past: [], opened: new Map(),
};

/** Names one incident of one session. */
export type RecordName = Pick<IncidentSummary, 'id' | 'session'>;

export const recordKey = ({id, session}: RecordName): string => JSON.stringify([session, id]);
