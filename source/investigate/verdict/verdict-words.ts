import {compareTimes, createClock, formatRate} from '../../detect/sentence.js';
import type {Anomaly, AnomalyKind} from '../../detect/types.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {isVersionName} from '../evidence/fields.js';
import type {Change, Evidence, EvidenceLine} from '../types.js';

const maxTextLength = 160;
const kindOrder: readonly AnomalyKind[] = ['error-spike', 'fleet-silence', 'silence', 'pattern-storm', 'new-pattern', 'slow', 'pattern-vanished', 'ends-early', 'volume-surge'];
const minVersionShare = 0.3;
const maxVersionShareBefore = 0.1;
const minVersionLines = 5;

export const clip = (text: string, maxLength = maxTextLength): string => sanitizeLine(text, {maxLength});
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** `40 s`, `12 min`, `3 h`. */
export const duration = (milliseconds: number): string => {
	const seconds = Math.max(0, Math.round(milliseconds / 1000));
	if (seconds < 90) {
		return `${seconds} s`;
	}

	return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
};

/** The anomaly that the headline is about: what is open by now before what was counted until a time, both before what is resolved, critical before warning, then by kind. */
export const mainAnomaly = (anomalies: readonly Anomaly[]): Anomaly | undefined => {
	const age = ({state, countedUntilMs}: Anomaly): number => state === 'resolved' ? 200 : (countedUntilMs === undefined ? 0 : 100);
	const rank = (anomaly: Anomaly): number => age(anomaly) + (anomaly.severity === 'critical' ? 0 : 10) + kindOrder.indexOf(anomaly.kind);
	return anomalies.toSorted((a, b) => rank(a) - rank(b))[0];
};

const measures: Readonly<Record<AnomalyKind, (anomaly: Anomaly) => string>> = {
	'error-spike': ({observedPerMinute, expectedPerMinute}) => `errors ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)} expected`,
	'volume-surge': ({observedPerMinute, expectedPerMinute}) => `lines ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)} expected`,
	silence: ({observedPerMinute, expectedPerMinute}) => observedPerMinute > 0 ? `lines ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)} expected` : `no lines vs ${formatRate(expectedPerMinute)}/min expected`,
	'fleet-silence': () => 'most services silent at once',
	'pattern-storm': ({observedPerMinute}) => `one pattern about ${formatRate(observedPerMinute)}/min`,
	'new-pattern': ({observedPerMinute}) => `a new error pattern, about ${formatRate(observedPerMinute)}/min`,
	'pattern-vanished': ({observedPerMinute, expectedPerMinute}) => `a usual pattern ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)} expected`,
	slow: ({times}) => times ? `p95 ${compareTimes(times)}` : 'slower than expected',
	'ends-early': ({observedPerMinute, expectedPerMinute}) => `requests that end early ${formatRate(observedPerMinute)}/min vs ${formatRate(expectedPerMinute)} expected`,
};

/** `counted until 03:08` */
export const countedUntil = (timeMs: number, timeZone: string | undefined): string => `counted until ${createClock(timeZone)(timeMs)}`;

/** `errors 42/min vs 3.1 expected since 02:58` */
export const measure = (anomaly: Anomaly, timeZone: string | undefined): string => {
	const clock = createClock(timeZone);
	const over = anomaly.state === 'resolved' && anomaly.resolvedMs !== undefined ? ` until ${clock(anomaly.resolvedMs)}` : '';
	const counted = anomaly.countedUntilMs === undefined ? '' : `, ${countedUntil(anomaly.countedUntilMs, timeZone)}`;
	return `${measures[anomaly.kind](anomaly)} since ${clock(anomaly.onsetMs)}${over}${counted}`;
};

/** The change that looks like a rollout: a version, image or revision that most bad lines carry and hardly any did before. */
export const findRollout = ({changes}: Evidence): Change | undefined => changes.find(change => isVersionName(change.name)
	&& change.badShare >= minVersionShare && change.baselineShare <= maxVersionShareBefore && change.badLines >= minVersionLines);

/** `version 1.42.0` */
export const rolloutName = (change: Change): string => `${clip(change.name.replaceAll(/[-._]/g, ' '), 40)} ${clip(change.value, 60)}`;

/**
When the trouble really began, where the sample tells: an onset is a whole minute, the first line of what is new is a moment.
`lines` are those that the cause rests on.
*/
export const firstTroubleMs = ({lines, patterns}: Evidence, onsetMs: number, causeLines: readonly EvidenceLine[]): number => {
	const newIds = new Set(patterns.filter(({isNew}) => isNew).map(({id}) => id));
	const telling = causeLines.length > 0 ? causeLines : lines.filter(({patternId}) => patternId !== undefined && newIds.has(patternId));
	const times = telling.map(({timeMs}) => timeMs).filter(timeMs => timeMs >= onsetMs);
	return times.length > 0 ? Math.min(...times) : onsetMs;
};

/** Whether the rollout can have been the cause: it was seen before the trouble, or with its first line. */
export const isBefore = ({firstSeenMs}: Change, troubleMs: number): boolean => firstSeenMs === undefined || firstSeenMs <= troubleMs;

/** `seconds after version 1.42.0 appeared`, as far as the sample can tell; undefined where the rollout came later. */
export const rolloutClause = (change: Change, troubleMs: number): string | undefined => {
	if (change.firstSeenMs === undefined) {
		return `with ${rolloutName(change)} new in its lines`;
	}

	const afterMs = troubleMs - change.firstSeenMs;
	if (afterMs < 0) {
		return undefined;
	}

	if (afterMs < 1000) {
		return `as ${rolloutName(change)} appeared`;
	}

	return afterMs < 90_000 ? `seconds after ${rolloutName(change)} appeared` : `${duration(afterMs)} after ${rolloutName(change)} appeared`;
};

/** The same as a finding, with the time between. */
export const rolloutFinding = (change: Change, troubleMs: number): string => {
	if (change.firstSeenMs === undefined) {
		return `${rolloutName(change)} is new in these lines`;
	}

	const afterMs = troubleMs - change.firstSeenMs;
	return `${rolloutName(change)} appeared ${duration(Math.abs(afterMs))} ${afterMs < 0 ? 'after' : 'before'} the first line of the trouble`;
};

/** `{namespace="production"}`, or a label of the lines. */
export const namespaceOf = ({selector, lines}: Evidence): string | undefined => {
	const matcher = /\b(?:namespace|kubernetes_namespace|k8s_namespace_name)\s*=\s*"((?:[^"\\]|\\.){1,253})"/.exec(selector)?.[1];
	return matcher !== undefined && !matcher.includes('\\') ? matcher : lines.map(({labels}) => labels.namespace ?? labels.k8s_namespace_name).find(namespace => namespace !== undefined);
};
