import type {Call} from '../detect/connections/types.js';
import type {NamedIncident} from '../detect/incidents/incident-id.js';
import type {Mute} from '../detect/mute.js';
import type {Anomaly, Expectation, MinuteCounts} from '../detect/types.js';
import type {Evidence} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';
import type {ExistingLabel} from '../loki/discovery/discover.js';
import type {NamespaceRates} from '../loki/discovery/read-namespaces.js';
import type {LogEntry, Capabilities} from '../loki/types.js';
import type {LogLevel} from '../patterns/types.js';
import type {ThemeSetting} from '../terminal/theme-names.js';
import type {Alert, Delivery} from '../facts/alert.js';
import type {Analysis} from './analysis.js';
import type {History} from './history.js';
import type {Records} from './incident-record.js';
import type {Leaders} from './leaders.js';
import type {Lock} from './lock.js';
import type {QueryAnswer, QueryPrompt} from './query.js';
import type {TimelineEvent} from './timeline.js';
import type {AnyScreen, LinesSource, View} from './view-state.js';

/** What went wrong with a request, in a person's words. */
export type Trouble = {
	readonly what: string;
	readonly why: string;
	readonly nextStep: string;
	/** Where in a query it is, from 1, where it is about one place of it. */
	readonly place?: {readonly line: number; readonly column: number};
};

export type Connection = {
	readonly host: string;
	readonly tenant: string | undefined;
	readonly selector: string;
	/** `discovering` until the first answer. */
	readonly status: 'discovering' | 'reading' | 'live' | 'failing';
	readonly lastAnswerMs: number | undefined;
	/** Since when every request failed. */
	readonly failingSinceMs: number | undefined;
	readonly trouble: Trouble | undefined;
	readonly retryAtMs: number | undefined;
	/** How this Loki tells error lines apart; undefined until it is known. */
	readonly errorSource: Capabilities['errorSource'] | undefined;
	/** Why it is a guess; undefined where it is known. */
	readonly guess: string | undefined;
	/** Why the newest answer is not believed as a whole; undefined where it is. */
	readonly doubt: string | undefined;
	/** Services that write no level in any way: no error among their lines says nothing. */
	readonly untold?: ReadonlySet<string>;
};

/** The minute that is not over yet: what was counted in it so far. */
export type OpenMinute = {
	readonly startMs: number;
	readonly readMs: number;
	readonly counts: ReadonlyMap<string, MinuteCounts>;
};

export type Cost = {
	readonly requests: number;
	readonly bytes: number;
	readonly lastPollRequests: number;
	readonly lastPollBytes: number;
};

export type Backfill = {
	readonly doneHours: number;
	readonly wantedHours: number;
	readonly isRunning: boolean;
	readonly trouble: Trouble | undefined;
};

/** What was found out about one service beyond its counts. */
export type ServiceDetail = {
	readonly status: 'loading' | 'ready' | 'failed';
	readonly evidence: Evidence | undefined;
	readonly verdict: Verdict | undefined;
	readonly trouble: Trouble | undefined;
};

/** What a line says in one row. */
export type LineHead = {
	/** As the line marks it, else as Loki or its shipper knows it, else what it sounds like. */
	readonly level: LogLevel;
	/** That of the message that it belongs to where it is a line of a trace, else its own: a trace is shown or hidden whole. */
	readonly eventLevel: LogLevel;
	readonly message: string;
	/** Who wrote it; empty where the line does not tell. */
	readonly component: string;
};

/** How lines come in while a view is followed. */
export type LiveLines = {
	readonly status: 'connecting' | 'live' | 'polling' | 'waiting' | 'failed';
	/** Why lines are polled, or do not come; empty where they do. */
	readonly why: string;
	/** Whether somebody holds the list still. */
	readonly isHeld: boolean;
	/** Lines that came in and wait to be shown. */
	readonly waiting: number;
	/** Of the last second, where more came in than can be shown. */
	readonly sampled: {readonly shown: number; readonly came: number} | undefined;
	/** Lines that are not here: left out of a sample, and dropped by Loki. */
	readonly leftOut: number;
	readonly dropped: number;
	/** Whether lines are missing whose number nobody knows: a gap was too long to be read. */
	readonly hasGap: boolean;
};

/** The log lines of one source that are held, and the window that they are read from; what the lines screen shows. */
export type LogView = {
	readonly status: 'loading' | 'ready' | 'failed';
	/** The selector and filters that they were read with; undefined before they were. */
	readonly query?: string;
	/** The label that names the service of each line. */
	readonly serviceLabel?: string;
	/** Oldest first. */
	readonly entries: readonly LogEntry[];
	/** One for each entry. */
	readonly heads: readonly LineHead[];
	/** Lines that match in the window, by Loki's count; undefined until it is known. */
	readonly total: number | undefined;
	/** There are more lines behind those that are here, which are not read. */
	readonly isCut?: boolean;
	/** Not all lines of the window are here, but all of its errors. */
	readonly isErrorsFirst?: boolean;
	/** They may be of streams that are not watched. */
	readonly isBeyond?: boolean;
	/** Undefined where it is not followed. */
	readonly live?: LiveLines | undefined;
	/** Lines on their way that are older or newer than those. */
	readonly reading?: 'older' | 'newer' | undefined;
	/** How many of the newest lines were looked through for these, and of how many, where not all that there are could be. */
	readonly found?: {readonly inNewest: number; readonly of: number | undefined};
	/** None is known to be of the pattern that is asked for: they have its words. */
	readonly isByWords?: boolean;
	/** Patterns whose lines were left out. */
	readonly hidden?: number;
	/** The number of the first entry: others before it count down from there, so that a cursor stays on its line. 0 where not given. */
	readonly firstRow?: number;
	/** Which of the entries the others stand around. */
	readonly anchor?: number;
	/** The window: what is held of it, `total`, `found` and `isErrorsFirst` say. */
	readonly startMs: number;
	readonly endMs: number;
	readonly trouble: Trouble | undefined;
};

/** The namespaces that could be watched, once somebody asks. */
export type NamespaceList = {
	/** `none` where no label names namespaces. */
	readonly status: 'unread' | 'reading' | 'ready' | 'none' | 'failed';
	readonly label: string;
	readonly rates: readonly NamespaceRates[];
	/** Those that are asked for by name; empty for all. */
	readonly watched: readonly string[];
	readonly trouble: Trouble | undefined;
};

/** An alert that was sent to one target, or is on its way. */
export type AlertRecord = {
	readonly id: string;
	/** The service that somebody alerted about; the alert is about its incident. */
	readonly service: string;
	/** The target's id. */
	readonly target: string;
	readonly destination: string;
	/** What it says; undefined where another run sent it, and in a record of an earlier version. */
	readonly alert: Alert | undefined;
	/** What is known of it in place of the alert, row by row. */
	readonly written?: readonly string[] | undefined;
	readonly startedMs: number;
	/** When the first attempt was made, where the newest one repeats it. */
	readonly repeatOfMs?: number | undefined;
	/** Undefined while it is on its way. */
	readonly delivery: Delivery | undefined;
};

/** A passing line of news; the newest one shows in place of the footer. */
export type Notice = {
	readonly text: string;
	readonly tone: 'good' | 'bad' | 'plain' | 'dim';
	readonly untilMs: number;
};

/** All that the program knows. The rooms see it as it is here; whoever shows it knows which screens there are. */
export type State<Screen extends AnyScreen = AnyScreen> = {
	readonly nowMs: number;
	readonly startedMs: number;
	/** How far `nowMs` is behind the real time, where somebody looks at an earlier one; else 0. */
	readonly behindMs: number;
	readonly isDemo: boolean;
	/** Between two polls, in milliseconds. */
	readonly pollMs: number;
	/** IANA zone in which times are shown; undefined for this machine's own. */
	readonly timeZone: string | undefined;
	readonly connection: Connection;
	/** What was asked to be watched and matched nothing, with the labels that there are. */
	readonly nothingMatches: {readonly selector: string; readonly labels: readonly ExistingLabel[]} | undefined;
	readonly history: History;
	readonly openMinute: OpenMinute | undefined;
	readonly backfill: Backfill;
	readonly cost: Cost;
	readonly anomalies: readonly Anomaly[];
	readonly expectations: ReadonlyMap<string, Expectation>;
	/** Who is known to call whom, from lines of usual times and from errors. */
	readonly calls: readonly Call[];
	/** What somebody does not want to be notified about for a while. */
	readonly mutes: readonly Mute[];
	readonly details: ReadonlyMap<string, ServiceDetail>;
	/** By `logViewKey`. */
	readonly logs: ReadonlyMap<string, LogView>;
	/** Numbers that were asked for, by `answerKey`. */
	readonly answers: ReadonlyMap<string, QueryAnswer>;
	readonly prompt: QueryPrompt;
	readonly namespaces: NamespaceList;
	readonly analyses: ReadonlyMap<string, Analysis>;
	readonly spentDollars: number;
	readonly alerts: readonly AlertRecord[];
	/** The ids that other runs gave to incidents of this session, from the memory that they share. */
	readonly namedIncidents: readonly NamedIncident[];
	/** Who is told to have been first, of each incident in which that was judged. */
	readonly leaders: Leaders;
	/** What happened in this session, oldest first: the story of its incidents. */
	readonly timeline: readonly TimelineEvent[];
	readonly records: Records;
	readonly notice: Notice | undefined;
	/** Undefined where it never locks. */
	readonly lock: Lock | undefined;
	/** Which colours; undefined before the settings are read, and where they do not say. */
	readonly theme: ThemeSetting | undefined;
	readonly view: View<Screen>;
};

/** One view for each service and pattern, for each line whose neighbours are shown, for each query and its time, and for what is kept of them. */
export const logViewKey = ({
	service, template, around, services, trace, query, filters = [],
}: LinesSource): string => JSON.stringify([service, template, around?.timeMs, around?.line, services, trace?.id, ...query ? [query.text, query.rangeMs, query.endMs] : [], ...filters.map(({from, name, value, isNot}) => [from, name, value, isNot])]);
