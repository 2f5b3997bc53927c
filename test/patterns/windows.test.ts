import assert from 'node:assert/strict';
import {test} from 'node:test';
import {AgingMap} from '../../source/patterns/mining/aging-map.js';
import {comparePatterns, type PatternSample} from '../../source/patterns/changes.js';
import {estimateLines} from '../../source/patterns/estimate.js';

const minuteMs = 60_000;

function sample(lines: Readonly<Record<string, number>>, {totalLines, minutes = 10}: {readonly totalLines?: number; readonly minutes?: number} = {}): PatternSample {
	const patterns = Object.entries(lines).map(([id, count]) => ({
		id, template: `template of ${id}`, level: 'error' as const, lines: count,
	}));
	const sampledLines = patterns.reduce((sum, pattern) => sum + pattern.lines, 0);
	return {
		patterns, sampledLines, totalLines: totalLines ?? sampledLines, durationMs: minutes * minuteMs,
	};
}

const typesOf = (baseline: PatternSample, bad: PatternSample): readonly string[] => comparePatterns(baseline, bad).map(({type, id}) => `${id} ${type}`);

test('what appeared, vanished, grew and shrank is told, surest first', () => {
	const baseline = sample({
		steady: 400, gone: 60, rare: 20, falling: 400,
	});
	const bad = sample({
		steady: 420, fresh: 200, rare: 160, falling: 60,
	});
	assert.deepEqual(typesOf(baseline, bad), ['fresh appeared', 'gone vanished', 'falling shrunk', 'rare grown']);
});

test('small numbers are no change, however large their ratio', () => {
	assert.deepEqual(typesOf(sample({steady: 500}), sample({steady: 500, once: 1})), []);
	assert.deepEqual(typesOf(sample({steady: 500, few: 1}), sample({steady: 500, few: 4})), []);
	assert.deepEqual(typesOf(sample({steady: 500, once: 2}), sample({steady: 500})), []);
});

test('ten times the traffic is ten times each pattern, though the shares are the same', () => {
	const changes = comparePatterns(sample({a: 250, b: 250}, {totalLines: 5000}), sample({a: 250, b: 250}, {totalLines: 50_000}));
	assert.deepEqual(changes.map(({id, type, baselinePerMinute, badPerMinute}) => [id, type, baselinePerMinute, badPerMinute]), [['a', 'grown', 250, 2500], ['b', 'grown', 250, 2500]]);
});

test('a longer window does not look like more', () => {
	assert.deepEqual(typesOf(sample({a: 100, b: 300}, {minutes: 10}), sample({a: 600, b: 1800}, {minutes: 60})), []);
});

test('more lines give a higher score to the same ratio', () => {
	const score = (factor: number): number => comparePatterns(sample({a: 10 * factor, rest: 1000 * factor}), sample({a: 100 * factor, rest: 1000 * factor}))[0]!.score;
	assert.ok(score(10) > score(1));
	assert.ok(score(10) < Math.log2(10));
});

test('without a baseline nothing is said', () => {
	assert.deepEqual(comparePatterns(sample({}), sample({a: 100})), []);
	assert.deepEqual(comparePatterns(sample({a: 100}, {minutes: 0}), sample({a: 100})), []);
});

test('a sample is scaled to what Loki counted, with the interval that it allows', () => {
	assert.deepEqual(estimateLines(50, 200, 10_000), {
		share: 0.25, lines: 2500, lowLines: 1951, highLines: 3143,
	});
	assert.deepEqual(estimateLines(7, 200, 200), {
		share: 0.035, lines: 7, lowLines: 7, highLines: 7,
	});
	assert.deepEqual(estimateLines(0, 0, 500), {
		share: 0, lines: 0, lowLines: 0, highLines: 500,
	});
});

test('the interval of a share near 0 or 1 stays between nothing and everything', () => {
	const none = estimateLines(0, 100, 100_000);
	assert.equal(none.lowLines, 0);
	assert.ok(none.highLines > 1000);
	assert.ok(none.highLines < 6000);
	const all = estimateLines(100, 100, 100_000);
	assert.equal(all.highLines, 100_000);
	assert.ok(all.lowLines > 94_000);
});

test('an aging map holds what was used last', () => {
	const evicted: number[] = [];
	const map = new AgingMap<string, number>(8, value => {
		evicted.push(value);
	});
	for (let index = 0; index < 20; index++) {
		map.set(`key ${index}`, index);
		map.get('key 0');
		assert.ok(map.size <= 9);
	}

	assert.equal(map.get('key 0'), 0);
	assert.equal(map.has('key 1'), false);
	assert.equal(map.peek('key 19'), 19);
	assert.ok(evicted.includes(1));
	assert.ok(!evicted.includes(0));
});
