import {isOpen} from '../../detect/lifecycle.js';
import type {Incident} from '../../detect/incidents/incident.js';
import {fleetService} from '../../detect/types.js';
import type {State} from '../state.js';
import {openIncidents} from './incidents.js';

/** What is open at one moment. */
export type OpenNow = {
	/** Without those of which all is muted. */
	readonly incidents: readonly Incident[];
	/** Muted or not. */
	readonly services: ReadonlySet<string>;
	/** The whole fleet writes nothing. */
	readonly isFleetSilent: boolean;
};

/** What is new between two looks at what is open. */
export type IncidentNews =
	| {readonly type: 'opened' | 'worsened' | 'grown' | 'over'; readonly incident: Incident}
	| {readonly type: 'fleet-silent' | 'fleet-back'};

export const openNow = (state: State): OpenNow => {
	const services = new Set(state.anomalies.filter(anomaly => isOpen(anomaly)).map(({service}) => service));
	return {incidents: openIncidents(state), services, isFleetSilent: services.has(fleetService)};
};

/** So many times the services that it had. */
const growthFactor = 2;

/** What became of an incident that was open before; undefined where that is no news. */
function changeOf({suspected, severity, members}: Incident, before: readonly Incident[]): 'worsened' | 'grown' | undefined {
	const earlier = before.filter(other => other.members.some(({service}) => service === suspected));
	if (severity === 'critical' && earlier.some(other => other.severity !== 'critical')) {
		return 'worsened';
	}

	return earlier.length > 0 && earlier.every(other => members.length >= growthFactor * other.members.length) ? 'grown' : undefined;
}

/**
Incidents that opened, became critical, at least doubled, or are over, and the fleet that falls silent or writes again.
Whether services belong together is judged anew with each poll: an incident is new where its first service was not open before, and over where nothing of its services is open any more. What came apart, or was muted, is no news.
*/
export function incidentNews(before: OpenNow, now: OpenNow): readonly IncidentNews[] {
	const opened = now.incidents.filter(({suspected}) => !before.services.has(suspected));
	return [
		...now.isFleetSilent && !before.isFleetSilent ? [{type: 'fleet-silent'} as const] : [],
		...opened.map(incident => ({type: 'opened', incident} as const)),
		...now.incidents.filter(incident => !opened.includes(incident)).flatMap((incident): readonly IncidentNews[] => {
			const type = changeOf(incident, before.incidents);
			return type ? [{type, incident}] : [];
		}),
		...before.incidents.filter(({members}) => members.every(({service}) => !now.services.has(service))).map(incident => ({type: 'over', incident} as const)),
		...before.isFleetSilent && !now.isFleetSilent ? [{type: 'fleet-back'} as const] : [],
	];
}
