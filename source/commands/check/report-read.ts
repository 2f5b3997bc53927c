import {isOpen} from '../../detect/lifecycle.js';
import {anomalyMute} from '../../alerting/match-incidents.js';
import type {AlertPlan} from '../../alerting/alert-plan.js';
import {toldOf} from '../../alerting/memory/alert-memory-fold.js';
import type {Acted} from '../../alerting/responder.js';
import type {PassResult} from '../../monitor/once/pass.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import type {Reader} from '../../words/reader.js';
import {toIso, type CheckAlert, type CheckReport} from './report.js';
import {
	reportAlert,
	reportAnomaly,
	reportFinding,
	reportIncident,
	statusOf,
} from './report-parts.js';

type ReadFacts = {
	readonly host: string;
	readonly tenant: string | undefined;
	readonly nowMs: number;
	/** For whom the sentences are. */
	readonly reader: Reader;
};

/** The report of a pass that read something, and of what was done about it; the caller adds the cost. */
export function reportRead(read: Extract<PassResult, {type: 'read'}>, acted: Acted, {host, tenant, nowMs, reader}: ReadFacts): Partial<CheckReport> {
	const {scope, anomalies, learnt} = read;
	const {plan, remembered, sent, found, openCommand, redact} = acted;
	return {
		status: statusOf(anomalies),
		loki: {
			host, tenant, selector: scope.selector, serviceLabel: scope.capabilities.serviceLabel, version: scope.capabilities.version, errorSource: scope.capabilities.errorSource, guesses: scope.capabilities.guesses ?? [],
		},
		judgedAt: toIso(read.judgedMs),
		...read.lag && {ingestionLag: read.lag},
		baseline: {learntMinutes: learnt.minutes, wantedMinutes: learnt.wantedMinutes, isCold: learnt.isCold},
		services: {watched: read.services, abnormal: new Set(anomalies.filter(anomaly => isOpen(anomaly)).map(({service}) => service)).size},
		anomalies: anomalies.map(anomaly => reportAnomaly(anomaly, {redact, mutedUntilMs: anomalyMute(anomaly, remembered.mutes, nowMs, redact), reader})),
		incidents: plan.open.map(incident => {
			const finding = found.get(incident.id);
			return reportIncident(incident, {finding: finding && reportFinding(finding, reader, redact), openCommand: openCommand(incident)}, redact);
		}),
		alerts: [...sent.map(alert => reportAlert(alert)), ...mutedAlerts(plan, redact)],
		notes: [...read.notes, ...acted.notes],
	};
}

/** What would have been told if it were not muted. */
const mutedAlerts = ({open}: AlertPlan, redact: (text: string) => string): readonly CheckAlert[] => open.filter(({mutedUntilMs, remembered}) => mutedUntilMs !== undefined && !(remembered && toldOf(remembered))).map(({id, suspected, mutedUntilMs}) => ({
	incident: id, service: redact(suspected), reason: 'opened', target: undefined, result: 'muted', destination: undefined, repeatOf: undefined, why: `muted until ${toIso(mutedUntilMs ?? 0)}`, nextStep: undefined,
}));

/** Why there is nothing to report on. */
export function reportNothing({selector, labels}: Extract<PassResult, {type: 'nothing-matches'}>): NonNullable<CheckReport['error']> {
	const existing = labels.map(({label, values}) => `${label}=${values.join(', ')}`).join('; ');
	return {
		what: `Nothing matches ${sanitizeLine(selector, {maxLength: 500})}`,
		why: labels.length === 0 ? 'nothing has written to this Loki in the last 24 h' : `these labels exist: ${sanitizeLine(existing, {maxLength: 1000})}`,
		nextStep: 'Choose what is watched with --selector.',
	};
}
