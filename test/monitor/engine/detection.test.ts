import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Finding} from '../../../source/detect/senses/types.js';
import type {AnomalyEvent, Minute, PatternWindow} from '../../../source/detect/types.js';
import {createDetection} from '../../../source/monitor/engine/detection.js';

const {signal} = new AbortController();

/** Minutes of one service with so many errors of a hundred lines, from a numbered minute on. */
const minutesOf = (from: number, count: number, errors: number): readonly Minute[] => Array.from({length: count}, (_, index) => ({
	startMs: (from + index) * 60_000, counts: new Map([['payment', {lines: 100, errors}]]),
}));

const calm = minutesOf(1000, 60, 0);
const bad = minutesOf(1060, 30, 50);
const types = (events: readonly AnomalyEvent[]) => events.map(({type}) => type);

test('events are taken once, and wait while they are not ready', async () => {
	const detection = createDetection({kind: 'simple'});
	await detection.take([...calm, ...bad], signal);
	assert.deepEqual(detection.takeEvents(() => false), []);
	assert.equal(types(detection.takeEvents(() => true))[0], 'opened');
	assert.deepEqual(detection.takeEvents(() => true), []);
	const later: AnomalyEvent[] = [];
	for (const minute of minutesOf(1090, 120, 0)) {
		await detection.take([minute], signal);
		later.push(...detection.takeEvents(() => true));
	}

	assert.deepEqual(types(later), ['resolved']);
});

test('what was over long ago is no event', async () => {
	const detection = createDetection({kind: 'simple'});
	await detection.take([...calm, ...bad, ...minutesOf(1090, 240, 0)], signal);
	assert.deepEqual(detection.takeEvents(() => true), []);
});

test('a replay begins with what came in since, patterns too, and a restart with nothing', async () => {
	const detection = createDetection({kind: 'simple'});
	await detection.take(bad, signal);
	detection.takePatterns({
		service: 'payment',
		startMs: 1085 * 60_000,
		endMs: 1090 * 60_000,
		sampledLines: 100,
		totalLines: 500,
		patterns: [{
			patternId: 'p1', template: 'pool is exhausted', isError: true, isNew: false, sampledLines: 90, estimatedLines: 450, share: 0.9, firstSeenMs: 0,
		}],
	});
	const before = detection.detector();
	const kinds = () => detection.anomalies().map(({kind}) => kind).toSorted();
	await detection.replay([...calm, ...bad], signal);
	assert.notEqual(detection.detector(), before);
	assert.deepEqual(kinds(), ['error-spike', 'pattern-storm']);
	assert.ok(detection.takeEvents(() => true).length >= 2);
	detection.restart();
	assert.deepEqual(kinds(), []);
	assert.equal(detection.detector().learnt().minutes, 0);
});

test('after a replay an error has the anomaly that it had before, whether the senses or a look at its patterns found it first', async () => {
	const findings: readonly Finding[] = [{
		sense: 'new-error', service: 'payment', key: 'pool is exhausted', text: 'pool is exhausted', score: 3, blame: 5, onsetMs: 1085 * 60_000, observedPerMinute: 4, expectedPerMinute: 0,
	}];
	const window: PatternWindow = {
		service: 'payment',
		startMs: 1085 * 60_000,
		endMs: 1090 * 60_000,
		sampledLines: 100,
		totalLines: 500,
		patterns: [{
			patternId: 'p1', template: 'pool is exhausted', isError: true, isNew: true, said: ['pool is exhausted'], sampledLines: 9, estimatedLines: 45, share: 0.09, firstSeenMs: 1085 * 60_000,
		}],
	};
	for (const isSensedFirst of [true, false]) {
		const detection = createDetection({kind: 'default'});
		const minutes = minutesOf(1000, 90, 0);
		await detection.take(minutes, signal);
		if (isSensedFirst) {
			detection.takeFindings(findings, 1090 * 60_000);
		}

		detection.takePatterns(window);
		detection.takeFindings(findings, 1090 * 60_000);
		const ids = (): readonly string[] => detection.anomalies().map(({fingerprint}) => fingerprint);
		const before = ids();
		assert.deepEqual(before, [isSensedFirst ? 'new-pattern:payment:said:pool is exhausted' : 'new-pattern:payment:p1']);
		await detection.replay(minutes, signal);
		assert.deepEqual(ids(), before);
	}
});

test('a long history gives way to signals', async () => {
	const stop = new AbortController();
	const detection = createDetection({kind: 'default'});
	const feeding = detection.take(minutesOf(1000, 200_000, 1), stop.signal);
	stop.abort();
	await assert.rejects(feeding, {name: 'AbortError'});
});
