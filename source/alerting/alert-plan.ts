import {hashFingerprint, reopenMs} from '../detect/incident-id.js';
import {isFleetOnly, type Incident, type IncidentMember} from '../detect/incident.js';
import {leadOf} from '../detect/lead.js';
import {mutedUntil, type Mute} from '../detect/mute.js';
import {fleetService, type Anomaly, type Severity} from '../detect/types.js';
import {isRepeatDue, unsureAt, type UnsureMessage} from './alert-attempts.js';
import {
	overlaps,
	type Remembered,
	type RememberedIncident,
} from './memory/alert-memory-fold.js';
import {
	maxListed,
	type AlertReason,
	type NewEvent,
} from './memory/journal-event.js';

/** The end of what nobody could be told of is told of no more after so long. */
const staleMs = 24 * 3_600_000;

/** An incident that is open now, under the name that it has in the memory. */
export type CurrentIncident = {
	readonly id: string;
	readonly severity: Severity;
	readonly onsetMs: number;
	readonly suspected: string;
	/** The first to break first. */
	readonly members: readonly IncidentMember[];
	readonly fingerprints: readonly string[];
	/** When the last of its mutes ends; undefined where one of its anomalies is not muted. */
	readonly mutedUntilMs: number | undefined;
	readonly remembered: RememberedIncident | undefined;
};

export type PlannedAlert = {
	/** The attempts that may not have arrived and that it repeats; undefined for a message that was not sent before. */
	readonly repeats: UnsureMessage | undefined;
} & (
	| {readonly reason: Exclude<AlertReason, 'resolved'>; readonly incident: CurrentIncident}
	| {readonly reason: 'resolved'; readonly remembered: RememberedIncident; readonly resolvedMs: number}
);

export type PlannedOpen = Exclude<PlannedAlert, {reason: 'resolved'}>;

export type AlertPlan = {
	readonly open: readonly CurrentIncident[];
	/** The moment that it is for. */
	readonly atMs: number;
	/** What happened since the memory was written, to be written into it. */
	readonly events: readonly NewEvent[];
	readonly alerts: readonly PlannedAlert[];
};

export type PlanOptions = {
	readonly incidents: readonly Incident[];
	readonly remembered: Remembered;
	readonly nowMs: number;
	/** An incident that stays open is told of again after so long. */
	readonly remindMs: number;
	/** Too little is known of the time before to say that something is over because it was not found. */
	readonly isBaselineShort: boolean;
	/** Anomalies that may be open, and are not told because nothing has borne them out: no incident with one of them is over. */
	readonly held?: readonly Anomaly[];
	/** Takes secrets out of names. */
	readonly redact: (text: string) => string;
};

/**
Which messages are due. An incident is told of once when it opens, again when it worsens to critical or after the reminder time, and once when it is over.
Services that join it make no new message. What was not delivered is not in the memory, and so is planned again; what may not have been is repeated a few times.
*/
export function planAlerts(options: PlanOptions): AlertPlan {
	const {incidents, remembered, nowMs, remindMs} = options;
	const events: NewEvent[] = [];
	const open = matchIncidents(options, events);
	const alerts: PlannedAlert[] = [];
	for (const incident of open) {
		const due = incident.mutedUntilMs === undefined ? dueAlert(incident, nowMs, remindMs) : undefined;
		if (due) {
			alerts.push({...due, incident});
		}
	}

	const anomalies = incidents.flatMap(({members}) => members.flatMap(member => member.anomalies));
	const openPrints = new Set(anomalies.filter(({state}) => state !== 'resolved').map(({fingerprint}) => hashFingerprint(fingerprint)));
	for (const incident of remembered.incidents) {
		const resolvedMs = incident.resolvedMs ?? endOf(incident, anomalies, openPrints, options);
		if (resolvedMs === undefined || isBack(incident, resolvedMs, openPrints, nowMs)) {
			continue;
		}

		if (incident.resolvedMs === undefined) {
			events.push({event: 'resolved', incident: incident.id, resolvedMs});
		}

		// What flaps is told of as over once it has stayed so.
		const isSettled = incident.reopenings === 0 || nowMs - resolvedMs >= reopenMs;
		const wasTried = incident.told !== undefined || incident.hasFailed;
		const unsure = unsureAt(incident.attempts, nowMs);
		const repeats = unsure?.reason === 'resolved' ? unsure : undefined;
		const isDue = repeats ? isRepeatDue(repeats, nowMs, Infinity) : incident.toldResolvedMs === undefined;
		if ((wasTried || unsure) && isDue && isSettled && nowMs - resolvedMs < staleMs) {
			alerts.push({
				reason: 'resolved', repeats, remembered: incident, resolvedMs,
			});
		}
	}

	return {
		open, atMs: nowMs, events, alerts,
	};
}

/** It was over, and one of its anomalies is open again. */
const isBack = ({fingerprints}: RememberedIncident, resolvedMs: number, openPrints: ReadonlySet<string>, nowMs: number): boolean => nowMs - resolvedMs <= reopenMs && overlaps(fingerprints, openPrints);

/** What is due, and whether it was tried before. */
function dueAlert(incident: CurrentIncident, nowMs: number, remindMs: number): Omit<PlannedOpen, 'incident'> | undefined {
	const reason = dueReason(incident, nowMs, remindMs);
	const unsure = incident.remembered && unsureAt(incident.remembered.attempts, nowMs);
	// News is told as it is: what it says is newer than what may not have arrived.
	if (!unsure || unsure.reason === 'resolved' || (reason !== undefined && reason !== unsure.reason)) {
		return reason && {reason, repeats: undefined};
	}

	return isRepeatDue(unsure, nowMs, remindMs) ? {reason: unsure.reason, repeats: unsure} : undefined;
}

function dueReason({remembered, severity}: CurrentIncident, nowMs: number, remindMs: number): Exclude<AlertReason, 'resolved'> | undefined {
	const told = remembered?.told;
	// What was told of as over and is back is told of anew.
	if (!told || remembered.toldResolvedMs !== undefined) {
		return 'opened';
	}

	if (severity === 'critical' && told.severity !== 'critical') {
		return 'worsened';
	}

	return nowMs - told.lastMs >= remindMs ? 'reminded' : undefined;
}

/** When an open incident ended; undefined where it goes on or nobody can tell. */
function endOf({fingerprints}: RememberedIncident, anomalies: readonly Anomaly[], openPrints: ReadonlySet<string>, {nowMs, isBaselineShort, held = []}: PlanOptions): number | undefined {
	if (overlaps(fingerprints, openPrints) || overlaps(fingerprints, held.map(({fingerprint}) => hashFingerprint(fingerprint)))) {
		return undefined;
	}

	const ends = anomalies.filter(({fingerprint}) => fingerprints.has(hashFingerprint(fingerprint))).map(({resolvedMs}) => resolvedMs ?? nowMs);
	if (ends.length === 0) {
		return isBaselineShort ? undefined : nowMs;
	}

	return Math.max(...ends);
}

/** Finds each open incident in the memory by its anomalies: members come and go, and so would a name made of them. */
function matchIncidents({incidents, remembered, nowMs, redact}: PlanOptions, events: NewEvent[]): CurrentIncident[] {
	const byId = new Map<string, CurrentIncident>();
	for (const incident of incidents) {
		if (incident.isResolved) {
			continue;
		}

		const anomalies = incident.members.flatMap(member => member.anomalies).filter(({state}) => state !== 'resolved');
		const fingerprints = anomalies.map(({fingerprint}) => hashFingerprint(fingerprint)).slice(0, maxListed);
		const known = findRemembered(remembered.incidents.filter(({members}) => isFleetOnly(members) === isFleetOnly(incident.members)), {fingerprints, service: redact(incident.suspected)}, nowMs);
		const id = known?.id ?? [...byId.values()].find(({members}) => members.some(({service}) => service === incident.suspected))?.id ?? incident.id;
		const before = byId.get(id);
		const current: CurrentIncident = {
			id,
			severity: before?.severity === 'critical' ? 'critical' : openSeverity(anomalies),
			onsetMs: Math.min(incident.onsetMs, before?.onsetMs ?? Infinity),
			suspected: before && before.onsetMs <= incident.onsetMs ? before.suspected : incident.suspected,
			members: before ? mergeMembers(before.members, incident.members) : incident.members,
			fingerprints: [...new Set([...before?.fingerprints ?? [], ...fingerprints])],
			mutedUntilMs: earliest(before ? [before.mutedUntilMs, muteOf(anomalies, remembered.mutes, nowMs, redact)] : [muteOf(anomalies, remembered.mutes, nowMs, redact)]),
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
	const isOpen = ({resolvedMs}: RememberedIncident): boolean => resolvedMs === undefined;
	return same.find(incident => isOpen(incident))
		?? remembered.find(incident => isOpen(incident) && incident.members.some(member => member.service === service))
		?? same.findLast(({resolvedMs}) => resolvedMs !== undefined && nowMs - resolvedMs <= reopenMs);
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
