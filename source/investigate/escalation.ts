import {formatFactor} from '../detect/sentence.js';
import type {Evidence, Verdict} from './types.js';
import {mainAnomaly} from './verdict-words.js';

export type Trend = 'rising' | 'falling' | 'steady' | 'unknown';

const minMinutes = 6;
const risingFactor = 1.25;
const fallingFactor = 0.6;
const manyServices = 3;
/** Trouble that began further away is another one. */
const nearMs = 10 * 60_000;

const mean = (values: readonly number[]): number => values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Where the errors of the bad window are going: its last third against the third before. The minute that is not over is left out. */
export const trendOf = ({errorsPerMinute, startMs, endMs, anomalies}: Evidence): Trend => {
	const fromMs = Math.max(startMs, mainAnomaly(anomalies)?.onsetMs ?? startMs);
	const bad = errorsPerMinute.filter(([timeMs]) => timeMs >= fromMs && timeMs + 60_000 <= endMs).map(([, errors]) => errors);
	if (bad.length < minMinutes) {
		return 'unknown';
	}

	const third = Math.floor(bad.length / 3);
	const before = mean(bad.slice(-2 * third, -third));
	const last = mean(bad.slice(-third));
	if (before === 0) {
		return last > 0 ? 'rising' : 'steady';
	}

	if (last > before * risingFactor) {
		return 'rising';
	}

	return last < before * fallingFactor ? 'falling' : 'steady';
};

/** Whether to wake someone else, from severity, spread and trend; the reason names all three. */
export const decideEscalation = (evidence: Evidence): Verdict['escalate'] => {
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
	];
	// Many lines a minute of an error that was never seen are not.
	const isBenign = anomaly.kind === 'volume-surge' || (anomaly.kind === 'new-pattern' && anomaly.severity === 'warning');
	const isGrave = anomaly.severity === 'critical' && trend !== 'falling' && !isBenign;
	const isWide = services >= manyServices && trend !== 'falling' && !(isBenign && anomaly.severity === 'warning');
	const decision = isGrave || isWide;
	return {decision, reason: `${facts.join('; ')}${decision ? '' : '; look again in 10 min'}`};
};
