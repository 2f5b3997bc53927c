import {isOpen} from '../../detect/lifecycle.js';
import {isNewError, kindOf} from '../../detect/kinds/registry.js';
import {leadOf} from '../../detect/lead.js';
import type {Anomaly} from '../../detect/types.js';
import type {Evidence} from '../../facts/evidence.js';
import type {Escalation, Trend} from '../../facts/verdict.js';

const minMinutes = 6;
const risingFactor = 1.25;
const fallingFactor = 0.6;
const chanceDeviations = 2;
const lastMinutes = 3;
const manyServices = 3;
/** An anomaly stays critical once it was; one that is steady below this factor by now wakes nobody. */
const graveFactor = 5;
/** Usual lines that are fewer than this share of what is expected have stopped. */
const stoppedShare = 0.1;
/** Trouble that began further away is another one. */
const nearMs = 10 * 60_000;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Errors of each whole minute since a time. */
const badMinutes = ({errorsPerMinute, endMs}: Pick<Evidence, 'errorsPerMinute' | 'endMs'>, fromMs: number): readonly number[] =>
	errorsPerMinute.filter(([timeMs]) => timeMs >= fromMs && timeMs + 60_000 <= endMs).map(([, errors]) => errors);

const lastErrorsPerMinute = (evidence: Evidence): number => {
	const last = badMinutes(evidence, evidence.startMs).slice(-lastMinutes);
	return sum(last) / Math.max(1, last.length);
};

/** Where the errors of the bad window are going: its last third against the third before. The minute that is not over is left out. */
const trendOf = ({errorsPerMinute, startMs, endMs, anomalies}: Evidence): Trend => {
	const fromMs = Math.max(startMs, leadOf(anomalies)?.onsetMs ?? startMs);
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

/** Many lines a minute of an error that was never seen are no small thing; more traffic alone is none at all. */
const isBenign = ({kind, severity}: Anomaly): boolean => {
	const {benign} = kindOf(kind);
	return benign === 'always' || (benign === 'as-warning' && severity === 'warning');
};

/** What it does all day stopped, and it writes errors that were never seen: however few lines that makes, it does not work. */
const isDown = (anomalies: readonly Anomaly[]): boolean => {
	const open = anomalies.filter(anomaly => isOpen(anomaly));
	return open.some(({kind}) => isNewError(kind))
		&& open.some(({kind, observedPerMinute, expectedPerMinute}) => kindOf(kind).pattern === 'gone' && observedPerMinute < stoppedShare * expectedPerMinute);
};

/** Whether to wake someone else, from severity, spread and trend. What was counted only until a time is judged as it was then. */
export const decideEscalation = (evidence: Evidence): Escalation => {
	const anomaly = leadOf(evidence.anomalies);
	if (!anomaly) {
		return {decision: false, basis: {type: 'calm'}};
	}

	if (!isOpen(anomaly)) {
		return {decision: false, basis: {type: 'over'}};
	}

	const {severity, observedPerMinute, expectedPerMinute, countedUntilMs} = anomaly;
	const trend = trendOf(evidence);
	const near = evidence.onsets.filter(({onsetMs}) => Math.abs(onsetMs - anomaly.onsetMs) <= nearMs);
	const services = new Set([evidence.service, ...near.map(({service}) => service)]).size;
	const isPast = kindOf(anomaly.kind).isPastWhenSteady && trend === 'steady' && (anomaly.factor ?? Infinity) < graveFactor;
	// What falls but is still many times the usual is not over.
	const isEnding = trend === 'falling' && lastErrorsPerMinute(evidence) < graveFactor * expectedPerMinute;
	const isGrave = severity === 'critical' && !isEnding && !isBenign(anomaly) && !isPast;
	const isWide = services >= manyServices && !isEnding && !(isBenign(anomaly) && severity === 'warning');
	const hasStopped = isDown(evidence.anomalies);
	return {
		decision: isGrave || isWide || (hasStopped && !isEnding),
		basis: {
			type: 'open', severity, observedPerMinute, expectedPerMinute, services, trend, ...(hasStopped && {hasStopped}), ...(countedUntilMs !== undefined && {countedUntilMs}),
		},
	};
};
