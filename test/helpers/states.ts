import type {Anomaly, Minute} from '../../source/detect/types.js';
import type {Evidence, EvidencePattern} from '../../source/facts/evidence.js';
import {reduce} from '../../source/store/reducer.js';
import {initialState} from '../../source/store/initial-state.js';
import type {Action as AnyAction} from '../../source/store/actions.js';
import type {Screen, ScreenAction, UiState} from '../../source/ui/screens/registry.js';

export const minuteMs = 60_000;

/** 2026-11-23 03:12:30 UTC. */
export const nowMs = Date.UTC(2026, 10, 23, 3, 12, 30);

/** An anomaly with the numbers of the design's sketches; each part can be another. */
export const anomaly = (change: Partial<Anomaly> & {readonly service: string}): Anomaly => ({
	fingerprint: `${change.service} ${change.kind ?? 'error-spike'}`,
	kind: 'error-spike',
	severity: 'critical',
	state: 'ongoing',
	onsetMs: Date.UTC(2026, 10, 23, 2, 58),
	openedMs: Date.UTC(2026, 10, 23, 3, 1),
	lastSeenMs: nowMs,
	resolvedMs: undefined,
	isAccepted: false,
	observedPerMinute: 42,
	expectedPerMinute: 3.1,
	limitPerMinute: 7,
	factor: 14,
	pattern: undefined,
	share: undefined,
	services: undefined,
	...change,
});

/** The last hour of services with steady counts a minute. */
export function minutesOf(services: Readonly<Record<string, readonly [lines: number, errors: number]>>, minutes = 60): readonly Minute[] {
	const counts = new Map(Object.entries(services).map(([service, [lines, errors]]) => [service, {lines, errors}]));
	const newestMs = (Math.floor(nowMs / minuteMs) - 1) * minuteMs;
	return Array.from({length: minutes}, (_, index) => ({startMs: newestMs - (index * minuteMs), counts}));
}

/** An action of a program that shows its screens. */
export type Action = AnyAction<Screen, ScreenAction>;

/** The state after some actions, in UTC, on a live connection, with the whole baseline read and the first screen open. What screens do themselves is for tests that load them. */
export function stateAfter(...actions: readonly Action[]): UiState {
	const initial = initialState(nowMs, {
		host: 'loki.prod:3100', tenant: undefined, selector: '{namespace="production"}', baselineHours: 24, isDemo: false, timeZone: 'UTC',
	});
	const start: UiState = {...initial, backfill: {...initial.backfill, doneHours: 24}, view: {...initial.view, screens: [{type: 'overview'}]}};
	const live: Action = {type: 'connection-changed', change: {status: 'live', lastAnswerMs: nowMs - 4000}};
	return [live, ...actions].reduce((state, action) => reduce(state, action, () => {
		throw new Error(`${action.type} needs the screens`);
	}), start);
}

/** Evidence with nothing in it but patterns. */
export const evidenceOf = (service: string, patterns: readonly EvidencePattern[]): Evidence => ({
	service,
	anomalies: [],
	selector: `{app="${service}"}`,
	startMs: nowMs - (15 * minuteMs),
	endMs: nowMs,
	collectedMs: nowMs,
	totalLines: 100,
	totalErrors: 10,
	sampledLines: 50,
	errorsPerMinute: [],
	patterns,
	lines: [],
	changes: [],
	patternChanges: [],
	onsets: [],
});

/** What a detector says of a calm service once it knows what is usual of it. */
export const judged = (service: string): Extract<Action, {type: 'detected'}> => ({
	type: 'detected', anomalies: [], expectations: new Map([[service, {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]]),
});

/** Two services, one of which has more errors than expected. */
export const fleet = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})}, {
	type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map([['payment', {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]]),
});
