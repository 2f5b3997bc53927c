import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../source/patterns/mining/miner.js';
import {fromLokiPattern} from '../../source/patterns/loki-pattern.js';
import {createSeenSet} from '../../source/patterns/seen-set.js';
import type {LogLevel} from '../../source/patterns/types.js';
import {throughJson} from './draw-lines.js';

const dayMs = 86_400_000;

function patternOf(line: string, level?: LogLevel) {
	const miner = createMiner();
	return miner.pattern(miner.add(line, 0, level).patternId)!;
}

test('a pattern is new once, and again after seven days without it', () => {
	const seen = createSeenSet();
	const pattern = patternOf('order 7 failed');
	assert.deepEqual([0, dayMs, 7 * dayMs, (14 * dayMs) + 1, 15 * dayMs].map(timeMs => seen.take(pattern, timeMs)), [true, false, false, true, false]);
});

test('looking does not count as seeing', () => {
	const seen = createSeenSet();
	const pattern = patternOf('order 7 failed');
	assert.equal(seen.has(pattern, 0), false);
	assert.equal(seen.take(pattern, 0), true);
	assert.equal(seen.has(pattern, dayMs), true);
});

test('what was saved is seen in the next process, whatever else was saved there', () => {
	const first = createSeenSet();
	first.take(patternOf('order 7 failed'), dayMs);
	const saved = throughJson(first.save());
	assert.equal(createSeenSet({saved}).take(patternOf('order 99 failed'), 2 * dayMs), false);
	assert.equal(createSeenSet({saved}).take(patternOf('order 99 shipped'), 2 * dayMs), true);
	for (const broken of [undefined, null, 'x', {version: 9}, {version: 1, seen: 'x'}, {version: 1, seen: [[1], ['a', 2], 3]}]) {
		assert.equal(createSeenSet({saved: broken}).take(patternOf('order 1 failed'), 0), true);
	}
});

test('a pattern is known by its id after a merge, and by its template in another miner', () => {
	const seen = createSeenSet();
	const pattern = patternOf('order 7 failed');
	seen.take(pattern, 0);
	assert.equal(seen.has({...pattern, template: 'order <*> <*>'}, 1), true);
	assert.equal(seen.has({...pattern, id: 'another'}, 1), true);
	assert.equal(seen.has({...pattern, id: 'another', level: 'info'}, 1), false);
});

test('a time that comes late does not shorten the memory', () => {
	const seen = createSeenSet({ttlMs: 10});
	const pattern = patternOf('a');
	seen.take(pattern, 100);
	seen.take(pattern, 50);
	assert.equal(seen.has(pattern, 105), true);
});

test('the set is capped: what was not seen for longest goes', () => {
	const seen = createSeenSet({cap: 16});
	const patterns = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta', 'iota', 'kappa', 'lambda', 'mu'].map(word => patternOf(`${word} happened`));
	for (const [index, pattern] of patterns.entries()) {
		seen.take(pattern, index);
	}

	assert.ok((seen.save() as {seen: unknown[]}).seen.length <= 16);
	assert.equal(seen.has(patterns[0]!, 20), false);
	assert.equal(seen.has(patterns.at(-1)!, 20), true);
});

test('patterns that Loki found seed the set', () => {
	const seen = createSeenSet();
	seen.take(fromLokiPattern('level=error ts=<_> caller=main.go:<_> msg="order <_> failed after <_>"'), 0);
	seen.take(fromLokiPattern('<_> - - [<_>] "GET /api/orders/<_> HTTP/1.1" 502 <_> "-" "curl/<_>"'), 0);
	assert.equal(seen.has(patternOf('ts=2026-03-01T12:00:00Z level=error caller=main.go:42 msg="order 7 failed after 20ms"'), 1), true);
	assert.equal(seen.has(patternOf('10.0.0.1 - - [01/Mar/2026:12:00:00 +0000] "GET /api/orders/7 HTTP/1.1" 502 157 "-" "curl/8.4.0"'), 1), true);
	assert.equal(seen.has(patternOf('level=info msg="order 7 failed after 20ms"'), 1), false);
});
