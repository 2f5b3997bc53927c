import {isOpen} from '../../detect/lifecycle.js';
import {kindOf} from '../../detect/kinds/registry.js';
import type {Anomaly} from '../../detect/types.js';
import type {TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {ceilToMinute, floorToMinute} from '../../loki/counts/windows.js';

export type EvidenceWindow = {
	/** The first abnormal minute; the start of the range where nothing is abnormal. */
	readonly onsetMs: number;
	/** The bad window. It begins before the onset, since what set it off often stands there. */
	readonly bad: TimeRange;
	/** Before the bad window, with a gap: what begins slowly has its first lines there, and they are not the usual. */
	readonly baseline: TimeRange;
	/** Whole minutes over both, for counting. */
	readonly counted: TimeRange;
};

const calmMs = 30 * minuteMs;
const leadMs = minuteMs;
/** An onset can be found so much later than the first line of the trouble. */
const slowStartMs = 2 * minuteMs;
/** A silent service wrote its last lines before the onset. */
const silenceLeadMs = 15 * minuteMs;
const maxBadMs = 6 * 60 * minuteMs;
const minBaselineMs = 10 * minuteMs;
const maxBaselineMs = 60 * minuteMs;

/** Which time is looked at: from just before the first open anomaly until now (or until all are over), and as long a time before, within limits. */
export const chooseWindow = (anomalies: readonly Anomaly[], nowMs: number): EvidenceWindow => {
	// What was counted only until a time is looked at until then.
	const open = anomalies.filter(anomaly => isOpen(anomaly) && anomaly.countedUntilMs === undefined);
	const relevant = open.length > 0 ? open : anomalies;
	const onsetMs = relevant.length > 0 ? Math.min(...relevant.map(anomaly => anomaly.onsetMs), nowMs) : nowMs - calmMs;
	const resolvedMs = open.length > 0 ? nowMs : Math.max(onsetMs, ...relevant.map(anomaly => anomaly.countedUntilMs ?? anomaly.resolvedMs ?? nowMs)) + leadMs;
	const endMs = relevant.length > 0 ? Math.min(nowMs, resolvedMs) : nowMs;
	const isSilence = relevant.length > 0 && relevant.every(({kind}) => kindOf(kind).isSilence);
	const wantedLeadMs = isSilence ? silenceLeadMs : leadMs;
	const startMs = Math.max(onsetMs - (relevant.length > 0 ? wantedLeadMs : 0), endMs - maxBadMs);
	const baselineMs = Math.min(Math.max(endMs - startMs, minBaselineMs), maxBaselineMs);
	const gapMs = relevant.length > 0 ? slowStartMs : 0;
	const baseline = {startMs: startMs - gapMs - baselineMs, endMs: startMs - gapMs};
	return {
		onsetMs: Math.max(onsetMs, startMs),
		bad: {startMs, endMs: Math.max(endMs, startMs + minuteMs)},
		baseline,
		counted: {startMs: floorToMinute(baseline.startMs), endMs: ceilToMinute(Math.max(endMs, startMs + minuteMs))},
	};
};
