import {minuteMs} from '../detect/minute.js';
import {kindOf, type AnomalyKind} from '../detect/kinds/registry.js';
import type {Anomaly} from '../detect/types.js';
import {
	formatCount,
	formatDuration,
	formatFactor,
	formatRate,
	formatShare,
} from './numbers.js';
import {templateText} from './template.js';

/** The facts of an anomaly that words are made of. */
export type AnomalyFacts = Pick<Anomaly, 'kind' | 'severity' | 'onsetMs' | 'isOnsetCounted' | 'lastSeenMs' | 'resolvedMs' | 'countedUntilMs' | 'observedPerMinute' | 'expectedPerMinute' | 'limitPerMinute' | 'pattern' | 'share' | 'services' | 'times' | 'isAccepted'>;

/** The words of one kind. None of them says when: that is the reader's part. */
type KindWords = {
	/** As the headline of an alert names it: `payment: errors`. */
	readonly title: string;
	/** In a narrow column. */
	readonly label: string;
	/** In a wide column, before `, since 02:58`. */
	readonly phrase: (anomaly: AnomalyFacts) => string;
	/** What is, beside what was expected: short, for a headline. */
	readonly measure: (anomaly: AnomalyFacts) => string;
	/** The same in full, with every number that a person can check against Loki. */
	readonly describe: (anomaly: AnomalyFacts) => string;
};

const secondMs = 1000;
/** A smaller factor reads as `1x`: nothing is more than it was. */
const minFactor = 1.05;

/** Observed by expected, as the two rates say; undefined where nothing was expected, or where it is no more than that. */
export function factorOf({observedPerMinute, expectedPerMinute}: Pick<Anomaly, 'observedPerMinute' | 'expectedPerMinute'>): number | undefined {
	const factor = observedPerMinute / expectedPerMinute;
	return expectedPerMinute > 0 && factor >= minFactor ? factor : undefined;
}

/** A number of an anomaly: `42/min`. */
export const formatAmount = (value: number): string => `${formatRate(value)}/min`;

/** What is, `~42/min` where it comes from a sample: scaled to Loki's counts it is about right, not exact. */
export const formatObserved = ({kind, observedPerMinute}: Pick<Anomaly, 'kind' | 'observedPerMinute'>): string => `${kindOf(kind).isSampled ? '~' : ''}${formatAmount(observedPerMinute)}`;

/** `errors 42/min vs 3.1/min expected` */
const compare = (noun: string, anomaly: AnomalyFacts): string => `${noun} ${formatObserved(anomaly)} vs ${formatAmount(anomaly.expectedPerMinute)} expected`;

/** The limit stands beside a rate only where the rate is beyond it: an anomaly may rest on an hour whose mean is inside the band of one minute. */
function compareInFull(noun: string, anomaly: AnomalyFacts): string {
	const {kind, observedPerMinute, limitPerMinute} = anomaly;
	const {isSilence} = kindOf(kind);
	const isBeyond = limitPerMinute !== undefined && (isSilence ? observedPerMinute < limitPerMinute : observedPerMinute > limitPerMinute);
	const limit = isBeyond ? ` (${isSilence ? 'floor' : 'band'} ${formatAmount(limitPerMinute).replace(/\/min$/, '')})` : '';
	const factor = isSilence ? undefined : factorOf(anomaly);
	return `${compare(noun, anomaly)}${limit}${factor === undefined ? '' : `, ${formatFactor(factor)}`}`;
}

/** The first and the last silent minute are part of it. */
const silentFor = ({onsetMs, lastSeenMs}: AnomalyFacts): string => formatDuration(Math.max(1, Math.round((lastSeenMs - onsetMs) / minuteMs) + 1) * minuteMs);

const quote = ({pattern}: AnomalyFacts): string => `"${templateText(pattern?.template ?? '')}"`;

/** `log storm: one pattern at ~42/min` */
const sampled = (noun: string, anomaly: AnomalyFacts): string => `${noun} at ${formatObserved(anomaly)}`;

const sampledInFull = (noun: string, anomaly: AnomalyFacts): string =>
	`${sampled(noun, anomaly)}${anomaly.share === undefined ? '' : `, ${formatShare(anomaly.share)} of lines`}: ${quote(anomaly)}`;

const silentServices = ({services}: AnomalyFacts): string => `${services === undefined ? 'most services' : `${formatCount(services)} services`} silent at once`;

/** What it took for a person: `7 ms`, `120 ms`, `4.1 s`; beyond two minutes as any duration. */
function formatTook(ms: number): string {
	if (ms < secondMs) {
		return `${Math.round(ms)} ms`;
	}

	return ms < 2 * minuteMs ? `${Number((ms / secondMs).toFixed(1))} s` : formatDuration(ms);
}

/** `4.1 s vs 120 ms expected` */
const compareTimes = ({times}: AnomalyFacts): string => times ? `${formatTook(times.observedMs)} vs ${formatTook(times.expectedMs)} expected` : 'slower than expected';

/** Of times, observed by expected. */
const timesFactor = ({times}: AnomalyFacts): number | undefined => times && times.expectedMs > 0 && times.observedMs / times.expectedMs >= minFactor ? times.observedMs / times.expectedMs : undefined;

/** Below a tenth of what is expected, it stopped. */
const fell = ({observedPerMinute, expectedPerMinute}: AnomalyFacts): string => observedPerMinute < expectedPerMinute / 10 ? 'stopped' : 'shrank';

/** The words of every kind of anomaly: the one place where a kind is put into words. */
export const kindWords: Readonly<Record<AnomalyKind, KindWords>> = {
	'error-spike': {
		title: 'errors',
		label: 'errors',
		phrase: () => 'errors',
		measure: anomaly => compare('errors', anomaly),
		describe: anomaly => compareInFull('errors', anomaly),
	},
	'volume-surge': {
		title: 'many more lines than usual',
		label: 'surge',
		phrase(anomaly) {
			const factor = factorOf(anomaly);
			return `${factor === undefined ? 'more' : formatFactor(factor)} lines`;
		},
		measure: anomaly => compare('lines', anomaly),
		describe: anomaly => compareInFull('lines', anomaly),
	},
	silence: {
		title: 'silent',
		label: 'silent',
		phrase: () => 'silent',
		measure: anomaly => anomaly.observedPerMinute > 0 ? compare('lines', anomaly) : `no lines vs ${formatRate(anomaly.expectedPerMinute)}/min expected`,
		describe: anomaly => anomaly.observedPerMinute > 0 ? compareInFull('lines', anomaly) : `no lines for ${silentFor(anomaly)} vs ${formatRate(anomaly.expectedPerMinute)}/min expected`,
	},
	'fleet-silence': {
		title: 'all services silent',
		label: 'all silent',
		phrase: () => 'all silent',
		measure: anomaly => silentServices(anomaly),
		describe: anomaly => `${silentServices(anomaly)}: collector or Loki ingest`,
	},
	'pattern-storm': {
		title: 'log storm',
		label: 'storm',
		phrase: () => 'log storm',
		measure: anomaly => sampled('log storm: one pattern', anomaly),
		describe: anomaly => sampledInFull('log storm: one pattern', anomaly),
	},
	'new-pattern': {
		title: 'new error pattern',
		label: 'NEW error',
		phrase: () => 'NEW error pattern',
		measure: anomaly => sampled('new error pattern', anomaly),
		describe: anomaly => sampledInFull('new error pattern', anomaly),
	},
	'new-warning': {
		title: 'new warnings',
		label: 'NEW warning',
		phrase: () => 'NEW warnings',
		measure: anomaly => sampled('a new warning', anomaly),
		describe: anomaly => sampledInFull('a new warning', anomaly),
	},
	'pattern-vanished': {
		title: 'usual lines missing',
		label: 'missing',
		phrase: () => 'usual lines missing',
		measure: anomaly => compare('a usual pattern', anomaly),
		describe: anomaly => `${quote(anomaly)} ${compare(`${fell(anomaly)}:`, anomaly)}`,
	},
	slow: {
		title: 'slow',
		label: 'slow',
		phrase(anomaly) {
			const factor = timesFactor(anomaly);
			return factor === undefined ? 'slow' : `${formatFactor(factor)} slower`;
		},
		measure: anomaly => `p95 ${compareTimes(anomaly)}`,
		describe: anomaly => `p95 of ${quote(anomaly)} ${compareTimes(anomaly)}`,
	},
	'ends-early': {
		title: 'requests end early',
		label: 'cut short',
		phrase: () => 'requests end early',
		measure: anomaly => compare('requests that end early', anomaly),
		describe: anomaly => compare(`requests end at ${quote(anomaly)}:`, anomaly),
	},
};
