import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anomalyKinds} from '../../source/detect/kinds/registry.js';
import {anomalyMeasure, anomalySentence} from '../../source/words/anomaly.js';
import {
	factorOf,
	formatAmount,
	formatObserved,
	kindWords,
	type AnomalyFacts,
} from '../../source/words/kinds.js';
import {anywhere, formatMoment} from '../../source/words/reader.js';
import {mondayMs} from '../helpers/traffic.js';

const noon = mondayMs + (12 * 3_600_000) + (3 * 60_000);
const utc = {timeZone: 'UTC'};

const spike: AnomalyFacts = {
	kind: 'error-spike',
	severity: 'critical',
	onsetMs: noon,
	lastSeenMs: noon + (4 * 60_000),
	resolvedMs: undefined,
	isAccepted: false,
	observedPerMinute: 42.3,
	expectedPerMinute: 3.1,
	limitPerMinute: 7,
	pattern: undefined,
	share: undefined,
	services: undefined,
};

const pattern = {id: 'p1', template: 'token  expired\nfor <*>'};

const cases: ReadonlyArray<readonly [change: Partial<AnomalyFacts>, sentence: string]> = [
	[{}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03'],
	[{expectedPerMinute: 0, limitPerMinute: undefined}, 'errors 42/min vs 0/min expected, since 12:03'],
	[{resolvedMs: noon + (28 * 60_000)}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03, over at 12:31'],
	[{resolvedMs: noon + (362 * 60_000), isAccepted: true}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03, accepted as the new baseline at 18:05'],
	[{countedUntilMs: noon + (10 * 60_000)}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03, counted until 12:13'],
	[{
		kind: 'volume-surge', observedPerMinute: 2400, expectedPerMinute: 310, limitPerMinute: 870,
	}, 'lines 2,400/min vs 310/min expected (band 870), 7.7x, since 12:03'],
	[{kind: 'silence', observedPerMinute: 0, expectedPerMinute: 45}, 'no lines for 5 min vs 45/min expected, since 12:03'],
	[{
		kind: 'silence', observedPerMinute: 0, expectedPerMinute: 45, lastSeenMs: noon + (124 * 60_000),
	}, 'no lines for 2 h 5 min vs 45/min expected, since 12:03'],
	[{
		kind: 'silence', observedPerMinute: 2, expectedPerMinute: 45, limitPerMinute: 4.5,
	}, 'lines 2/min vs 45/min expected (floor 4.5), since 12:03'],
	[{kind: 'fleet-silence', services: 41}, '41 services silent at once: collector or Loki ingest, since 12:03'],
	[{
		kind: 'pattern-storm', pattern, share: 0.94, isOnsetCounted: true,
	}, 'log storm: one pattern at ~42/min, 94 % of lines: "token expired for <*>", since 12:03'],
	[{kind: 'pattern-storm', pattern, share: 0.94}, 'log storm: one pattern at ~42/min, 94 % of lines: "token expired for <*>", at least since 12:03'],
	[{
		kind: 'new-pattern', pattern, share: 0.61, isOnsetCounted: true,
	}, 'new error pattern at ~42/min, 61 % of lines: "token expired for <*>", since 12:03'],
	[{kind: 'new-pattern', pattern, share: 0.61}, 'new error pattern at ~42/min, 61 % of lines: "token expired for <*>", at least since 12:03'],
];

test('each kind says what is, what was expected and since when', () => {
	assert.deepEqual(cases.map(([change]) => anomalySentence({...spike, ...change}, utc)), cases.map(([, sentence]) => sentence));
});

test('a sentence never claims what its own numbers deny', () => {
	const say = (change: Partial<AnomalyFacts>) => anomalySentence({...spike, ...change}, utc);
	// The mean of an hour may be inside the band of a minute.
	assert.equal(say({observedPerMinute: 5.5, limitPerMinute: 14}), 'errors 5.5/min vs 3.1/min expected, 1.8x, since 12:03');
	assert.equal(say({observedPerMinute: 3.1}), 'errors 3.1/min vs 3.1/min expected, since 12:03');
	assert.equal(say({
		kind: 'silence', observedPerMinute: 6, expectedPerMinute: 45, limitPerMinute: 4.5,
	}), 'lines 6/min vs 45/min expected, since 12:03');
	assert.equal(say({observedPerMinute: 0.004, expectedPerMinute: 0.0004, limitPerMinute: undefined}), 'errors 0.004/min vs <0.001/min expected, 10x, since 12:03');
	assert.equal(say({observedPerMinute: 5, expectedPerMinute: 2.5, limitPerMinute: 4}), 'errors 5/min vs 2.5/min expected (band 4), 2x, since 12:03');
	assert.equal(factorOf({observedPerMinute: 1, expectedPerMinute: 0}), undefined);
});

test('every kind has words for each place, and no two kinds have the same', () => {
	for (const place of ['title', 'label'] as const) {
		assert.equal(new Set(anomalyKinds.map(kind => kindWords[kind][place])).size, anomalyKinds.length, place);
	}
});

test('a headline has the numbers and the times, not the band and not the pattern', () => {
	assert.equal(anomalyMeasure(spike, utc), 'errors 42/min vs 3.1/min expected since 12:03');
	assert.equal(anomalyMeasure({...spike, kind: 'new-pattern', pattern}, utc), 'new error pattern at ~42/min at least since 12:03');
	assert.equal(anomalyMeasure({...spike, kind: 'silence', observedPerMinute: 0}, utc), 'no lines vs 3.1/min expected since 12:03');
});

test('times are those of the reader, who is told the zone where nothing else tells it', () => {
	assert.match(anomalySentence(spike, {timeZone: 'Asia/Tokyo'}), /since 21:03$/);
	assert.match(anomalySentence({...spike, resolvedMs: noon + 60_000}, anywhere), /since 12:03 UTC, over at 12:04 UTC$/);
	assert.match(anomalySentence(spike, {timeZone: 'Europe/Berlin', isZoneNamed: true}), /since 13:03 CET$/);
	assert.throws(() => anomalySentence(spike, {timeZone: 'Nowhere/City'}), RangeError);
	assert.equal(formatMoment(noon, {...anywhere, nowMs: noon + 86_400_000}), `${new Date(noon).toISOString().slice(0, 10)} 12:03 UTC`);
});

test('numbers stand in the unit of their kind, and what comes from a sample says so', () => {
	assert.equal(formatAmount(0.004), '0.004/min');
	assert.equal(formatObserved({kind: 'error-spike', observedPerMinute: 5}), '5/min');
	assert.equal(formatObserved({kind: 'new-pattern', observedPerMinute: 5}), '~5/min');
});
