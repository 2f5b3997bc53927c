import type {IncidentMember} from '../../detect/incident.js';
import type {CurrentIncident} from '../../alerting/alert-plan.js';
import type {Guess} from '../../loki/discovery/guesses.js';
import type {Capabilities} from '../../loki/types.js';
import type {Anomaly} from '../../detect/types.js';
import {anomalySentence} from '../../words/anomaly.js';
import type {Reader} from '../../words/reader.js';
import {version} from '../../version.js';

/** Counts up when a field changes its meaning or goes away; fields may be added. */
export const checkSchema = 'loki-sentinel/check/v1';

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

export type CheckFinding = {
	/** Who says so: the rules, or a model. */
	readonly source: 'rules' | 'claude' | 'scripted';
	readonly headline: string;
	readonly cause: string | undefined;
	readonly command: string | undefined;
	readonly escalate: boolean | undefined;
};

/** An incident that is open. */
export type CheckIncident = {
	/** Its name in the memory of alerts, which stays while members come and go. */
	readonly id: string;
	readonly severity: Anomaly['severity'];
	readonly onsetAt: string;
	readonly suspected: string;
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
	readonly reason: 'opened' | 'worsened' | 'reminded' | 'resolved';
	/** `withheld`: nothing can be remembered, and it is no news of the last minutes. */
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

const isoOrNothing = (timeMs: number | undefined): string | undefined => timeMs === undefined ? undefined : toIso(timeMs);

/** `redact` takes secrets out of what came from log lines and labels: the report may be kept by whoever runs the check. */
export const reportAnomaly = (anomaly: Anomaly, {redact, mutedUntilMs, reader}: {readonly redact: (text: string) => string; readonly mutedUntilMs: number | undefined; readonly reader: Reader}): CheckAnomaly => ({
	fingerprint: redact(anomaly.fingerprint),
	service: redact(anomaly.service),
	kind: anomaly.kind,
	severity: anomaly.severity,
	state: anomaly.state,
	onsetAt: toIso(anomaly.onsetMs),
	openedAt: toIso(anomaly.openedMs),
	resolvedAt: isoOrNothing(anomaly.resolvedMs),
	observedPerMinute: round(anomaly.observedPerMinute),
	expectedPerMinute: round(anomaly.expectedPerMinute),
	limitPerMinute: anomaly.limitPerMinute === undefined ? undefined : round(anomaly.limitPerMinute),
	factor: anomaly.factor === undefined ? undefined : round(anomaly.factor),
	pattern: anomaly.pattern ? redact(anomaly.pattern.template) : undefined,
	sentence: redact(anomalySentence(anomaly, reader)),
	mutedUntil: isoOrNothing(mutedUntilMs),
});

type IncidentFacts = {
	readonly finding: CheckFinding | undefined;
	readonly openCommand: string | undefined;
};

export const reportIncident = (incident: CurrentIncident, {finding, openCommand}: IncidentFacts, redact: (text: string) => string): CheckIncident => ({
	id: incident.id,
	severity: incident.severity,
	onsetAt: toIso(incident.onsetMs),
	suspected: redact(incident.suspected),
	members: incident.members.map(member => reportMember(member, redact)),
	finding,
	openCommand,
});

const reportMember = ({service, onsetMs, delayMs, severity, isResolved}: IncidentMember, redact: (text: string) => string): CheckIncident['members'][number] => ({
	service: redact(service),
	onsetAt: toIso(onsetMs),
	delaySeconds: Math.round(delayMs / 1000),
	severity,
	state: isResolved ? 'resolved' : 'open',
});

/** Two decimals: more would claim what counts cannot know. A small rate keeps two digits, so that it is not zero. */
const round = (value: number): number => Number.isFinite(value) ? Number(Math.abs(value) < 0.1 ? value.toPrecision(2) : value.toFixed(2)) : 0;

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

export const statusOf = (anomalies: readonly Anomaly[]): 'calm' | 'warning' | 'critical' => {
	const open = anomalies.filter(({state}) => state !== 'resolved');
	if (open.some(({severity}) => severity === 'critical')) {
		return 'critical';
	}

	return open.length > 0 ? 'warning' : 'calm';
};
