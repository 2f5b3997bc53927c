import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createDetector} from '../../source/detect/index.js';
import type {PatternShare, PatternWindow} from '../../source/detect/types.js';
import {
	feed,
	mondayMs,
	say,
	steady,
} from '../helpers/traffic.js';

const now = 1500;
const nowMs = mondayMs + (now * 60_000);

const share = (change: Partial<PatternShare>): PatternShare => ({
	patternId: 'p1',
	template: 'token expired for <*>',
	isError: false,
	isNew: false,
	sampledLines: 100,
	estimatedLines: 250,
	share: 0.5,
	firstSeenMs: mondayMs,
	...change,
});

/** The patterns of five minutes that end `minutes` from now. */
const windowOf = (patterns: readonly PatternShare[], minutes = 0): PatternWindow => ({
	service: 'payment',
	startMs: nowMs + ((minutes - 5) * 60_000),
	endMs: nowMs + (minutes * 60_000),
	sampledLines: 200,
	totalLines: 500,
	patterns,
});

const watched = (kind: 'default' | 'simple' = 'default') => {
	const detector = createDetector({kind});
	feed(detector, steady({linesPerMinute: 60, errorShare: 0.001}), 0, now);
	return detector;
};

const storm = share({estimatedLines: 9700, share: 0.94, sampledLines: 188});

test('one pattern that writes more than the whole service usually does is a storm', () => {
	const detector = watched();
	const events = detector.takePatterns(windowOf([storm, share({patternId: 'p2', estimatedLines: 300, share: 0.06})]));
	assert.deepEqual(say(events), ['opened pattern-storm payment 1500']);
	assert.equal(events[0]?.anomaly.fingerprint, 'pattern-storm:payment:p1');
	assert.equal(events[0]?.anomaly.severity, 'critical');
	assert.equal(events[0]?.anomaly.share, 0.94);
	assert.equal(events[0]?.anomaly.observedPerMinute, 1940);
	assert.deepEqual(say(detector.takePatterns(windowOf([storm], 1))), []);
	assert.deepEqual(say(detector.takePatterns(windowOf([share({})], 5))), ['resolved pattern-storm payment 1505']);
});

test('a pattern far above its own usual rate is a storm, one at its usual rate never', () => {
	const detector = watched();
	for (let minutes = 0; minutes < 5; minutes++) {
		assert.deepEqual(detector.takePatterns(windowOf([share({estimatedLines: 20, share: 0.07})], minutes)), []);
		assert.deepEqual(detector.takePatterns({...windowOf([share({estimatedLines: 5000, share: 0.99})], minutes), service: 'chatty'}), []);
	}

	assert.deepEqual(say(detector.takePatterns(windowOf([share({estimatedLines: 400, share: 0.6})], 6))), ['opened pattern-storm payment 1506']);
});

test('what a job writes at its time is no storm, many times as much is one', () => {
	const job = (each: number, factor = 1): void => {
		const detector = createDetector({kind: 'default'});
		feed(detector, steady({linesPerMinute: 0.3, errorShare: 0}, (minute, counts) => (now - 1 - minute) % each < 3 ? {lines: 40, errors: 0} : counts), -1440, now);
		const lines = share({
			template: 'invoice rendered', estimatedLines: 115, share: 0.96, sampledLines: 115,
		});
		assert.deepEqual(detector.takePatterns(windowOf([share({
			...lines, estimatedLines: 2, share: 0.5, sampledLines: 2,
		})], -20)), []);
		assert.deepEqual(say(detector.takePatterns(windowOf([{...lines, estimatedLines: 115 * factor}]))), factor === 1 ? [] : ['opened pattern-storm payment 1500']);
	};

	job(60);
	job(60, 4);
	job(1440);
	job(1440, 4);
});

test('a quiet service that is watched for an hour may have jobs that nobody knows yet', () => {
	for (const [linesPerMinute, expected] of [[0.3, []], [20, ['opened pattern-storm payment 1500']]] as const) {
		const detector = createDetector({kind: 'default'});
		feed(detector, steady({linesPerMinute, errorShare: 0}), now - 70, now);
		assert.deepEqual(say(detector.takePatterns(windowOf([storm]))), expected);
	}
});

test('a few lines, or a small part of them, are no storm', () => {
	const detector = watched();
	for (const change of [{sampledLines: 10}, {share: 0.2}, {estimatedLines: 40}]) {
		assert.deepEqual(detector.takePatterns(windowOf([share({
			estimatedLines: 9700, share: 0.94, sampledLines: 188, ...change,
		})])), [], JSON.stringify(change));
	}
});

test('an error pattern that was never seen is told, with when it was first seen', () => {
	const detector = watched();
	const fresh = share({
		isError: true, isNew: true, estimatedLines: 73, share: 0.15, firstSeenMs: nowMs - (8 * 60_000),
	});
	const events = detector.takePatterns(windowOf([fresh, share({patternId: 'p2', isNew: true}), share({patternId: 'p3', isError: true}), share({
		patternId: 'p4', isError: true, isNew: true, sampledLines: 2,
	})]));
	assert.deepEqual(say(events), ['opened new-pattern payment 1500']);
	assert.equal(events[0]?.anomaly.onsetMs, fresh.firstSeenMs);
	assert.equal(events[0]?.anomaly.share, 0.15);
	assert.equal(events[0]?.anomaly.pattern?.template, 'token expired for <*>');
});

test('what is not seen any more ends by itself', () => {
	const detector = watched();
	detector.takePatterns(windowOf([storm, share({patternId: 'p2', isError: true, isNew: true})]));
	const events = feed(detector, steady({linesPerMinute: 60, errorShare: 0.001}), now, now + 40);
	assert.deepEqual(say(events), ['resolved pattern-storm payment 1516', 'resolved new-pattern payment 1531']);
});

test('many new patterns of one service open a few anomalies', () => {
	const detector = watched();
	const patterns = Array.from({length: 200}, (_, index) => share({patternId: `p${index}`, isError: true, isNew: true}));
	assert.equal(detector.takePatterns(windowOf(patterns)).length, 5);
});

test('the usual rates survive a restart', () => {
	const detector = watched();
	detector.takePatterns(windowOf([share({estimatedLines: 20, share: 0.07})]));
	const text = JSON.stringify(detector.save());
	const restored = createDetector({kind: 'default', saved: JSON.parse(text)});
	assert.deepEqual(say(restored.takePatterns(windowOf([share({estimatedLines: 400, share: 0.6})], 1))), ['opened pattern-storm payment 1501']);
});

test('odd windows say nothing and throw nothing', () => {
	for (const kind of ['default', 'simple'] as const) {
		const detector = watched(kind);
		for (const odd of [NaN, Infinity, -5]) {
			assert.deepEqual(detector.takePatterns(windowOf([share({
				estimatedLines: odd, sampledLines: odd, share: odd, isError: true, firstSeenMs: odd,
			})])).filter(({anomaly}) => !Number.isFinite(anomaly.observedPerMinute)), []);
			assert.deepEqual(detector.takePatterns({...windowOf([storm]), endMs: odd}), []);
		}

		assert.deepEqual(detector.takePatterns({...windowOf([share({estimatedLines: 3})]), service: 'never heard of'}), []);
	}
});

test('the simple rule counts the lines of one pattern in a quarter of an hour', () => {
	const cases: ReadonlyArray<readonly [Partial<PatternShare>, boolean]> = [
		[{isError: true, estimatedLines: 10}, false], [{isError: true, estimatedLines: 11}, true], [{estimatedLines: 150}, false], [{estimatedLines: 151}, true],
	];
	for (const [change, isStorm] of cases) {
		const events = watched('simple').takePatterns(windowOf([share(change)]));
		assert.deepEqual(say(events), isStorm ? ['opened pattern-storm payment 1500'] : [], JSON.stringify(change));
	}
});
