import type {Anomaly} from '../../detect/types.js';
import type {Evidence, EvidenceLine} from '../../facts/evidence.js';
import type {Redactor, TrackingRedactor} from '../types.js';

type Redact = Redactor['redact'];

/** A value whose key stands apart from it: `session_id` and `9a8b...` are judged together. */
export const redactValue = (name: string, value: string, redact: Redact): string => {
	const prefix = `${name}=`;
	const redacted = redact(prefix + JSON.stringify(value));
	try {
		const parsed: unknown = JSON.parse(redacted.slice(prefix.length));
		return typeof parsed === 'string' ? parsed : redact(value);
	} catch {
		return redact(value);
	}
};

/** What hides the secrets of a record's texts, without a way back to them. A label's value is judged together with its name. */
export const hidingOf = ({redact, redactLines, hideKnown}: Pick<TrackingRedactor, 'redact' | 'redactLines' | 'hideKnown'>) => ({
	redact, redactLines, redactLabel: (name: string, value: string) => redactValue(name, value, redact), hideKnown,
});

const redactLabels = (labels: Readonly<Record<string, string>>, redact: Redact): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, redactValue(name, value, redact)]));

/** The same anomaly without a secret in its pattern, the only text in it that comes from log lines. */
const redactPattern = (anomaly: Anomaly, redact: Redact): Anomaly => anomaly.pattern ? {...anomaly, pattern: {...anomaly.pattern, template: redact(anomaly.pattern.template)}} : anomaly;

/** Lines of evidence, which come in the order of time, those of each service as one stream: of a key that is split over lines the sample may have some. */
const redactStreams = (lines: readonly EvidenceLine[], {redact, redactLines}: Pick<Redactor, 'redact' | 'redactLines'>): readonly EvidenceLine[] => {
	const texts = new Map<EvidenceLine, string>();
	for (const service of new Set(lines.map(line => line.service))) {
		const ofService = lines.filter(line => line.service === service);
		for (const [index, text] of redactLines(ofService.map(({line}) => line)).entries()) {
			texts.set(ofService[index]!, text);
		}
	}

	return lines.map(line => ({...line, line: texts.get(line)!, labels: redactLabels(line.labels, redact)}));
};

/** The same evidence with every secret replaced: whole strings, before anything cuts one in half. Lines come first: a key's line is known as such in patterns then. */
export const redactEvidence = (evidence: Evidence, redactor: Pick<Redactor, 'redact' | 'redactLines'>): Evidence => {
	const lines = redactStreams(evidence.lines, redactor);
	return {...redactTexts(evidence, redactor), lines};
};

const redactTexts = (evidence: Evidence, {redact}: Pick<Redactor, 'redact'>): Evidence => ({
	...evidence,
	selector: redact(evidence.selector),
	...(evidence.errorStage !== undefined && {errorStage: redact(evidence.errorStage)}),
	anomalies: evidence.anomalies.map(anomaly => redactPattern(anomaly, redact)),
	patterns: evidence.patterns.map(pattern => ({...pattern, template: redact(pattern.template)})),
	changes: evidence.changes.map(change => ({...change, value: redactValue(change.name, change.value, redact)})),
	onsets: evidence.onsets.map(onset => onset.anomaly ? {...onset, anomaly: redactPattern(onset.anomaly, redact)} : onset),
});
