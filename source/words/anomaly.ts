import {kindOf} from '../detect/kinds/registry.js';
import {kindWords, type AnomalyFacts} from './kinds.js';
import {formatMoment, type Reader} from './reader.js';

/** `, over at 12:31`, `, accepted as the new baseline at 18:05`, `, counted until 03:08`; empty while it goes on. */
function ending({resolvedMs, isAccepted, countedUntilMs}: AnomalyFacts, reader: Reader): string {
	const end = resolvedMs === undefined ? '' : `, ${isAccepted ? 'accepted as the new baseline' : 'over'} at ${formatMoment(resolvedMs, reader)}`;
	return end + (countedUntilMs === undefined ? '' : `, ${countedUntil(countedUntilMs, reader)}`);
}

/** `counted until 03:08` */
export const countedUntil = (timeMs: number, reader: Reader): string => `counted until ${formatMoment(timeMs, reader)}`;

/** `since 12:03`, `at least since 12:03` where only a sample shows it. */
const since = ({kind, onsetMs, isOnsetCounted}: AnomalyFacts, reader: Reader): string =>
	`${kindOf(kind).isSampled && !isOnsetCounted ? 'at least ' : ''}since ${formatMoment(onsetMs, reader)}`;

/** One sentence that a person can check against Loki: `errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03`. */
export const anomalySentence = (anomaly: AnomalyFacts, reader: Reader): string =>
	`${kindWords[anomaly.kind].describe(anomaly)}, ${since(anomaly, reader)}${ending(anomaly, reader)}`;

/** The same for a headline, without the limit and the pattern: `errors 42/min vs 3.1/min expected since 02:58`. */
export const anomalyMeasure = (anomaly: AnomalyFacts, reader: Reader): string =>
	`${kindWords[anomaly.kind].measure(anomaly)} ${since(anomaly, reader)}${ending(anomaly, reader)}`;
