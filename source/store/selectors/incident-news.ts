import {isOpen} from '../../detect/lifecycle.js';
import type {Incident} from '../../detect/incidents/incident.js';
import type {State} from '../state.js';
import {openIncidents} from './incidents.js';

/** What is open at one moment, muted or not. */
export type OpenNow = {readonly incidents: readonly Incident[]; readonly services: ReadonlySet<string>};

/** What is new between two looks at what is open. */
export type IncidentNews = {readonly type: 'opened' | 'over'; readonly incident: Incident};

export const openNow = (state: State): OpenNow => ({incidents: openIncidents(state), services: new Set(state.anomalies.filter(anomaly => isOpen(anomaly)).map(({service}) => service))});

const hasNone = ({members}: Incident, services: ReadonlySet<string>): boolean => members.every(({service}) => !services.has(service));

/**
Incidents that opened and that are over. Whether services belong together is judged anew with each poll: one that only joined another one, or came out of it, is no news, and neither is one that was muted.
*/
export function incidentNews(before: OpenNow, now: OpenNow): readonly IncidentNews[] {
	return [
		...now.incidents.filter(incident => hasNone(incident, before.services)).map(incident => ({type: 'opened', incident} as const)),
		...before.incidents.filter(incident => hasNone(incident, now.services)).map(incident => ({type: 'over', incident} as const)),
	];
}
