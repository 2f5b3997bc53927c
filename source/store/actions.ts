import type {Call} from '../detect/connections/types.js';
import type {NamedIncident} from '../detect/incidents/incident-id.js';
import type {Mute} from '../detect/mute.js';
import type {
	Anomaly,
	AnomalyEvent,
	Expectation,
	Minute,
} from '../detect/types.js';
import type {ExistingLabel} from '../loki/discovery/discover.js';
import type {AnalysisEvent} from '../facts/analysis.js';
import type {EvidenceLine} from '../facts/evidence.js';
import type {Delivery} from '../facts/alert.js';
import type {IncidentRecord, Records} from './incident-record.js';
import type {QueryAnswer, QueryPrompt} from './query.js';
import type {TimelineEvent} from './timeline.js';
import type {Analysis, AnalysisReport} from './analysis.js';
import type {SessionFacts} from './initial-state.js';
import type {
	AlertRecord,
	Backfill,
	Connection,
	Cost,
	LogView,
	NamespaceList,
	Notice,
	OpenMinute,
	ServiceDetail,
	State,
} from './state.js';
import type {AnyScreen, RestorableView, TextField} from './view-state.js';

/** What the monitor, the investigation and the alerts report. */
export type DataAction =
	| {readonly type: 'clock-ticked'; readonly nowMs: number}
	/** A key was pressed, whichever it was: nobody is away. */
	| {readonly type: 'key-pressed'}
	| {readonly type: 'session-opened'; readonly session: SessionFacts}
	| {readonly type: 'connection-changed'; readonly change: Partial<Connection>}
	| {readonly type: 'nothing-matched'; readonly selector: string; readonly labels: readonly ExistingLabel[]}
	| {readonly type: 'minutes-read'; readonly minutes: readonly Minute[]; readonly openMinute?: OpenMinute}
	/** What was counted means nothing: it is read anew. */
	| {readonly type: 'counts-forgotten'}
	| {readonly type: 'cost-changed'; readonly cost: Cost}
	| {readonly type: 'backfill-changed'; readonly change: Partial<Backfill>}
	/** `isInterim` while lines that may speak for or against a service are still being read. */
	| {readonly type: 'detected'; readonly anomalies: readonly Anomaly[]; readonly events?: readonly AnomalyEvent[]; readonly expectations: ReadonlyMap<string, Expectation>; readonly isInterim?: boolean}
	/** Who is known to call whom: the same list until there is more. */
	| {readonly type: 'calls-learned'; readonly calls: readonly Call[]}
	| {readonly type: 'mutes-changed'; readonly mutes: readonly Mute[]}
	| {readonly type: 'detail-changed'; readonly service: string; readonly detail: ServiceDetail}
	| {readonly type: 'logs-changed'; readonly key: string; readonly view: LogView}
	| {readonly type: 'query-answered'; readonly key: string; readonly answer: QueryAnswer}
	/** What is known of the query that is typed. */
	| {readonly type: 'prompt-changed'; readonly change: Partial<QueryPrompt>}
	| {readonly type: 'analysis-opened'; readonly analysis: Analysis}
	| {readonly type: 'turn-asked'; readonly service: string; readonly question: string | undefined; readonly atMs: number}
	| {readonly type: 'analysis-event'; readonly service: string; readonly event: AnalysisEvent; readonly atMs: number}
	| {readonly type: 'lines-shown'; readonly service: string; readonly lines: readonly EvidenceLine[]}
	| {readonly type: 'report-read'; readonly service: string; readonly report: AnalysisReport}
	| {readonly type: 'redacted'; readonly service: string; readonly count: number}
	| {readonly type: 'incidents-named'; readonly incidents: readonly NamedIncident[]}
	| {readonly type: 'alert-started'; readonly alert: AlertRecord}
	| {readonly type: 'alert-ended'; readonly id: string; readonly delivery: Delivery; readonly repeatOfMs?: number}
	/** Undefined takes back what is shown. */
	| {readonly type: 'notice'; readonly notice: Notice | undefined}
	/** What a record says of the session that is restored. */
	| {readonly type: 'timeline-noted'; readonly events: readonly TimelineEvent[]}
	/** The session goes on where its record ends. */
	| {readonly type: 'session-restored'; readonly restored: RestorableState}
	| {readonly type: 'namespaces-changed'; readonly change: Partial<NamespaceList>}
	| {readonly type: 'records-changed'; readonly change: Partial<Records>}
	/** `record` is a text where it cannot be read. */
	| {readonly type: 'record-opened'; readonly key: string; readonly record: IncidentRecord | string};

/** What of a session outlives the program; counts come fresh from Loki. */
export type RestorableState = Pick<State, 'details' | 'analyses' | 'spentDollars' | 'alerts' | 'timeline' | 'anomalies' | 'namedIncidents'>;

/** What happens on a screen that only that screen knows of; it reaches the screen that is seen. */
export type AnyScreenAction = {readonly type: 'screen-acted'; readonly screen: string; readonly action: {readonly type: string}};

/** What the user does to the screen; painted at once. */
export type ViewAction<Screen extends AnyScreen = AnyScreen, ScreenAction extends AnyScreenAction = AnyScreenAction> =
	| ScreenAction
	| {readonly type: 'screen-pushed'; readonly screen: Screen}
	| {readonly type: 'screen-popped'}
	/** The screens are those of a session that goes on. */
	| {readonly type: 'view-restored'; readonly view: RestorableView<Screen>}
	| {readonly type: 'service-selected'; readonly service: string}
	| {readonly type: 'help-toggled'}
	| {readonly type: 'help-scrolled'; readonly row: number}
	| {readonly type: 'field-opened'; readonly field: TextField}
	| {readonly type: 'field-edited'; readonly field: Omit<TextField, 'purpose'>; readonly killed?: string | undefined}
	/** `sent` is the text where it was sent, not given up. */
	| {readonly type: 'field-closed'; readonly sent?: string}
	/** What was sent from fields of one purpose in earlier sessions, oldest first. */
	| {readonly type: 'texts-recalled'; readonly purpose: string; readonly texts: readonly string[]}
	| {readonly type: 'filter-changed'; readonly filter: string}
	| {readonly type: 'order-changed'}
	| {readonly type: 'range-chosen'; readonly rangeIndex: number}
	| {readonly type: 'pattern-hidden'; readonly service: string; readonly template: string}
	| {readonly type: 'pause-toggled'}
	| {readonly type: 'watch-toggled'};

export type Action<Screen extends AnyScreen = AnyScreen, ScreenAction extends AnyScreenAction = AnyScreenAction> = DataAction | ViewAction<Screen, ScreenAction>;
