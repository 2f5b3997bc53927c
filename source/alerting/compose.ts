import {isOpen} from '../detect/lifecycle.js';
import {renameFirst, type First} from '../detect/incidents/first.js';
import type {IncidentMember} from '../detect/incidents/incident.js';
import {hashFingerprint} from '../detect/incidents/incident-id.js';
import {leadOf} from '../detect/lead.js';
import type {Anomaly} from '../detect/types.js';
import {mapStrings} from '../incidents/records/record-line.js';
import {createSafeText} from '../incidents/records/safe-text.js';
import {openCommand} from '../incidents/open-token.js';
import {namespaceOf} from '../investigate/evidence/namespace.js';
import {hidingOf} from '../investigate/redaction/redact-evidence.js';
import type {Evidence} from '../facts/evidence.js';
import type {Redactor} from '../investigate/types.js';
import type {Scope} from '../loki/types.js';
import type {Alert, AlertFinding, AlertReason} from '../facts/alert.js';
import {redactWords, type Finding} from './finding.js';
import type {RememberedIncident} from './memory/alert-memory-fold.js';

const maxPatterns = 3;

/** An incident as an alert needs it: of the screen or of a check. */
export type AlertIncident = {
	readonly id: string;
	readonly onsetMs: number;
	/** Where it seems to have begun. */
	readonly suspected: string;
	/** How sure that is, and what speaks for another one. */
	readonly first: First;
	readonly members: readonly IncidentMember[];
};

export type ComposeOptions = {
	/** The service alone, where somebody alerts about one that nothing is wrong with. */
	readonly about: AlertIncident | {readonly service: string};
	readonly reason: Exclude<AlertReason, 'resolved'>;
	/** Undefined where its lines could not be read or are not wanted. */
	readonly finding: Finding | undefined;
	readonly redactor: Redactor;
	/** What is watched. */
	readonly selector: string;
	/** The same as Loki knows it; without it, until Loki was asked, there is no token. */
	readonly scope: Scope | undefined;
	/** Where the same data can be seen in Grafana. */
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	readonly nowMs: number;
	/** How far that is behind the real time, where somebody looks at an earlier one. */
	readonly lookedBackMs?: number | undefined;
};

/** The alert about an open incident, however many services it has: the same on a key press and in a check. */
export function composeAlert({about, reason, finding, redactor, selector, scope, exploreUrl, nowMs, lookedBackMs}: ComposeOptions): Alert {
	const {redact, redactLines} = redactor;
	const evidence = finding?.evidence;
	const namespace = namespaceOf(selector, evidence?.lines);
	// Patterns of a key's lines are known as such once its lines are.
	redactLines((evidence?.lines ?? []).map(({line}) => line));
	const incident = 'members' in about ? about : undefined;
	const service = 'members' in about ? about.suspected : about.service;
	const open = (incident?.members ?? []).flatMap(({anomalies}) => anomalies).filter(anomaly => isOpen(anomaly));
	return {
		incident: incident?.id,
		reason,
		service: redact(service),
		first: incident && renameFirst(incident.first, redact),
		namespace: namespace && redact(namespace),
		anomalies: [...open.filter(anomaly => anomaly.service === service), ...open.filter(anomaly => anomaly.service !== service)].map(anomaly => safeAnomaly(anomaly, redact)),
		members: (incident?.members ?? []).map(member => ({service: redact(member.service), onsetMs: member.onsetMs})),
		finding: finding && safeFinding(finding, redactor),
		topPatterns: (evidence?.patterns ?? []).slice(0, maxPatterns).map(({template, sampledLines, isNew}) => ({template: redact(template), lines: sampledLines, isNew})),
		openCommand: scope && openCommandOf(about, {evidence, scope, nowMs}),
		exploreUrl: evidence && exploreUrl?.(evidence.selector, evidence.startMs, evidence.endMs),
		end: undefined,
		atMs: nowMs,
		...lookedBackMs !== undefined && {lookedBackMs},
	};
}

export type ComposeEndOptions = {
	readonly resolvedMs: number;
	/** When the first message about it was sent. */
	readonly alertedMs: number | undefined;
	readonly selector: string;
	readonly nowMs: number;
};

/** The alert at the end of an incident, from what is remembered of it: redacted already. */
export const composeEnd = ({id, members, onsetMs}: RememberedIncident, {resolvedMs, alertedMs, selector, nowMs}: ComposeEndOptions): Alert => ({
	incident: id,
	reason: 'resolved',
	service: members[0]?.service ?? '',
	namespace: namespaceOf(selector),
	anomalies: [],
	first: undefined,
	members,
	finding: undefined,
	topPatterns: [],
	openCommand: undefined,
	exploreUrl: undefined,
	end: {onsetMs, resolvedMs, alertedMs},
	atMs: nowMs,
});

/** What opens the investigation on another machine. */
export function openCommandOf(about: ComposeOptions['about'], {evidence, scope, nowMs}: {readonly evidence: Evidence | undefined; readonly scope: Scope; readonly nowMs: number}): string {
	const [incident, service] = 'members' in about ? [about, about.suspected] : [undefined, about.service];
	const lead = leadOf(incident ? incident.members.flatMap(({anomalies}) => anomalies).filter(anomaly => anomaly.service === service) : evidence?.anomalies ?? []);
	return openCommand({
		selector: scope.selector,
		serviceLabel: scope.capabilities.serviceLabel,
		service,
		kind: lead?.kind ?? 'error-spike',
		startMs: incident?.onsetMs ?? lead?.onsetMs ?? evidence?.startMs ?? nowMs,
		endMs: evidence?.endMs ?? nowMs,
		fingerprint: lead ? hashFingerprint(lead.fingerprint) : '',
		incident: incident?.id,
	});
}

/** Without the names that a fingerprint and a pattern's id hold. */
const safeAnomaly = (anomaly: Anomaly, redact: (text: string) => string): Anomaly => ({
	...anomaly,
	fingerprint: hashFingerprint(anomaly.fingerprint),
	service: redact(anomaly.service),
	pattern: anomaly.pattern && {id: hashFingerprint(anomaly.pattern.id), template: redact(anomaly.pattern.template)},
});

/** A model's words are redacted; of a verdict every text is. */
function safeFinding({source, told, verdict}: Finding, {redact, redactLines}: Redactor): AlertFinding {
	const {service, anomaly, cause, rollout, written, escalate, command} = verdict;
	const map = createSafeText(hidingOf({redact, redactLines, hideKnown: redact}));
	const head = {
		service, anomaly: anomaly && safeAnomaly(anomaly, redact), cause, rollout, ...written && {written}, escalate, command,
	};
	return {
		source,
		told: told && redactWords(told, redact),
		// Only its texts have changed.
		verdict: mapStrings(head, map) as NonNullable<AlertFinding['verdict']>,
	};
}
