import {isOpen} from '../../detect/lifecycle.js';
import {
	groupIncidents,
	type GroupOptions,
	type Incident,
	type IncidentMember,
} from '../../detect/incidents/incident.js';
import {blameOf, isSensed, sensedTimeMs} from '../../detect/incidents/blame.js';
import {nameIncidents} from '../../detect/incidents/incident-id.js';
import {mutedUntil} from '../../detect/mute.js';
import {fleetService, type Anomaly} from '../../detect/types.js';
import type {State} from '../state.js';
import {underLeader} from '../leaders.js';
import {memoizeLast} from './memoize.js';
import {linksOf} from './relation.js';

/** What is known beyond the anomalies themselves of what belongs together. */
export const groupingOf = ({details, history}: State, anomalies: readonly Anomaly[]): GroupOptions => ({links: linksOf(details, anomalies), services: history.services.size});

/** When the mute of an anomaly ends; undefined where it is not muted. Expired mutes leave the state with the clock. */
export const muteEnd = ({mutes}: State, anomaly: Anomaly): number | undefined => mutedUntil(mutes, anomaly, 0);

/**
What is open now, put together into incidents: the worst first, of equals the older one, or where the senses alone found it, the one in which most speaks for a cause.
One of which all is muted is left out; a muted member of another one stays in it, since the others may follow from it.
*/
export const rankedIncidents = memoizeLast((state: State): readonly Incident[] => {
	const open = state.anomalies.filter(anomaly => isOpen(anomaly) && anomaly.service !== fleetService);
	return nameIncidents(groupIncidents(open, groupingOf(state, open)), state.namedIncidents)
		.filter(({members}) => members.some(member => !isMuted(state, member)))
		.toSorted((a, b) => rank(a) - rank(b) || byFirst(a, b));
}, state => [state.anomalies, state.mutes, state.details, state.history.services.size, state.namedIncidents]);

/** The same as they are told: the one that was named as the first stays the first until all is read that may speak against it. */
export const openIncidents = memoizeLast(
	(state: State): readonly Incident[] => rankedIncidents(state).map(incident => underLeader(incident, state.leaders)),
	state => [rankedIncidents(state), state.leaders],
);

/** All incidents as a check finds them: muted or not, with what was over a moment ago. */
export const currentIncidents = memoizeLast(
	(state: State): readonly Incident[] => nameIncidents(groupIncidents(state.anomalies, groupingOf(state, state.anomalies)), state.namedIncidents),
	state => [state.anomalies, state.details, state.history.services.size, state.namedIncidents],
);

/** Whether somebody has muted all that is open of a member. */
export const isMuted = (state: State, {anomalies}: Pick<IncidentMember, 'anomalies'>): boolean => anomalies.every(anomaly => muteEnd(state, anomaly) !== undefined);

/** The older one first; where the onsets are not known well enough for that, the one in which the lines say more against the first service. */
function byFirst(a: Incident, b: Incident): number {
	const [one, other] = [a.members[0], b.members[0]];
	const isKnown = !one || !other || Math.abs(a.onsetMs - b.onsetMs) >= sensedTimeMs || !(isSensed(one) || isSensed(other));
	return (isKnown ? 0 : blameOf(other) - blameOf(one)) || a.onsetMs - b.onsetMs;
}

const rank = ({severity}: Incident): number => severity === 'critical' ? 0 : 1;

/** The incident that a service is part of now, and its place in it. */
export function incidentOf(state: State, service: string): {readonly incident: Incident; readonly index: number; readonly member: IncidentMember} | undefined {
	for (const [index, incident] of openIncidents(state).entries()) {
		const member = incident.members.find(other => other.service === service);
		if (member) {
			return {incident, index, member};
		}
	}

	return undefined;
}
