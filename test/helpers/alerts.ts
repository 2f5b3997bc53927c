import {composeAlert, type ComposeOptions} from '../../source/alerting/compose.js';
import {findingOf} from '../../source/alerting/finding.js';
import type {Alert} from '../../source/facts/alert.js';
import {firstOfIncident, type FirstOptions} from '../../source/detect/incidents/first.js';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import type {Anomaly} from '../../source/detect/types.js';
import type {EvidencePattern} from '../../source/facts/evidence.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import type {Scope} from '../../source/loki/types.js';
import {connected} from './connected.js';
import {anomaly, evidenceOf, nowMs} from './states.js';
import {verdictOf} from './verdicts.js';

export const scope: Scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'service_name', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
	},
};

export const patternOf = (template: string, sampledLines: number, isNew: boolean): EvidencePattern => ({
	id: template, template, level: 'error', sampledLines, share: 0.5, baselineShare: 0, isNew, isVolatile: false, history: [], example: undefined,
} as unknown as EvidencePattern);

/** The alert that the program makes of some anomalies, with a model's words and patterns; each part can be another. */
export function alertOf(anomalies: readonly Anomaly[] = [anomaly({service: 'payment'})], {isPreliminary = false, services = 40, ...change}: Partial<ComposeOptions> & Partial<FirstOptions> = {}): Alert {
	const [incident] = groupIncidents(connected(anomalies));
	const service = incident?.suspected ?? 'payment';
	const evidence = evidenceOf(service, [
		patternOf('HikariPool-1 - Connection is not available, request timed out after <*>ms', 734, true),
		patternOf('charged card ending <*> in <*> ms', 1420, false),
	]);
	return composeAlert({
		about: incident ? {...incident, first: firstOfIncident(incident, {isPreliminary, services})} : {service},
		reason: 'opened',
		finding: {
			...findingOf({evidence, verdict: verdictOf({service})}, undefined),
			source: 'claude',
			told: {headline: 'DB pool of payment is exhausted since 1.42.0', cause: 'Connections leak in 1.42.0.', command: 'kubectl rollout history -n production deploy/payment'},
		},
		redactor: createRedactor(),
		selector: scope.selector,
		scope,
		exploreUrl: () => 'https://grafana.example/explore?schemaVersion=1&panes=%7B%7D',
		nowMs,
		...change,
	});
}
