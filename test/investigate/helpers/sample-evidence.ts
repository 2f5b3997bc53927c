import type {Anomaly} from '../../../source/detect/types.js';
import {findMentions} from '../../../source/investigate/evidence/mentions.js';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';
import type {
	Change,
	Evidence,
	EvidenceLine,
	EvidencePattern,
} from '../../../source/facts/evidence.js';

/** 2026-01-05 02:58:00 UTC. */
export const onsetMs = Date.UTC(2026, 0, 5, 2, 58);
export const minuteMs = 60_000;

export const sampleAnomaly = (fields: Partial<Anomaly> = {}): Anomaly => ({
	fingerprint: 'payment/error-spike',
	service: 'payment',
	kind: 'error-spike',
	severity: 'critical',
	state: 'ongoing',
	onsetMs,
	openedMs: onsetMs + minuteMs,
	lastSeenMs: onsetMs + (14 * minuteMs),
	resolvedMs: undefined,
	isAccepted: false,
	observedPerMinute: 42,
	expectedPerMinute: 3.1,
	limitPerMinute: 7,
	factor: 13.5,
	pattern: undefined,
	share: undefined,
	services: undefined,
	...fields,
});

export const sampleLine = (id: string, line: string, fields: Partial<EvidenceLine> = {}): EvidenceLine => ({
	id, service: 'payment', timeMs: onsetMs + 10_000, level: 'error', line, labels: {}, ...fields,
});

export const samplePattern = (template: string, fields: Partial<EvidencePattern> = {}): EvidencePattern => ({
	id: template.slice(0, 20), template, level: 'error', sampledLines: 100, share: 0.6, isNew: true, baselineShare: 0, history: [], ...fields,
});

export const sampleChange = (name: string, value: string, fields: Partial<Change> = {}): Change => ({
	name, value, badShare: 1, baselineShare: 0, badLines: 120, baselineLines: 0, lift: 240, ...fields,
});

/** With what its texts say of services that broke, as evidence that was read has it. */
export const sampleEvidence = (fields: Partial<Evidence> = {}): Evidence => {
	const evidence = {...defaults(), ...fields};
	return {mentions: findMentions(evidence, createKnownNames(evidence.onsets.map(({service}) => service))), ...evidence};
};

const defaults = (): Evidence => ({
	service: 'payment',
	anomalies: [sampleAnomaly()],
	selector: '{namespace="production", service_name="payment"}',
	startMs: onsetMs,
	endMs: onsetMs + (14 * minuteMs),
	collectedMs: onsetMs + (14 * minuteMs),
	totalLines: 3200,
	totalErrors: 590,
	sampledLines: 240,
	errorsPerMinute: Array.from({length: 30}, (_, index) => [onsetMs + ((index - 16) * minuteMs), index < 16 ? 3 : 42] as const),
	patterns: [
		samplePattern('HikariPool-1 - Connection is not available, request timed out after <*>ms'),
		samplePattern('charged card ending <*> in <*> ms', {
			level: 'info', share: 0.12, baselineShare: 0.9, isNew: false,
		}),
	],
	lines: [
		sampleLine('L1', 'HikariPool-1 - Connection is not available, request timed out after 30001ms.'),
		sampleLine('L2', 'ServiceUnavailable from db-primary:8443', {timeMs: onsetMs + 20_000}),
	],
	changes: [sampleChange('version', '1.42.0', {firstSeenMs: onsetMs - 20_000})],
	patternChanges: [],
	onsets: [
		{service: 'payment', onsetMs, anomaly: sampleAnomaly()},
		{
			service: 'checkout', onsetMs: onsetMs + 40_000, anomaly: sampleAnomaly({
				service: 'checkout', onsetMs: onsetMs + 40_000, observedPerMinute: 31, expectedPerMinute: 2,
			}),
		},
	],
});
