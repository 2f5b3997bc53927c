import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createConnections} from '../../../source/detect/connections/connections.js';
import {tracedCalls} from '../../../source/detect/connections/traced-calls.js';
import type {SenseEvent} from '../../../source/detect/senses/types.js';
import {mondayMs} from '../../helpers/traffic.js';

/** Requests, every 10 s: who writes after how many milliseconds. */
const requests = (count: number, ...lines: ReadonlyArray<readonly [service: string, afterMs: number]>): readonly SenseEvent[] => Array.from({length: count}, (_, index) => lines.map(([service, afterMs], place): SenseEvent => ({
	timeMs: mondayMs + (index * 10_000) + afterMs, service, key: `${service}#${place}`, text: service, isError: false, trace: `t${lines.length}-${index}`, span: service,
}))).flat();

const mapOf = (events: readonly SenseEvent[]): string[] => {
	const connections = createConnections();
	connections.takeCalls(tracedCalls(events));
	connections.takeCalls(tracedCalls(events));
	return connections.calls.known().map(({caller, callee}) => `${caller} > ${callee}`);
};

test('requests that pass through services teach who calls whom, without a name in any line', () => {
	assert.deepEqual(mapOf(requests(12, ['gateway', 0], ['orders', 5], ['payments', 9], ['payments', 40], ['orders', 50], ['gateway', 55])), ['gateway > orders', 'orders > payments']);
});

test('what is called and goes on after its answer is no caller, nor is what was called before', () => {
	assert.deepEqual(mapOf(requests(12, ['orders', 0], ['stock', 5], ['stock', 9], ['payments', 15], ['orders', 20], ['payments', 60])), ['orders > stock', 'orders > payments']);
});

test('a request or two teach nothing, nor do lines that come in one order as often as in the other', () => {
	assert.deepEqual(mapOf(requests(2, ['gateway', 0], ['orders', 5], ['gateway', 55])), []);
	assert.deepEqual(mapOf([...requests(12, ['gateway', 0], ['orders', 5], ['gateway', 8]), ...requests(12, ['orders', 0], ['gateway', 5], ['orders', 8], ['orders', 9])]), []);
});
