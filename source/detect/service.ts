import {createBlocks} from './baseline/blocks.js';
import type {ServiceSeries} from './baseline/series.js';
import {createRing} from './baseline/ring.js';

/** Filtered levels are looked up this many minutes back, at most. */
const ringLags = 64;
/** Silences are compared with the longest of so many days. */
export const silenceDays = 8;

export const lagSlotOf = (minute: number): number => minute & (ringLags - 1);

const lags = (): Float32Array => new Float32Array(ringLags);

/** Names of the arrays of a service, as they are saved. */
export const arrayNames = [
	'cleanLines',
	'cleanErrors',
	'exposure',
	'expected',
	'capped',
	'isBad',
	'isHigh',
	'errorLevel',
	'expectedLevel',
	'lineLevel',
	'usualLevel',
	'blockLines',
	'blockErrors',
	'blockExposure',
	'silenceRuns',
	'silenceEvidence',
] as const;

/** Names of the numbers of a service, as they are saved. */
export const numberNames = [
	'order',
	'ratio',
	'sameHourErrors',
	'linesDay',
	'usualLines',
	'shape',
	'middleLines',
	'middleMinute',
	'yesterdayLines',
	'dispersion',
	'variation',
	'rawVariation',
	'clumping',
	'instability',
	'jobMinute',
	'silentRun',
	'silentWeight',
	'silentSince',
	'newestBlock',
] as const;

/** What the detector has learnt of one service. The arrays are rings by minute, by lag or by block of five minutes. */
export type ServiceState = Record<typeof arrayNames[number], Float32Array> & Record<typeof numberNames[number], number> & {
	readonly series: ServiceSeries;
};

/**
The state of a service of which nothing is known yet. `order` spreads the half-hourly work of many services over its minutes.
- `cleanLines`, `cleanErrors`: as counted, but outliers capped and the minutes of open anomalies replaced by what was expected.
- `exposure`: the lines that could have been errors: those that are none, at least half of all.
- `expected`: errors expected of each minute; `capped`: its errors, none of its bursts beyond the limit.
- `errorLevel` against `expectedLevel`, `lineLevel` against `usualLevel`: both exponentially forgotten, their quotient is how far the last minutes lie above the usual.
*/
export const createService = (series: ServiceSeries, order: number): ServiceState => ({
	series,
	order,
	cleanLines: createRing(),
	cleanErrors: createRing(),
	exposure: createRing(),
	expected: createRing(),
	capped: lags(),
	isBad: lags(),
	isHigh: lags(),
	errorLevel: lags(),
	expectedLevel: lags(),
	lineLevel: lags(),
	usualLevel: lags(),
	blockLines: createBlocks(),
	blockErrors: createBlocks(),
	blockExposure: createBlocks(),
	newestBlock: NaN,
	silenceRuns: new Float32Array(silenceDays),
	silenceEvidence: new Float32Array(silenceDays),
	ratio: 0,
	sameHourErrors: 0,
	linesDay: 0,
	usualLines: 0,
	shape: 1,
	middleLines: 0,
	middleMinute: 0,
	yesterdayLines: NaN,
	dispersion: 1.5,
	variation: 0.4,
	rawVariation: NaN,
	clumping: 4,
	instability: 0,
	jobMinute: 0,
	silentRun: 0,
	silentWeight: 0,
	silentSince: 0,
});
