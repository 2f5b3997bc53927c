import type {TargetSettings} from '../../alerting/targets/registry.js';
import type {DetectorOptions} from '../../detect/index.js';
import type {ModelSettings} from '../../investigate/analyses.js';
import type {Focus} from '../../investigate/evidence/past-anomaly.js';
import type {LokiSettings} from '../../loki/types.js';
import type {GivenFilter} from '../../monitor/levels/fleet-levels.js';
import type {SessionFacts} from '../../store/initial-state.js';
import type {ThemeSetting} from '../../terminal/theme-names.js';

export type AlertSettings = {
	/** Where alerts go; holds secrets. */
	readonly targets: Partial<TargetSettings>;
	/** Where the same data can be seen in Grafana. */
	readonly exploreUrl?: ((selector: string, startMs: number, endMs: number) => string) | undefined;
};

/** Whether what is on the screen is kept, and which session this one goes on with. */
export type RecordSettings = {
	readonly isOn: boolean;
	readonly continued: 'newest' | {readonly id: string} | undefined;
};

export type SessionOptions = {
	readonly loki: LokiSettings;
	readonly selector: string | undefined;
	/** Only these services; all where not given. */
	readonly services?: readonly string[];
	readonly serviceLabel: string | undefined;
	readonly levelLabel?: string | undefined;
	readonly errorFilters?: readonly GivenFilter[];
	readonly pollMs: number;
	/** Without a key for so long, the screen locks; undefined for never. */
	readonly lockMs?: number | undefined;
	/** Which colours; undefined where the command line and the environment alone decide. */
	readonly theme?: ThemeSetting | undefined;
	readonly settleMs: number;
	readonly baselineHours: number;
	readonly historyReady?: Promise<void>;
	readonly detector: DetectorOptions;
	/** The time of one service that the session is opened for. */
	readonly focus?: Focus | undefined;
	readonly model: ModelSettings;
	readonly alerts: AlertSettings;
	/** Where what is to be sent is recorded before it is. */
	readonly stateDir: string;
	readonly records: RecordSettings;
	/** Whether alerts and mutes are shared in a stream of Loki. */
	readonly journal: 'none' | 'loki';
	readonly redactPatterns: readonly RegExp[];
	readonly isDemo: boolean;
	readonly timeZone: string | undefined;
	/** Milliseconds since the epoch: of the time that is looked at. */
	readonly now: () => number;
	/** How far `now` is behind the real time, in milliseconds, where somebody looks at an earlier one. */
	readonly behindMs?: number | undefined;
};

/** What the screen shows of a session's settings. */
export const sessionFacts = (options: SessionOptions): SessionFacts => ({
	host: new URL(options.loki.url).host,
	tenant: options.loki.tenant,
	selector: options.selector ?? '',
	baselineHours: options.baselineHours,
	isDemo: options.isDemo,
	timeZone: options.timeZone,
	pollMs: options.pollMs,
	lockMs: options.lockMs,
	theme: options.theme,
	behindMs: options.behindMs,
});

/** The settings of a further session in the same run: it goes on with no record, and looks at nothing that a token named. */
export const forAnotherSession = (options: SessionOptions): SessionOptions => ({...options, focus: undefined, records: {...options.records, continued: undefined}});
