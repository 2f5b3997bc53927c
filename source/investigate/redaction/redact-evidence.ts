import type {Anomaly} from '../../detect/types.js';
import type {Evidence, Redactor} from '../types.js';

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

const redactLabels = (labels: Readonly<Record<string, string>>, redact: Redact): Readonly<Record<string, string>> =>
	Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, redactValue(name, value, redact)]));

/** The same anomaly without a secret in its pattern, the only text in it that comes from log lines. */
const redactPattern = (anomaly: Anomaly, redact: Redact): Anomaly => anomaly.pattern ? {...anomaly, pattern: {...anomaly.pattern, template: redact(anomaly.pattern.template)}} : anomaly;

/** The same evidence with every secret replaced: whole strings, before anything cuts one in half. */
export const redactEvidence = (evidence: Evidence, {redact}: Pick<Redactor, 'redact'>): Evidence => ({
	...evidence,
	selector: redact(evidence.selector),
	anomalies: evidence.anomalies.map(anomaly => redactPattern(anomaly, redact)),
	patterns: evidence.patterns.map(pattern => ({...pattern, template: redact(pattern.template)})),
	lines: evidence.lines.map(line => ({...line, line: redact(line.line), labels: redactLabels(line.labels, redact)})),
	changes: evidence.changes.map(change => ({...change, value: redactValue(change.name, change.value, redact)})),
	onsets: evidence.onsets.map(onset => onset.anomaly ? {...onset, anomaly: redactPattern(onset.anomaly, redact)} : onset),
});
