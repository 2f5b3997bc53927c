import assert from 'node:assert/strict';
import {test} from 'node:test';
import {mineEntries} from '../../../source/investigate/evidence/mined-sample.js';
import type {LogEntry} from '../../../source/loki/types.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';

const entry = (line: string, index: number, labels: LogEntry['labels']): LogEntry => ({
	timeNs: `${index}`, timeMs: 1_000_000 + index, line, labels,
});

test('a stack trace that is written one line a frame is one event with its message, pods apart', () => {
	const a = {app: 'payment', pod: 'a', detected_level: 'error'};
	const frame = {app: 'payment', pod: 'a', detected_level: 'unknown'};
	const b = {app: 'payment', pod: 'b', detected_level: 'info'};
	const mined = mineEntries([
		entry('java.lang.IllegalStateException: pool is shut down', 0, a),
		entry('charged card ending 42', 1, b),
		entry('\tat com.acme.Pool.take(Pool.java:81)', 2, frame),
		entry('\tat com.acme.Charge.run(Charge.java:12)', 3, frame),
	], createMiner());
	const idOf = (text: string) => mined.find(({entry: {line}}) => line.includes(text))?.patternId;
	assert.equal(mined.length, 4);
	assert.equal(idOf('Pool.java'), idOf('IllegalStateException'));
	assert.equal(idOf('Charge.java'), idOf('IllegalStateException'));
	assert.notEqual(idOf('charged card'), idOf('IllegalStateException'));
	assert.equal(mined.find(({entry: {line}}) => line.includes('Pool.java'))?.level, 'error');
});
