import {hashFingerprint} from '../detect/incidents/incident-id.js';
import {isOpen, reopenWithinMs} from '../detect/lifecycle.js';
import type {Anomaly} from '../detect/types.js';
import type {AlertReason} from '../facts/alert.js';
import {isRepeatDue, unsureAt, type UnsureMessage} from './alert-attempts.js';
import {matchIncidents, type CurrentIncident, type MatchOptions} from './match-incidents.js';
import {
	memoryOf,
	overlaps,
	type RememberedIncident,
} from './memory/alert-memory-fold.js';
import type {NewEvent} from './memory/journal-event.js';

/** After this time the end of an incident is no longer alerted, where no target could be reached before. */
const staleMs = 24 * 3_600_000;

/** A message to one target. */
export type PlannedAlert = {
	/** Its id. */
	readonly target: string;
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

export type PlanOptions = MatchOptions & {
	/** The ids of those that messages go to. */
	readonly targets: readonly string[];
	/** An open incident is reported again after this time. */
	readonly remindMs: number;
	/** Too little is known of the time before to say that something is over because it was not found. */
	readonly isBaselineShort: boolean;
	/** Anomalies that may be open, and are not alerted because nothing has confirmed them: no incident with one of them is over. */
	readonly held?: readonly Anomaly[];
};

/**
Which messages are due: one when an incident opens, another when it worsens to critical or after the reminder time, and one when it is over.
Services that join it make no new message. What was not delivered is not in the memory, and so is planned again; what may not have been delivered is repeated a few times.
Each target is planned by itself: what one has received does not hide what another has not.
*/
export function planAlerts(options: PlanOptions): AlertPlan {
	const {targets, incidents, remembered, nowMs, remindMs} = options;
	const events: NewEvent[] = [];
	const open = matchIncidents(options, events);
	const alerts: PlannedAlert[] = [];
	for (const incident of open) {
		if (incident.mutedUntilMs !== undefined) {
			continue;
		}

		for (const target of targets) {
			const due = dueAlert(incident, target, nowMs, remindMs);
			if (due) {
				alerts.push({...due, target, incident});
			}
		}
	}

	const anomalies = incidents.flatMap(({members}) => members.flatMap(member => member.anomalies));
	const openFingerprints = new Set(anomalies.filter(anomaly => isOpen(anomaly)).map(({fingerprint}) => hashFingerprint(fingerprint)));
	for (const incident of remembered.incidents) {
		const resolvedMs = incident.resolvedMs ?? endOf(incident, anomalies, openFingerprints, options);
		if (resolvedMs === undefined || isBack(incident, resolvedMs, openFingerprints, nowMs)) {
			continue;
		}

		if (incident.resolvedMs === undefined) {
			events.push({event: 'resolved', incident: incident.id, resolvedMs});
		}

		// An incident that flaps is alerted as resolved only once it has stayed so.
		const isSettled = incident.reopenings === 0 || nowMs - resolvedMs >= reopenWithinMs;
		if (!isSettled || nowMs - resolvedMs >= staleMs) {
			continue;
		}

		for (const target of targets) {
			const due = dueEnd(incident, target, nowMs);
			if (due) {
				alerts.push({
					...due, target, reason: 'resolved', remembered: incident, resolvedMs,
				});
			}
		}
	}

	return {
		open, atMs: nowMs, events, alerts,
	};
}

/** It was over, and one of its anomalies is open again. */
const isBack = ({fingerprints}: RememberedIncident, resolvedMs: number, openFingerprints: ReadonlySet<string>, nowMs: number): boolean => nowMs - resolvedMs <= reopenWithinMs && overlaps(fingerprints, openFingerprints);

/** Whether a target gets the end of an incident: only one that was sent its alert, or that a send failed for. */
function dueEnd(incident: RememberedIncident, target: string, nowMs: number): Pick<PlannedAlert, 'repeats'> | undefined {
	const {told, toldResolvedMs, hasFailed, attempts} = memoryOf(incident, target);
	const unsure = unsureAt(attempts, nowMs);
	const repeats = unsure?.reason === 'resolved' ? unsure : undefined;
	const isDue = repeats ? isRepeatDue(repeats, nowMs, Infinity) : toldResolvedMs === undefined;
	return isDue && (told !== undefined || hasFailed || unsure) ? {repeats} : undefined;
}

/** What is due, and whether it was tried before. */
function dueAlert(incident: CurrentIncident, target: string, nowMs: number, remindMs: number): Pick<PlannedOpen, 'reason' | 'repeats'> | undefined {
	const reason = dueReason(incident, target, nowMs, remindMs);
	const unsure = unsureAt(memoryOf(incident.remembered, target).attempts, nowMs);
	// A new reason replaces the message that may not have arrived: it says what is true now.
	if (!unsure || unsure.reason === 'resolved' || (reason !== undefined && reason !== unsure.reason)) {
		return reason && {reason, repeats: undefined};
	}

	return isRepeatDue(unsure, nowMs, remindMs) ? {reason: unsure.reason, repeats: unsure} : undefined;
}

function dueReason({remembered, severity}: CurrentIncident, target: string, nowMs: number, remindMs: number): Exclude<AlertReason, 'resolved'> | undefined {
	const {told, toldResolvedMs} = memoryOf(remembered, target);
	// It was alerted as resolved and is back: that is a new alert.
	if (!told || toldResolvedMs !== undefined) {
		return 'opened';
	}

	if (severity === 'critical' && told.severity !== 'critical') {
		return 'worsened';
	}

	return nowMs - told.lastMs >= remindMs ? 'reminded' : undefined;
}

/** When an open incident ended; undefined where it goes on or nobody can tell. */
function endOf({fingerprints}: RememberedIncident, anomalies: readonly Anomaly[], openFingerprints: ReadonlySet<string>, {nowMs, isBaselineShort, held = []}: PlanOptions): number | undefined {
	if (overlaps(fingerprints, openFingerprints) || overlaps(fingerprints, held.map(({fingerprint}) => hashFingerprint(fingerprint)))) {
		return undefined;
	}

	const ends = anomalies.filter(({fingerprint}) => fingerprints.has(hashFingerprint(fingerprint))).map(({resolvedMs}) => resolvedMs ?? nowMs);
	if (ends.length === 0) {
		return isBaselineShort ? undefined : nowMs;
	}

	return Math.max(...ends);
}
