import assert from 'node:assert/strict';
import {test} from 'node:test';
import {joinLines} from '../../source/patterns/join-lines.js';
import {createMiner} from '../../source/patterns/mining/miner.js';

type Line = {readonly line: string; readonly timeMs: number; readonly stream: string};

/** Patterns of the events of some lines, in a miner that has not seen anything. */
function patternsOf(lines: readonly string[], streams: readonly string[] = ['a']): readonly string[] {
	const miner = createMiner();
	for (const {line, timeMs} of joinLines<Line>(lines.map((line, index) => ({line, timeMs: index, stream: streams[index % streams.length]!})), ({stream}) => stream)) {
		miner.add(line, timeMs);
	}

	return miner.patterns().map(({template}) => template).toSorted();
}

const trace = (order: number): readonly string[] => [
	`java.lang.IllegalStateException: Cart ${order} is closed`,
	'\tat com.example.Cart.add(Cart.java:87)',
	'\tat com.example.Service.save(Service.java:41)',
	'\tat com.example.Web.post(Web.java:9)',
	'\tat org.x.Filter.go(Filter.java:1)',
	'Caused by: java.io.IOException: disk full',
	'\tat com.example.Disk.write(Disk.java:7)',
	'\t... 23 more',
];
const whole = 'java.lang.IllegalStateException: Cart <*> is closed java.io.IOException: disk full at com.example.Cart.add at com.example.Service.save at com.example.Web.post';

test('a trace wrapped by its container is the pattern of the same trace without it', () => {
	const cri = trace(7).map(line => `2026-03-01T12:00:00.123456789Z stderr F ${line}`);
	const docker = trace(7).map(line => JSON.stringify({log: `${line}\n`, stream: 'stderr', time: '2026-03-01T12:00:00Z'}));
	assert.deepEqual(patternsOf(trace(7)), [whole]);
	assert.deepEqual(patternsOf(cri), [whole]);
	assert.deepEqual(patternsOf(docker), [whole]);
});

test('traces of several pods, each a stream of its own, are one pattern however they are mixed', () => {
	const [one, two, three] = [trace(1), trace(2), trace(3)];
	assert.deepEqual(patternsOf(one.flatMap((line, index) => [line, two[index]!, three[index]!]), ['a', 'b', 'c']), [whole]);
});

test('traces of several pods in one stream add few patterns, not one a frame', () => {
	const [one, two, three] = [trace(1), trace(2), trace(3)];
	const mixed = one.flatMap((line, index) => [line, two[index]!, three[index]!]);
	assert.ok(patternsOf(mixed).length <= 2, patternsOf(mixed).join('\n'));
	assert.ok(patternsOf(mixed).includes(whole), patternsOf(mixed).join('\n'));
});

test('frames whose beginning was not read are one pattern, wherever they begin', () => {
	for (const start of [1, 2, 3, 4]) {
		assert.deepEqual(patternsOf(trace(7).slice(start, 5)), ['at <*>']);
	}

	assert.deepEqual(patternsOf(['\tat com.example.Cart.add(Cart.java:87)']), ['at <*>']);
	assert.deepEqual(patternsOf(['  File "/app/shop/views.py", line 42, in checkout', '    charge(order)']), ['at <*>']);
	assert.deepEqual(patternsOf(trace(7).slice(3)), ['java.io.IOException: disk full at com.example.Disk.write']);
});

test('a traceback behind a prefix is its exception and its last frames', () => {
	const lines = ['2026-03-01 12:00:00,123 ERROR [worker-1] shop.pay: Traceback (most recent call last):', '  File "/app/shop/pay.py", line 10, in charge', '    raise PaymentError("x")', 'shop.errors.PaymentError: card of 7 declined'];
	assert.deepEqual(patternsOf(lines), ['shop.pay: shop.errors.PaymentError: card of <*> declined at pay.charge']);
});
