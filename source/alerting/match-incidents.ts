import {isOpen, reopenWithinMs} from '../detect/lifecycle.js';
import {hashFingerprint} from '../detect/incidents/incident-id.js';
import {firstOfIncident, type First, type FirstOptions} from '../detect/incidents/first.js';
import {isFleetOnly, type Incident, type IncidentMember} from '../detect/incidents/incident.js';
import {leadOf} from '../detect/lead.js';
import {mutedUntil, type Mute} from '../detect/mute.js';
import {fleetService, type Anomaly, type Severity} from '../detect/types.js';
import {overlaps, type Remembered, type RememberedIncident} from './memory/alert-memory-fold.js';
import {maxListed, type NewEvent} from './memory/journal-event.js';

/** An incident that is open now, under the name that it has in the memory. */
export type CurrentIncident = {
	readonly id: string;
	readonly severity: Severity;
	readonly onsetMs: number;
	readonly suspected: string;
	/** How sure that is, and what speaks for another one. */
	readonly first: First;
	/** The first to break first. */
	readonly members: readonly IncidentMember[];
	readonly fingerprints: readonly string[];
	/** When the last of its mutes ends; undefined where one of its anomalies is not muted. */
	readonly mutedUntilMs: number | undefined;
	readonly remembered: RememberedIncident | undefined;
};

export type MatchOptions = {
	readonly incidents: readonly Incident[];
	readonly remembered: Remembered;
	readonly nowMs: number;
	/** Takes secrets out of names. */
	readonly redact: (text: string) => string;
	/** How far the fleet is known. */
	readonly fleet: FirstOptions;
};

/** Finds each open incident in the memory by its anomalies: members come and go, and so would a name made of them. */
export function matchIncidents({incidents, remembered, nowMs, redact, fleet}: MatchOptions, events: NewEvent[]): CurrentIncident[] {
	const byId = new Map<string, CurrentIncident>();
	for (const incident of incidents) {
		if (incident.isResolved) {
			continue;
		}

		const anomalies = incident.members.flatMap(member => member.anomalies).filter(anomaly => isOpen(anomaly));
		const fingerprints = anomalies.map(({fingerprint}) => hashFingerprint(fingerprint)).slice(0, maxListed);
		const known = findRemembered(remembered.incidents.filter(({members}) => isFleetOnly(members) === isFleetOnly(incident.members)), {fingerprints, service: redact(incident.suspected)}, nowMs);
		const id = known?.id ?? [...byId.values()].find(({members}) => members.some(({service}) => service === incident.suspected))?.id ?? incident.id;
		const before = byId.get(id);
		const current: CurrentIncident = {
			id,
			severity: before?.severity === 'critical' ? 'critical' : openSeverity(anomalies),
			onsetMs: Math.min(incident.onsetMs, before?.onsetMs ?? Infinity),
			...before && before.onsetMs <= incident.onsetMs ? {suspected: before.suspected, first: before.first} : {suspected: incident.suspected, first: firstOfIncident(incident, fleet)},
			members: before ? mergeMembers(before.members, incident.members) : incident.members,
			fingerprints: [...new Set([...before?.fingerprints ?? [], ...fingerprints])],
			mutedUntilMs: earliest([...before ? [before.mutedUntilMs] : [], muteOf(anomalies, remembered.mutes, nowMs, redact)]),
			remembered: known ?? before?.remembered,
		};
		byId.set(id, current);
	}

	for (const current of byId.values()) {
		noteChanges(current, events, redact);
	}

	return [...byId.values()];
}

function noteChanges({id, remembered: known, severity, onsetMs, members, fingerprints}: CurrentIncident, events: NewEvent[], redact: (text: string) => string): void {
	const listed = members.slice(0, maxListed).map(member => ({service: redact(member.service), onsetMs: member.onsetMs}));
	if (!known) {
		const lead = leadOf(members[0]?.anomalies ?? []);
		events.push({
			event: 'opened', incident: id, fingerprints: fingerprints.slice(0, maxListed), members: listed, severity, onsetMs, ...(lead && {lead: {kind: lead.kind, observedPerMinute: lead.observedPerMinute, expectedPerMinute: lead.expectedPerMinute}}),
		});
		return;
	}

	if (known.resolvedMs !== undefined) {
		events.push({event: 'reopened', incident: id});
	}

	const joined = fingerprints.filter(fingerprint => !known.fingerprints.has(fingerprint));
	if (joined.length > 0) {
		events.push({
			event: 'joined', incident: id, fingerprints: joined, members: listed.filter(({service}) => known.members.every(member => member.service !== service)),
		});
	}

	if (severity === 'critical' && known.severity !== 'critical') {
		events.push({event: 'worsened', incident: id});
	}
}

/** An open one with one of its anomalies, else one that its service is part of, else one that was over a moment ago; the older first. */
function findRemembered(remembered: readonly RememberedIncident[], {fingerprints, service}: {readonly fingerprints: readonly string[]; readonly service: string}, nowMs: number): RememberedIncident | undefined {
	const same = remembered.filter(incident => overlaps(incident.fingerprints, fingerprints));
	const goesOn = ({resolvedMs}: RememberedIncident): boolean => resolvedMs === undefined;
	return same.find(incident => goesOn(incident))
		?? remembered.find(incident => goesOn(incident) && incident.members.some(member => member.service === service))
		?? same.findLast(({resolvedMs}) => resolvedMs !== undefined && nowMs - resolvedMs <= reopenWithinMs);
}

const openSeverity = (anomalies: readonly Anomaly[]): Severity => anomalies.some(({severity}) => severity === 'critical') ? 'critical' : 'warning';

function mergeMembers(a: readonly IncidentMember[], b: readonly IncidentMember[]): readonly IncidentMember[] {
	const members = [...a, ...b].toSorted((one, other) => one.onsetMs - other.onsetMs);
	const firstMs = members[0]?.onsetMs ?? 0;
	return members.map(member => ({...member, delayMs: Math.max(0, member.onsetMs - firstMs)}));
}

/** The moment from which one of the anomalies is not muted any more; undefined where one is not muted now. */
function muteOf(anomalies: readonly Anomaly[], mutes: readonly Mute[], nowMs: number, redact: (text: string) => string): number | undefined {
	return earliest(anomalies.map(anomaly => anomalyMute(anomaly, mutes, nowMs, redact)));
}

/** Until when an anomaly is muted, by mutes as they are remembered: fingerprints hashed, names redacted. */
export const anomalyMute = ({fingerprint, service}: Anomaly, mutes: readonly Mute[], nowMs: number, redact: (text: string) => string): number | undefined =>
	mutedUntil(mutes, {fingerprint: hashFingerprint(fingerprint), service: service === fleetService ? service : redact(service)}, nowMs);

const earliest = (times: ReadonlyArray<number | undefined>): number | undefined => {
	const known = times.filter(time => time !== undefined);
	return known.length < times.length || known.length === 0 ? undefined : Math.min(...known);
};
