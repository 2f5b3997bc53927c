import type {IncidentMember} from '../detect/incident.js';
import type {Evidence, Redactor} from '../investigate/types.js';
import {namespaceOf} from './namespace.js';
import type {Alert, AlertMember, ResolvedAlert} from './types.js';

const maxPatterns = 3;

/** The texts of an incident's finding, by the rules or a model. */
export type AlertFinding = {
	readonly source: Alert['summary']['source'];
	readonly headline: string;
	readonly cause: string | undefined;
	readonly command: string | undefined;
};

export type BuildIncidentAlertOptions = {
	/** Where it seems to have begun. */
	readonly suspected: string;
	/** The first to break first. */
	readonly members: readonly IncidentMember[];
	readonly finding: AlertFinding | undefined;
	/** Of the suspected service; undefined where its lines could not be read or are not wanted. */
	readonly evidence: Evidence | undefined;
	readonly again: Alert['again'];
	readonly selector: string;
	readonly redactor: Redactor;
	readonly openCommand: string | undefined;
	readonly exploreUrl: string | undefined;
	readonly nowMs: number;
};

/** What is to be said of an incident in one message, however many services it has. Every text is redacted. */
export function buildIncidentAlert({suspected, members, finding, evidence, again, selector, redactor, openCommand, exploreUrl, nowMs}: BuildIncidentAlertOptions): Alert {
	const {redact} = redactor;
	// Patterns of a key's lines are known as such once its lines are.
	redactor.redactLines((evidence?.lines ?? []).map(({line}) => line));
	const open = members.flatMap(({anomalies}) => anomalies).filter(({state}) => state !== 'resolved');
	// The message is headed by the service in which it began.
	const ordered = [...open.filter(({service}) => service === suspected), ...open.filter(({service}) => service !== suspected)];
	return {
		service: redact(suspected),
		namespace: namespaceOf(selector),
		anomalies: ordered.map(anomaly => ({
			...anomaly,
			service: redact(anomaly.service),
			pattern: anomaly.pattern && {...anomaly.pattern, template: redact(anomaly.pattern.template)},
		})),
		summary: {
			source: finding?.source ?? 'rules',
			headline: redact(finding?.headline ?? ''),
			detail: finding?.cause ? redact(finding.cause) : undefined,
			command: finding?.command ? redact(finding.command) : undefined,
		},
		topPatterns: (evidence?.patterns ?? []).slice(0, maxPatterns).map(pattern => ({
			template: redact(pattern.template), lines: pattern.sampledLines, isNew: pattern.isNew,
		})),
		openCommand,
		exploreUrl,
		nowMs,
		...(again && {again}),
		members: members.map(({service, onsetMs}) => ({service: redact(service), onsetMs})),
	};
}

export type BuildResolvedOptions = {
	/** As they are remembered: redacted. */
	readonly members: readonly AlertMember[];
	readonly onsetMs: number;
	readonly resolvedMs: number;
	readonly alertedMs: number | undefined;
	readonly selector: string;
	readonly nowMs: number;
};

/** What is to be said at the end of an incident, from what is remembered of it. */
export const buildResolvedAlert = ({members, onsetMs, resolvedMs, alertedMs, selector, nowMs}: BuildResolvedOptions): ResolvedAlert => ({
	service: members[0]?.service ?? '',
	namespace: namespaceOf(selector),
	anomalies: [],
	alertedMs,
	span: {onsetMs, endMs: resolvedMs},
	members,
	openCommand: undefined,
	exploreUrl: undefined,
	nowMs,
});
