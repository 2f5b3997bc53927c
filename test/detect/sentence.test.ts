import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	createClock,
	explain,
	formatFactor,
	formatRate,
	type SentenceParts,
} from '../../source/detect/sentence.js';
import {mondayMs} from '../helpers/traffic.js';

const noon = mondayMs + (12 * 3_600_000) + (3 * 60_000);

const parts: SentenceParts = {
	kind: 'error-spike',
	onsetMs: noon,
	lastSeenMs: noon + (4 * 60_000),
	resolvedMs: undefined,
	isAccepted: false,
	observedPerMinute: 42.3,
	expectedPerMinute: 3.1,
	limitPerMinute: 7,
	factor: 13.6,
	pattern: undefined,
	share: undefined,
	services: undefined,
};

const pattern = {id: 'p1', template: 'token  expired\nfor <*>'};

test('a rate is as exact as it can be checked', () => {
	const cases: ReadonlyArray<readonly [number, string]> = [[0, '0'], [0.004, '0'], [0.02, '0.02'], [0.1, '0.1'], [3.12, '3.1'], [5, '5'], [9.96, '10'], [42.4, '42'], [2400.2, '2,400']];
	assert.deepEqual(cases.map(([rate]) => formatRate(rate)), cases.map(([, text]) => text));
});

test('a factor ends at a hundred', () => {
	assert.deepEqual([1, 2.44, 9.96, 13.6, 100, 100.1, Infinity].map(factor => formatFactor(factor)), ['1x', '2.4x', '10x', '14x', '100x', '>100x', '>100x']);
});

test('each kind says what is, what was expected and since when', () => {
	const clock = createClock();
	const cases: ReadonlyArray<readonly [Partial<SentenceParts>, string]> = [
		[{}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03'],
		[{factor: undefined, expectedPerMinute: 0, limitPerMinute: undefined}, 'errors 42/min vs 0/min expected, since 12:03'],
		[{resolvedMs: noon + (28 * 60_000)}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03, over at 12:31'],
		[{resolvedMs: noon + (362 * 60_000), isAccepted: true}, 'errors 42/min vs 3.1/min expected (band 7), 14x, since 12:03, taken as usual from 18:05'],
		[{
			kind: 'volume-surge', observedPerMinute: 2400, expectedPerMinute: 310, limitPerMinute: 870, factor: 7.74,
		}, 'lines 2,400/min vs 310/min expected (band 870), 7.7x, since 12:03'],
		[{kind: 'silence', observedPerMinute: 0, expectedPerMinute: 45}, 'no lines for 5 min vs 45/min expected, since 12:03'],
		[{
			kind: 'silence', observedPerMinute: 2, expectedPerMinute: 45, limitPerMinute: 4.5,
		}, 'lines 2/min vs 45/min expected (floor 4.5), since 12:03'],
		[{kind: 'fleet-silence', services: 41}, '41 services silent at once: collector or Loki ingest, since 12:03'],
		[{kind: 'pattern-storm', pattern, share: 0.94}, 'storm of one pattern, about 42/min (94 % of lines): "token expired for <*>", since 12:03'],
		[{kind: 'new-pattern', pattern, share: 0.61}, 'new error pattern, about 42/min (61 % of lines): "token expired for <*>", since 12:03'],
	];
	assert.deepEqual(cases.map(([change]) => explain({...parts, ...change}, clock)), cases.map(([, text]) => text));
});

test('times are those of the given zone', () => {
	assert.equal(createClock('Asia/Tokyo')(noon), '21:03');
	assert.equal(createClock('America/New_York')(noon), '07:03');
	assert.throws(() => createClock('Nowhere/City'), RangeError);
});
