import {isOpen, sameTroubleMs} from '../detect/lifecycle.js';
import type {Anomaly, AnomalyEvent} from '../detect/types.js';

/** Something that happened in a session and belongs into the story of an incident. */
export type TimelineEvent =
	/** `updated` is no news: it keeps what is known of an anomaly, its onset above all. */
	| {readonly type: 'opened' | 'worsened' | 'resolved' | 'reopened' | 'updated'; readonly atMs: number; readonly anomaly: Anomaly}
	| {readonly type: 'analysed'; readonly atMs: number; readonly service: string; readonly source: 'claude' | 'scripted' | 'rules'; readonly model: string}
	| {readonly type: 'asked'; readonly atMs: number; readonly service: string; readonly question: string};

type AnomalyTimelineEvent = Extract<TimelineEvent, {anomaly: Anomaly}>;

export type AnomalyEventType = AnomalyTimelineEvent['type'];

/** The oldest go first. */
const maxEvents = 2000;
/** Numbers that grew by less are not written down again. */
const notableGrowth = 1.5;

export const addEvent = (timeline: readonly TimelineEvent[], ...events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
	events.length === 0 ? timeline : [...timeline, ...events].slice(-maxEvents);

/**
What happened by the detector's own account, each event once: a replay tells again of what the timeline knows.
The same timeline where nothing is news.
*/
export function noteEvents(timeline: readonly TimelineEvent[], events: readonly AnomalyEvent[]): readonly TimelineEvent[] {
	const newest = newestByFingerprint(timeline);
	const news: TimelineEvent[] = [];
	for (const {atMs, anomaly} of events) {
		const before = newest.get(anomaly.fingerprint);
		const isOld = before !== undefined && atMs < before.atMs && isSameTrouble(before.anomaly, anomaly);
		const type = isOld ? undefined : changeOf(before?.anomaly, anomaly);
		if (type === undefined || type === 'updated') {
			continue;
		}

		const event = {type, atMs, anomaly};
		newest.set(anomaly.fingerprint, event);
		news.push(event);
	}

	return addEvent(timeline, ...news);
}

/**
What the detector says now against what the timeline holds, as events: finer onsets, larger numbers, and what it no longer names; the same timeline where nothing has changed.
`isWhole` says that it knows the whole baseline: only then is an anomaly that it no longer names over.
*/
export function noteAnomalies(timeline: readonly TimelineEvent[], anomalies: readonly Anomaly[], isWhole: boolean): readonly TimelineEvent[] {
	const before = newestByFingerprint(timeline);
	const events = anomalies.flatMap(anomaly => eventOf(before.get(anomaly.fingerprint)?.anomaly, anomaly));
	const named = new Set(anomalies.map(({fingerprint}) => fingerprint));
	const over = isWhole ? Array.from(before.values(), ({anomaly}) => anomaly).filter(anomaly => isOpen(anomaly) && !named.has(anomaly.fingerprint)) : [];
	return addEvent(timeline, ...events, ...over.map(anomaly => ended(anomaly)));
}

const ended = (anomaly: Anomaly): TimelineEvent => ({type: 'resolved', atMs: anomaly.lastSeenMs, anomaly: {...anomaly, state: 'resolved', resolvedMs: anomaly.lastSeenMs}});

const isSameTrouble = (a: Anomaly, b: Anomaly): boolean => Math.abs(a.onsetMs - b.onsetMs) <= sameTroubleMs;

function eventOf(before: Anomaly | undefined, anomaly: Anomaly): TimelineEvent[] {
	const type = changeOf(before, anomaly);
	return type === undefined ? [] : [{type, atMs: timeOf(type, anomaly), anomaly}];
}

function changeOf(before: Anomaly | undefined, anomaly: Anomaly): AnomalyEventType | undefined {
	const isOver = !isOpen(anomaly);
	if (!before) {
		return isOver ? 'resolved' : 'opened';
	}

	const wasOver = !isOpen(before);
	if (wasOver && !isOver) {
		return isSameTrouble(before, anomaly) ? 'reopened' : 'opened';
	}

	if (isOver) {
		return wasOver && isSameTrouble(before, anomaly) ? undefined : 'resolved';
	}

	if (before.severity !== 'critical' && anomaly.severity === 'critical') {
		return 'worsened';
	}

	return before.onsetMs !== anomaly.onsetMs || hasGrown(before, anomaly) || (anomaly.links?.length ?? 0) > (before.links?.length ?? 0) ? 'updated' : undefined;
}

const hasGrown = (before: Anomaly, anomaly: Anomaly): boolean => anomaly.observedPerMinute > before.observedPerMinute && anomaly.observedPerMinute >= before.observedPerMinute * notableGrowth;

function timeOf(type: AnomalyEventType, {openedMs, resolvedMs, lastSeenMs}: Anomaly): number {
	if (type === 'opened') {
		return openedMs;
	}

	return type === 'resolved' ? resolvedMs ?? lastSeenMs : lastSeenMs;
}

function newestByFingerprint(timeline: readonly TimelineEvent[]): Map<string, AnomalyTimelineEvent> {
	const newest = new Map<string, AnomalyTimelineEvent>();
	for (const event of timeline) {
		if ('anomaly' in event) {
			newest.set(event.anomaly.fingerprint, event);
		}
	}

	return newest;
}

/** Every anomaly of the session as it was last known, in the order in which they were opened. The same trouble that comes back much later is another one. */
export function knownAnomalies(timeline: readonly TimelineEvent[], current: readonly Anomaly[]): readonly Anomaly[] {
	const known: Anomaly[] = [];
	const positions = new Map<string, number>();
	const take = (anomaly: Anomaly) => {
		const position = positions.get(anomaly.fingerprint);
		const before = position === undefined ? undefined : known[position];
		if (position !== undefined && before && isSameTrouble(before, anomaly)) {
			// When it was first reported stays, though a longer baseline may see it earlier or later: incidents are named by it.
			known[position] = {...anomaly, openedMs: before.openedMs};
			return;
		}

		positions.set(anomaly.fingerprint, known.length);
		known.push(anomaly);
	};

	for (const event of timeline) {
		if ('anomaly' in event) {
			take(event.anomaly);
		}
	}

	for (const anomaly of current) {
		take(anomaly);
	}

	return known;
}
