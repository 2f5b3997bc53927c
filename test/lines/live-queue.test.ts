import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createLiveQueue, maxShownPerSecond, maxWaitingLines} from '../../source/lines/live-queue.js';
import type {LogEntry} from '../../source/loki/types.js';

const line = (index: number, text = `line ${index}`): LogEntry => ({
	timeMs: index, timeNs: `${index}000000`, line: text, labels: {},
});
const lines = (count: number, from = 0): readonly LogEntry[] => Array.from({length: count}, (_, index) => line(from + index));
const moving = {isHeld: false};
const held = {isHeld: true};

test('what can be shown is shown as it came', () => {
	const queue = createLiveQueue();
	queue.push(lines(3));
	queue.push(lines(2, 3));
	assert.deepEqual(queue.take(250, moving), {entries: lines(5), leftOut: 0});
	assert.deepEqual(queue.take(250, moving), {entries: [], leftOut: 0});
});

test('what comes too fast is sampled in its order, errors first, and the rest is counted', () => {
	const queue = createLiveQueue();
	const wrong = new Set([7, 4000, 8999]);
	queue.push(Array.from({length: 9000}, (_, index) => line(index, wrong.has(index) ? 'level=error msg="pool is empty"' : 'level=info msg=tick')));
	const {entries, leftOut} = queue.take(1000, moving);
	assert.equal(entries.length, maxShownPerSecond);
	assert.equal(leftOut, 9000 - maxShownPerSecond);
	assert.deepEqual(entries.filter(entry => entry.line.includes('error')).map(({timeMs}) => timeMs), [...wrong]);
	assert.deepEqual(entries.map(({timeMs}) => timeMs), entries.map(({timeMs}) => timeMs).toSorted((a, b) => a - b));
	assert.ok(entries.at(-1)!.timeMs > 8900);
	assert.ok(entries[0]!.timeMs < 20);
});

test('while it is held lines wait and are counted; then all come, none sampled, as fast as can be shown', () => {
	const queue = createLiveQueue();
	queue.push(lines(2500));
	assert.deepEqual(queue.take(250, held), {entries: [], leftOut: 0});
	assert.equal(queue.waiting(), 2500);
	const shown: LogEntry[] = [];
	for (let second = 0; second < 4; second++) {
		queue.push(lines(100, 2500 + (second * 100)));
		const {entries, leftOut} = queue.take(1000, moving);
		shown.push(...entries);
		assert.equal(leftOut, 0);
	}

	assert.deepEqual(shown, lines(2900));
});

test('of what waits too long the newest stay, and how many went is said', () => {
	const queue = createLiveQueue();
	queue.push(lines(maxWaitingLines));
	queue.take(250, held);
	queue.push(lines(500, maxWaitingLines));
	assert.deepEqual(queue.take(250, held), {entries: [], leftOut: 0});
	assert.equal(queue.waiting(), maxWaitingLines + 500);
	const {entries, leftOut} = queue.take(1000, moving);
	assert.equal(leftOut, 500);
	assert.equal(entries[0]?.timeMs, 500);
});
