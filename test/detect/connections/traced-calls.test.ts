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

test('what was called before and goes on after its answer is no caller', () => {
	assert.deepEqual(mapOf(requests(12, ['orders', 0], ['stock', 5], ['stock', 9], ['payments', 15], ['payments', 18], ['orders', 20], ['stock', 60])), ['orders > payments']);
});

test('a service that writes one line, at the end of a request, is not taken for one that is called', () => {
	assert.deepEqual(mapOf(requests(12, ['payments', 5], ['gateway', 40], ['payments', 60])), []);
});

test('what lines say by name counts more than an order of lines that says the opposite, over others too', () => {
	const connections = createConnections();
	const said = (caller: string, callee: string) => Array.from({length: 5}, (_, index) => ({
		service: caller, timeMs: mondayMs + (index * 30_000), isBad: false, named: [callee], called: [callee], callers: [], hosts: [], outside: [], trace: undefined, isRelayed: false, said: undefined, node: undefined, version: undefined,
	}));
	connections.take([...said('gateway', 'orders'), ...said('orders', 'payments')]);
	connections.takeCalls(tracedCalls(requests(12, ['payments', 0], ['gateway', 10], ['gateway', 30], ['payments', 60], ['stock', 61], ['stock', 70], ['payments', 80])));
	assert.deepEqual(connections.calls.known().map(({caller, callee}) => `${caller} > ${callee}`), ['gateway > orders', 'orders > payments', 'payments > stock']);
});

test('a request or two teach nothing, nor do lines that come in one order as often as in the other', () => {
	assert.deepEqual(mapOf(requests(2, ['gateway', 0], ['orders', 5], ['orders', 9], ['gateway', 55])), []);
	assert.deepEqual(mapOf([...requests(12, ['gateway', 0], ['orders', 5], ['orders', 6], ['gateway', 8]), ...requests(12, ['orders', 0], ['gateway', 5], ['gateway', 6], ['orders', 8], ['orders', 9])]), []);
});
