import {byLead} from '../detect/lead.js';
import type {Anomaly} from '../detect/types.js';
import type {Evidence, Redactor, Verdict} from '../investigate/types.js';
import {isOpen} from '../store/selectors/incidents.js';
import type {Analysis, State} from '../store/state.js';
import {anomalySentence} from '../words/anomaly.js';
import {anywhere} from '../words/reader.js';
import {causeWords, verdictLine} from '../words/verdict.js';
import {namespaceOf} from './namespace.js';
import type {Alert} from './types.js';

const maxPatterns = 3;

export type BuildAlertOptions = {
	readonly service: string;
	/** Undefined where the lines could not be read: the alert then says what the counts say. */
	readonly detail: {readonly evidence: Evidence; readonly verdict: Verdict} | undefined;
	readonly redactor: Redactor;
	readonly exploreUrl: string | undefined;
	/** The command that opens the same service and window on another machine. */
	readonly openCommand: string | undefined;
	readonly nowMs: number;
};

/** What is to be said of a service in Slack, with every text redacted: the analysis where there is one, else the rule-based verdict. */
export function buildAlert(state: State, {service, detail, redactor, exploreUrl, openCommand, nowMs}: BuildAlertOptions): Alert {
	const {redact} = redactor;
	// Patterns of a key's lines are known as such once its lines are.
	redactor.redactLines((detail?.evidence.lines ?? []).map(({line}) => line));
	const anomalies = state.anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly)).toSorted((a, b) => byLead(a, b));
	const summary = summaryOf(state.analyses.get(service), detail?.verdict, anomalies, {service, nowMs});
	return {
		service: redact(service),
		namespace: namespaceOf(state.connection.selector),
		anomalies: anomalies.map(anomaly => ({
			...anomaly,
			pattern: anomaly.pattern && {...anomaly.pattern, template: redact(anomaly.pattern.template)},
		})),
		summary: {
			source: summary.source,
			headline: redact(summary.headline),
			detail: summary.detail === undefined ? undefined : redact(summary.detail),
			command: summary.command === undefined ? undefined : redact(summary.command),
		},
		topPatterns: (detail?.evidence.patterns ?? []).slice(0, maxPatterns).map(pattern => ({
			template: redact(pattern.template), lines: pattern.sampledLines, isNew: pattern.isNew,
		})),
		openCommand,
		exploreUrl,
		nowMs,
	};
}

function summaryOf(analysis: Analysis | undefined, verdict: Verdict | undefined, anomalies: readonly Anomaly[], {service, nowMs}: Pick<BuildAlertOptions, 'service' | 'nowMs'>): Alert['summary'] {
	if (analysis && analysis.source !== 'rules' && analysis.report?.slackLine !== undefined) {
		return {
			source: analysis.source,
			headline: analysis.report.slackLine,
			detail: analysis.report.headline,
			command: analysis.report.command?.text ?? verdict?.command?.text,
		};
	}

	const reader = {...anywhere, nowMs};
	const [lead] = anomalies;
	const cause = verdict && causeWords(verdict, reader);
	return {
		source: 'rules',
		headline: verdict ? verdictLine(verdict, reader) : (lead ? anomalySentence(lead, reader) : `${service}: nothing abnormal in what was read`),
		detail: cause && `${cause.name}: ${cause.reason}`,
		command: verdict?.command?.text,
	};
}
