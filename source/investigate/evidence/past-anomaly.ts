import {kindOf} from '../../detect/kinds/registry.js';
import type {Anomaly, AnomalyKind} from '../../detect/types.js';
import {readMinutes} from '../../loki/counts/read-minutes.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {ceilToMinute, floorToMinute} from '../../loki/counts/windows.js';

/** A time of one service that somebody points to, and what was wrong in it. */
export type Focus = {
	readonly service: string;
	readonly kind: AnomalyKind;
	readonly startMs: number;
	readonly endMs: number;
};

export type PastAnomalyOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly focus: Focus;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** Counts at most so much of a window. */
const maxWindowMs = 6 * hourMs;
const criticalFactor = 5;

/** An anomaly of the past, from Loki's counts of its window and of the hour before: a mean against a mean, without the detector's baseline. Throws what the client throws. */
export async function readPastAnomaly({client, scope, focus, nowMs, signal}: PastAnomalyOptions): Promise<Anomaly> {
	const {service} = focus;
	// What a pattern was is not known any more; whether it was of errors or of all lines is.
	const {countedAs: kind} = kindOf(focus.kind);
	const {counts: counted, isSilence} = kindOf(kind);
	const onsetMs = Math.min(focus.startMs, nowMs - minuteMs);
	const endMs = Math.min(Math.max(focus.endMs, onsetMs + minuteMs), nowMs, onsetMs + maxWindowMs);
	const {minutes} = await readMinutes({
		client, scope, services: [service], range: {startMs: floorToMinute(onsetMs) - hourMs, endMs: ceilToMinute(endMs)}, signal,
	});
	const meanOf = (isMeant: (startMs: number) => boolean): number => {
		const values = minutes.filter(({startMs, counts}) => counts && isMeant(startMs)).map(({counts}) => counts?.get(service)?.[counted] ?? 0);
		return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
	};

	const observedPerMinute = meanOf(startMs => startMs >= floorToMinute(onsetMs));
	const expectedPerMinute = meanOf(startMs => startMs < floorToMinute(onsetMs));
	const factor = expectedPerMinute > 0 ? observedPerMinute / expectedPerMinute : undefined;
	return {
		fingerprint: `${kind}:${service}`,
		service,
		kind,
		severity: isSilence || (factor ?? 0) >= criticalFactor ? 'critical' : 'warning',
		state: 'ongoing',
		onsetMs,
		openedMs: onsetMs,
		lastSeenMs: endMs,
		resolvedMs: undefined,
		isAccepted: false,
		// Whether it is over is not known from these counts, only how far they go.
		countedUntilMs: endMs,
		observedPerMinute,
		expectedPerMinute,
		limitPerMinute: undefined,
		factor,
		pattern: undefined,
		share: undefined,
		services: undefined,
	};
}
