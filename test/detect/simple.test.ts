import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {MinuteCounts} from '../../source/detect/types.js';
import {feed, say, type Traffic} from '../helpers/traffic.js';

const even = (change: (minute: number) => MinuteCounts): Traffic => minute => new Map([['payment', change(minute)]]);
const run = (traffic: Traffic, minutes: number) => feed(createDetector({kind: 'simple'}), traffic, 0, minutes);

/** A hundred lines a minute, `before` of them errors for a day, then `after`. */
const step = (before: number, after: number): Traffic => even(minute => ({lines: 100, errors: minute < 1500 ? before : after}));

test('it opens above 5 % and three times the day before, over an hour', () => {
	const cases: ReadonlyArray<readonly [before: number, after: number, opens: boolean]> = [
		[1, 5, false], [1, 6, true], [3, 9, false], [3, 10, true], [0, 5, false], [0, 6, true], [40, 60, false],
	];
	for (const [before, after, opens] of cases) {
		assert.equal(run(step(before, after), 1560).some(({type}) => type === 'opened'), opens, `${before} % to ${after} %`);
	}
});

test('it says what the last hour had against the day before', () => {
	const [opened] = run(step(1, 50), 1560);
	assert.equal(opened?.anomaly.kind, 'error-spike');
	assert.equal(opened?.anomaly.expectedPerMinute, 1);
	assert.equal(opened?.anomaly.limitPerMinute, 5);
	assert.ok((opened?.anomaly.observedPerMinute ?? 0) > 5);
	assert.equal(new Date(opened?.anomaly.onsetMs ?? 0).toISOString().slice(11, 16), '01:00');
});

test('it becomes critical and resolves when the hour is clean again', () => {
	const traffic = even(minute => ({lines: 100, errors: minute >= 1500 && minute < 1530 ? 60 : 1}));
	assert.deepEqual(run(traffic, 1700).map(({type, anomaly}) => `${type} ${anomaly.severity}`), ['opened warning', 'worsened critical', 'resolved critical']);
});

test('under two hours of history the newest quarter is held against the rest', () => {
	assert.deepEqual(say(run(even(minute => ({lines: 100, errors: minute >= 50 ? 20 : 1})), 60)), ['opened error-spike payment 52']);
	assert.deepEqual(say(run(even(() => ({lines: 100, errors: 20})), 60)), []);
});

test('what it expects is given for known services', () => {
	const detector = createDetector({kind: 'simple'});
	feed(detector, step(2, 2), 0, 1500);
	assert.deepEqual(detector.expectation('payment'), {errorsPerMinute: 2, errorsLimitPerMinute: 6, linesPerMinute: 100});
	assert.equal(detector.expectation('unknown'), undefined);
});
