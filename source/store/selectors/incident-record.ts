import type {Incident} from '../../detect/incidents/incident.js';
import type {IncidentRecord, RecordEntry, ServiceRecord} from '../incident-record.js';
import type {AlertRecord, State} from '../state.js';
import {deliveryWords} from '../../words/delivery.js';
import {targetName} from '../../words/target-name.js';
import type {TimelineEvent} from '../timeline.js';
import {firstIn} from './first.js';
import {memoizeLast} from './memoize.js';
import {
	alertsOf,
	analysesOf,
	incidentAt,
	incidentById,
	nameOf,
	summaryOf,
} from './session-incidents.js';

/** All that the state holds of one incident; undefined where it has none of that id. */
export function incidentRecord(state: State, id: string): IncidentRecord | undefined {
	const incident = incidentById(state, id);
	return incident && recordOf(state, incident);
}

/** The record that is on the screen: the same one for as long as nothing that it is made of has changed, so that it is not laid out with every frame. */
export const shownRecord = memoizeLast(
	({state, id}: {readonly state: State; readonly id: string}): IncidentRecord | undefined => incidentRecord(state, id),
	({state, id}) => {
		const {timeline, anomalies, details, analyses, alerts, namedIncidents, leaders, backfill, timeZone, isDemo} = state;
		// The connection itself is another one with every answer of Loki.
		const {host, tenant, selector, errorSource} = state.connection;
		return [id, timeline, anomalies, details, analyses, alerts, namedIncidents, leaders, backfill, timeZone, isDemo, host, tenant, selector, errorSource];
	},
);

/** The newest incident that a service is part of. */
export const incidentOfService = (state: State, service: string): Incident | undefined => incidentAt(state, service, Infinity);

function recordOf(state: State, incident: Incident): IncidentRecord {
	const alerts = alertsOf(state, incident);
	return {
		summary: summaryOf(state, incident),
		selector: state.connection.selector,
		timeZone: state.timeZone,
		errorSource: state.connection.errorSource,
		isDemo: state.isDemo,
		first: firstIn(state, incident),
		members: incident.members,
		timeline: timelineOf(state, incident, alerts),
		services: servicesOf(state, incident),
		alerts,
	};
}

function servicesOf(state: State, incident: Incident): readonly ServiceRecord[] {
	const analyses = new Map(analysesOf(state, incident).map(analysis => [analysis.service, analysis]));
	return incident.members.flatMap(({service}) => {
		const analysis = analyses.get(service);
		const detail = state.details.get(service);
		const isOwn = detail?.evidence && incidentAt(state, service, detail.evidence.collectedMs)?.id === incident.id;
		const evidence = analysis?.evidence ?? (isOwn ? detail.evidence : undefined);
		const verdict = analysis?.verdict ?? (isOwn ? detail.verdict : undefined);
		return evidence && verdict
			? [{
				service, evidence, verdict, analysis,
			}]
			: [];
	});
}

function timelineOf(state: State, incident: Incident, alerts: readonly AlertRecord[]): readonly RecordEntry[] {
	const fingerprints = new Set(incident.members.flatMap(({anomalies}) => anomalies.map(({fingerprint}) => fingerprint)));
	const [first] = incident.members;
	const onsets = incident.members.map(({service, onsetMs}): RecordEntry => ({
		atMs: onsetMs, kind: 'onset', service, text: service === first?.service ? 'trouble begins here' : 'trouble begins',
	}));
	const events = state.timeline.flatMap(event => belongs(state, event, incident, fingerprints) ? entryOf(event) : []);
	return [...onsets, ...events, ...alerts.map(alert => alertEntry(alert))].toSorted((a, b) => a.atMs - b.atMs);
}

function belongs(state: State, event: TimelineEvent, {id}: Incident, fingerprints: ReadonlySet<string>): boolean {
	return 'anomaly' in event
		? fingerprints.has(event.anomaly.fingerprint) && incidentAt(state, event.anomaly.service, event.anomaly.onsetMs)?.id === id
		: incidentAt(state, event.service, event.atMs)?.id === id;
}

function entryOf(event: TimelineEvent): RecordEntry[] {
	if ('anomaly' in event) {
		const {type, atMs, anomaly} = event;
		return type === 'updated'
			? []
			: [{
				atMs, kind: type, service: anomaly.service, anomaly,
			}];
	}

	const {type, atMs, service} = event;
	return [{
		atMs, kind: type, service, text: type === 'asked' ? event.question : `by ${nameOf(event)}`,
	}];
}

function alertEntry({startedMs, service, target, destination, delivery}: AlertRecord): RecordEntry {
	return {
		atMs: startedMs, kind: 'alert', service, text: `${targetName(target)}, ${destination}: ${deliveryWords(delivery)}`,
	};
}
