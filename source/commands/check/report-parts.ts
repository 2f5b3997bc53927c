import {isOpen} from '../../detect/lifecycle.js';
import type {Finding} from '../../alerting/finding.js';
import type {CurrentIncident} from '../../alerting/match-incidents.js';
import type {SentAlert} from '../../alerting/send-alerts.js';
import {renameFirst} from '../../detect/incidents/first.js';
import type {IncidentMember} from '../../detect/incidents/incident.js';
import type {Anomaly} from '../../detect/types.js';
import {anomalySentence} from '../../words/anomaly.js';
import {findingWords} from '../../words/finding.js';
import type {Reader} from '../../words/reader.js';
import {
	toIso,
	type CheckAlert,
	type CheckAnomaly,
	type CheckFinding,
	type CheckIncident,
} from './report.js';

const isoOrNothing = (timeMs: number | undefined): string | undefined => timeMs === undefined ? undefined : toIso(timeMs);

/** `redact` takes secrets out of what came from log lines and labels: the report may end up in logs and pipelines. */
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

export function reportIncident(incident: CurrentIncident, {finding, openCommand}: IncidentFacts, redact: (text: string) => string): CheckIncident {
	const {service, confidence, rival, everything, outside} = renameFirst(incident.first, redact);
	return {
		id: incident.id,
		severity: incident.severity,
		onsetAt: toIso(incident.onsetMs),
		suspected: service,
		confidence,
		rival,
		everything,
		outside: outside && {host: outside.host, namedBy: outside.by},
		members: incident.members.map(member => reportMember(member, redact)),
		finding,
		openCommand,
	};
}

const reportMember = ({service, onsetMs, delayMs, severity, isResolved}: IncidentMember, redact: (text: string) => string): CheckIncident['members'][number] => ({
	service: redact(service),
	onsetAt: toIso(onsetMs),
	delaySeconds: Math.round(delayMs / 1000),
	severity,
	state: isResolved ? 'resolved' : 'open',
});

/** Two decimals: more would claim what counts cannot know. A small rate keeps two digits, so that it is not zero. */
const round = (value: number): number => Number.isFinite(value) ? Number(Math.abs(value) < 0.1 ? value.toPrecision(2) : value.toFixed(2)) : 0;

/** A finding in words, redacted. */
export function reportFinding({source, told, verdict}: Finding, reader: Reader, redact: (text: string) => string): CheckFinding {
	const {headline, cause, command} = findingWords({told, verdict}, reader);
	return {
		source, headline: redact(headline), cause: cause && redact(cause), command: command && redact(command), escalate: verdict.escalate.decision,
	};
}

/** What became of a message. */
export const reportAlert = ({destination, repeatOfMs, why, nextStep, ...sent}: SentAlert): CheckAlert => ({
	...sent, destination, repeatOf: isoOrNothing(repeatOfMs), why, nextStep,
});

export const statusOf = (anomalies: readonly Anomaly[]): 'calm' | 'warning' | 'critical' => {
	const open = anomalies.filter(anomaly => isOpen(anomaly));
	if (open.some(({severity}) => severity === 'critical')) {
		return 'critical';
	}

	return open.length > 0 ? 'warning' : 'calm';
};
