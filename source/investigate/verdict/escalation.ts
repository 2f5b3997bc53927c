import {formatFactor} from '../../detect/sentence.js';
import type {AnomalyKind} from '../../detect/types.js';
import type {Evidence, Verdict} from '../types.js';
import {countedUntil, mainAnomaly} from './verdict-words.js';

export type Trend = 'rising' | 'falling' | 'steady' | 'unknown';

const minMinutes = 6;
const risingFactor = 1.25;
const fallingFactor = 0.6;
const chanceDeviations = 2;
const lastMinutes = 3;
const manyServices = 3;
/** An anomaly stays critical once it was; one that is steady below this factor by now wakes nobody. */
const graveFactor = 5;
/** Trouble that began further away is another one. */
const nearMs = 10 * 60_000;

/** What wakes nobody as long as it is a warning. */
const benignAsWarning: ReadonlySet<AnomalyKind> = new Set(['new-pattern', 'pattern-vanished', 'slow', 'ends-early']);

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Errors of each whole minute since a time. */
const badMinutes = ({errorsPerMinute, endMs}: Pick<Evidence, 'errorsPerMinute' | 'endMs'>, fromMs: number): readonly number[] =>
	errorsPerMinute.filter(([timeMs]) => timeMs >= fromMs && timeMs + 60_000 <= endMs).map(([, errors]) => errors);

const lastErrorsPerMinute = (evidence: Evidence): number => {
	const last = badMinutes(evidence, evidence.startMs).slice(-lastMinutes);
	return sum(last) / Math.max(1, last.length);
};

/** Where the errors of the bad window are going: its last third against the third before. The minute that is not over is left out. */
export const trendOf = ({errorsPerMinute, startMs, endMs, anomalies}: Evidence): Trend => {
	const fromMs = Math.max(startMs, mainAnomaly(anomalies)?.onsetMs ?? startMs);
	const bad = badMinutes({errorsPerMinute, endMs}, fromMs);
	if (bad.length < minMinutes) {
		return 'unknown';
	}

	const third = Math.floor(bad.length / 3);
	const before = sum(bad.slice(-2 * third, -third));
	const last = sum(bad.slice(-third));
	// Two counts of the same rate differ by this much by chance (normal approximation of two Poisson counts).
	const isChance = Math.abs(last - before) < chanceDeviations * Math.sqrt(last + before);
	if (!isChance && last > before * risingFactor) {
		return 'rising';
	}

	return !isChance && last < before * fallingFactor ? 'falling' : 'steady';
};

/** Whether to wake someone else, from severity, spread and trend; the reason names all three. What was counted only until a time is judged as it was then. */
export const decideEscalation = (evidence: Evidence, timeZone?: string): Verdict['escalate'] => {
	const anomaly = mainAnomaly(evidence.anomalies);
	if (!anomaly) {
		return {decision: false, reason: 'nothing is abnormal'};
	}

	if (anomaly.state === 'resolved') {
		return {decision: false, reason: 'it is over'};
	}

	const trend = trendOf(evidence);
	const near = evidence.onsets.filter(({onsetMs}) => Math.abs(onsetMs - anomaly.onsetMs) <= nearMs);
	const services = new Set([evidence.service, ...near.map(({service}) => service)]).size;
	const facts = [
		anomaly.factor === undefined ? anomaly.severity : `${anomaly.severity}, ${formatFactor(anomaly.factor)} of the usual`,
		services === 1 ? 'one service' : `${services} services`,
		trend === 'unknown' ? 'too young for a trend' : trend,
		...anomaly.countedUntilMs === undefined ? [] : [`${countedUntil(anomaly.countedUntilMs, timeZone)}, whether it goes on is not known`],
	];
	// Many lines a minute of an error that was never seen are not.
	const isBenign = anomaly.kind === 'volume-surge' || (anomaly.severity === 'warning' && benignAsWarning.has(anomaly.kind));
	const isPast = anomaly.kind === 'error-spike' && trend === 'steady' && (anomaly.factor ?? Infinity) < graveFactor;
	// What falls but is still many times the usual is not over.
	const isEnding = trend === 'falling' && lastErrorsPerMinute(evidence) < graveFactor * anomaly.expectedPerMinute;
	const isGrave = anomaly.severity === 'critical' && !isEnding && !isBenign && !isPast;
	const isWide = services >= manyServices && !isEnding && !(isBenign && anomaly.severity === 'warning');
	const decision = isGrave || isWide;
	return {decision, reason: `${facts.join('; ')}${decision ? '' : '; look again in 10 min'}`};
};
