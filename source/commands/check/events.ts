import type {
	CheckAlert,
	CheckAnomaly,
	CheckIncident,
	CheckReport,
} from './report.js';

/** Counts up as the schema of the document does. */
const checkEventSchema = 'loki-sentinel/check-event/v1';

type Head = {readonly schema: typeof checkEventSchema; readonly at: string};

/** What `--ndjson` writes, one object a line: what was found and done, then how the pass went. */
export type CheckEvent = Head & (
	| {readonly event: 'anomaly'; readonly anomaly: CheckAnomaly}
	| {readonly event: 'incident'; readonly incident: CheckIncident}
	| {readonly event: 'alert'; readonly alert: CheckAlert}
	| {readonly event: 'pass'; readonly pass: Omit<CheckReport, 'anomalies' | 'incidents' | 'alerts' | 'schema'>}
);

/** A report as events; the last one tells how the pass went. */
export function checkEvents(report: CheckReport): readonly CheckEvent[] {
	const {anomalies, incidents, alerts, schema, ...pass} = report;
	const head: Head = {schema: checkEventSchema, at: report.endedAt};
	return [
		...anomalies.map(anomaly => ({...head, event: 'anomaly', anomaly} as const)),
		...incidents.map(incident => ({...head, event: 'incident', incident} as const)),
		...alerts.map(alert => ({...head, event: 'alert', alert} as const)),
		{...head, event: 'pass', pass},
	];
}
