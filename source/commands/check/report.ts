import type {First} from '../../detect/incidents/first.js';
import type {AlertReason} from '../../facts/alert.js';
import type {Guess} from '../../loki/discovery/guesses.js';
import type {Capabilities} from '../../loki/types.js';
import type {Lag} from '../../monitor/corroborate/arrivals.js';
import type {Anomaly} from '../../detect/types.js';
import type {FindingWords} from '../../words/finding.js';
import {version} from '../../version.js';

/** Counts up when a field changes its meaning or goes away; fields may be added. */
const checkSchema = 'loki-sentinel/check/v1';

export type CheckAnomaly = {
	readonly fingerprint: string;
	readonly service: string;
	readonly kind: Anomaly['kind'];
	readonly severity: Anomaly['severity'];
	readonly state: Anomaly['state'];
	readonly onsetAt: string;
	readonly openedAt: string;
	readonly resolvedAt: string | undefined;
	readonly observedPerMinute: number;
	readonly expectedPerMinute: number;
	readonly limitPerMinute: number | undefined;
	readonly factor: number | undefined;
	readonly pattern: string | undefined;
	readonly sentence: string;
	readonly mutedUntil: string | undefined;
};

export type CheckFinding = FindingWords & {
	/** Who says so: the rules, or a model. */
	readonly source: 'rules' | 'claude' | 'scripted';
	readonly escalate: boolean | undefined;
};

/** An incident that is open. */
export type CheckIncident = {
	/** By `detect/incidents/incident-id.ts`; it stays while members come and go. */
	readonly id: string;
	readonly severity: Anomaly['severity'];
	readonly onsetAt: string;
	readonly suspected: string;
	/** How sure that is: `preliminary` while little of the past is known. Undefined where one service broke alone. */
	readonly confidence: First['confidence'];
	/** Who may have been first as well, where that is unclear. */
	readonly rival: string | undefined;
	/** Most services of the fleet broke at once: none of them was first. */
	readonly everything: First['everything'];
	/** A host that is no service of the fleet, and the members whose errors name it. */
	readonly outside: {readonly host: string; readonly namedBy: readonly string[]} | undefined;
	readonly members: ReadonlyArray<{
		readonly service: string;
		readonly onsetAt: string;
		readonly delaySeconds: number;
		readonly severity: Anomaly['severity'];
		readonly state: 'open' | 'resolved';
	}>;
	readonly finding: CheckFinding | undefined;
	readonly openCommand: string | undefined;
};

export type CheckAlert = {
	readonly incident: string;
	/** Where the incident seems to have begun. */
	readonly service: string;
	readonly reason: AlertReason;
	/** The id of the target; undefined for one that is muted. */
	readonly target: string | undefined;
	/** `withheld`: what was sent cannot be read or saved, and it is no news of the last minutes. */
	readonly result: 'delivered' | 'unsure' | 'failed' | 'claimed' | 'muted' | 'withheld';
	readonly destination: string | undefined;
	/** When the first attempt was made, of which nobody knows whether it arrived. */
	readonly repeatOf: string | undefined;
	readonly why: string | undefined;
	readonly nextStep: string | undefined;
};

export type CheckError = {readonly what: string; readonly why: string; readonly nextStep: string; /** What Loki asked to wait. */ readonly retryAfterSeconds?: number};

/** All that one pass found and did: what `--json` writes, and what the text is made of. Documented in docs/check.md. */
export type CheckReport = {
	readonly schema: typeof checkSchema;
	readonly version: string;
	readonly status: 'calm' | 'warning' | 'critical' | 'failed';
	readonly startedAt: string;
	readonly endedAt: string;
	readonly loki: {readonly host: string; readonly tenant: string | undefined; readonly selector: string | undefined; readonly serviceLabel: string | undefined; readonly version: string | undefined; readonly errorSource?: Capabilities['errorSource']; readonly guesses?: readonly Guess[]};
	/** The end of the newest minute that was judged. */
	readonly judgedAt: string | undefined;
	/** How many minutes ago a line of the whole fleet was last heard; undefined where the newest minutes are there. */
	readonly ingestionLag?: Lag | undefined;
	readonly baseline: {readonly learntMinutes: number; readonly wantedMinutes: number; readonly isCold: boolean} | undefined;
	readonly services: {readonly watched: number; readonly abnormal: number};
	readonly anomalies: readonly CheckAnomaly[];
	readonly incidents: readonly CheckIncident[];
	readonly alerts: readonly CheckAlert[];
	readonly cost: {
		readonly lokiRequests: number;
		readonly lokiBytes: number;
		readonly milliseconds: number;
		readonly modelInputTokens: number;
		readonly modelOutputTokens: number;
		readonly modelDollars: number;
		readonly modelDollarsToday: number;
	};
	readonly notes: readonly string[];
	readonly error: CheckError | undefined;
};

export const toIso = (timeMs: number): string => new Date(timeMs).toISOString();

const noCost: CheckReport['cost'] = {
	lokiRequests: 0, lokiBytes: 0, milliseconds: 0, modelInputTokens: 0, modelOutputTokens: 0, modelDollars: 0, modelDollarsToday: 0,
};

/** A report of nothing yet; what is known is filled in. */
export const emptyReport = (startedMs: number, host: string, tenant: string | undefined): CheckReport => ({
	schema: checkSchema,
	version,
	status: 'calm',
	startedAt: toIso(startedMs),
	endedAt: toIso(startedMs),
	loki: {
		host, tenant, selector: undefined, serviceLabel: undefined, version: undefined,
	},
	judgedAt: undefined,
	baseline: undefined,
	services: {watched: 0, abnormal: 0},
	anomalies: [],
	incidents: [],
	alerts: [],
	cost: noCost,
	notes: [],
	error: undefined,
});
