import {minuteMs} from '../../detect/minute.js';
import {groupIncidents, type Incident, type IncidentMember} from '../../detect/incidents/incident.js';
import {idOfAnomaly, nameIncidents} from '../../detect/incidents/incident-id.js';
import type {Verdict, VerdictHead} from '../../facts/verdict.js';
import type {Analysis} from '../analysis.js';
import type {AlertRecord, State} from '../state.js';
import type {IncidentSummary} from '../incident-record.js';
import {knownAnomalies} from '../timeline.js';
import {groupingOf} from './incidents.js';
import {memoizeLast} from './memoize.js';

/** An analysis or an alert may come a little before the onset that is known by now. */
const slackMs = 15 * minuteMs;

/** The incidents of this session, open and resolved ones, newest first. */
export const sessionIncidents = memoizeLast(
	(state: State): readonly Incident[] => {
		const anomalies = knownAnomalies(state.timeline, state.anomalies);
		return nameIncidents(groupIncidents(anomalies, groupingOf(state, anomalies)), state.namedIncidents).toSorted((a, b) => b.onsetMs - a.onsetMs);
	},
	state => [state.timeline, state.anomalies, state.details, state.history.services.size, state.namedIncidents],
);

/** The incident of an id. What was learnt since may have put it together with another one, which is the answer then: it answers to what each of its anomalies would be called. */
export function incidentById(state: State, id: string): Incident | undefined {
	const incidents = sessionIncidents(state);
	return incidents.find(incident => incident.id === id)
		?? incidents.find(({members}) => members.some(({anomalies}) => anomalies.some(anomaly => idOfAnomaly(anomaly) === id)))
		?? incidentByOldId(state, id);
}

/** An incident of now as the session knows it, which remembers more of it and may name it by what came first: the newest that has an anomaly in common with it. */
export function sessionIncidentOf(state: State, incident: Incident): Incident | undefined {
	const fingerprints = new Set(incident.members.flatMap(({anomalies}) => anomalies.map(({fingerprint}) => fingerprint)));
	return incidentById(state, incident.id) ?? sessionIncidents(state).find(({members}) => members.some(({anomalies}) => anomalies.some(({fingerprint}) => fingerprints.has(fingerprint))));
}

/** Records and indexes of earlier versions say `payment@1764125880000`: the service, and when its first anomaly was announced. */
function incidentByOldId(state: State, id: string): Incident | undefined {
	const [, service = '', openedMs] = /^(.*)@(\d+(?:\.\d+)?)$/s.exec(id) ?? [];
	return ofService(state, service).find(incident => hasBegun(incident, service, Number(openedMs)));
}

/** The incident that something about a service belongs to: the newest that had begun by then. */
export function incidentAt(state: State, service: string, atMs: number): Incident | undefined {
	const own = ofService(state, service);
	return own.find(incident => hasBegun(incident, service, atMs)) ?? own.at(-1);
}

const ofService = (state: State, service: string): readonly Incident[] => sessionIncidents(state).filter(({members}) => members.some(member => member.service === service));

const hasBegun = ({members}: Incident, service: string, atMs: number): boolean => (members.find(member => member.service === service)?.onsetMs ?? Infinity) - slackMs <= atMs;

/** The analyses that are of this incident: those of its services that were asked for while it was the newest of theirs. */
export const analysesOf = (state: State, incident: Incident): readonly Analysis[] =>
	incident.members.flatMap(({service}) => {
		const analysis = state.analyses.get(service);
		return analysis && incidentAt(state, service, analysis.startedMs)?.id === incident.id ? [analysis] : [];
	});

export const alertsOf = (state: State, incident: Incident): readonly AlertRecord[] =>
	state.alerts.filter(({service, startedMs}) => incidentAt(state, service, startedMs)?.id === incident.id);

/** The rows of this session in the list of incidents. */
export const sessionSummaries = memoizeLast(
	(state: State): readonly IncidentSummary[] => sessionIncidents(state).map(incident => summaryOf(state, incident)),
	state => [state.timeline, state.anomalies, state.analyses, state.alerts, state.details, state.history.services.size, state.namedIncidents, state.connection.host],
);

export function summaryOf(state: State, incident: Incident): IncidentSummary {
	const analyses = analysesOf(state, incident);
	const asked = analyses.find(({source}) => source !== 'rules') ?? analyses[0];
	const verdict = asked?.verdict ?? state.details.get(incident.suspected)?.verdict;
	const costs = analyses.flatMap(({usage}) => usage.costDollars ?? []);
	const anomalies = incident.members.flatMap(member => member.anomalies);
	return {
		id: incident.id,
		session: undefined,
		host: state.connection.host,
		tenant: state.connection.tenant,
		onsetMs: incident.onsetMs,
		lastSeenMs: Math.max(...anomalies.map(({lastSeenMs}) => lastSeenMs)),
		endMs: incident.isResolved ? endOf(incident.members) : undefined,
		severity: incident.severity,
		services: incident.members.map(({service}) => service),
		kinds: [...new Set(anomalies.map(({kind}) => kind))],
		analysedBy: asked ? nameOf(asked) : verdict && 'rules',
		costDollars: costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0),
		alertsSent: alertsOf(state, incident).filter(({delivery}) => delivery?.state === 'delivered').length,
		headline: asked?.report?.headline,
		verdict: verdict && headOf(verdict),
	};
}

/** The part of a verdict that a line is made of. */
const headOf = ({service, anomaly, cause, rollout, written}: Verdict): VerdictHead => ({
	service, anomaly, cause, rollout, ...(written && {written}),
});

const endOf = (members: readonly IncidentMember[]): number =>
	Math.max(...members.flatMap(({anomalies}) => anomalies.map(({resolvedMs, lastSeenMs}) => resolvedMs ?? lastSeenMs)));

export function nameOf({source, model}: Pick<Analysis, 'source' | 'model'>): string {
	return source === 'claude' ? model : {scripted: 'script', rules: 'rules'}[source];
}
