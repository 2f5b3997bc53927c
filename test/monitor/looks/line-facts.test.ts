import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineFacts} from '../../../source/monitor/looks/line-facts.js';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';

const names = createKnownNames(['orders', 'payments-api', 'session-store']);
const factsOf = (line: string) => lineFacts({
	service: 'session-store', timeMs: 0, line, labels: {}, isBad: true, said: undefined, trace: undefined,
}, names);

test('an error that a called one does not answer, without a word of which, may mean any service', () => {
	for (const line of ['upstream returned 503', 'socket hang up', 'context deadline exceeded', 'dial tcp 10.96.0.17:8080: connect: connection refused']) {
		assert.ok(factsOf(line).isRelayed, line);
	}
});

test('one that names a host outside, or a database by its port, does not', () => {
	for (const line of ['read failed err=connect ECONNREFUSED 10.7.0.12:6379', 'dial tcp db-orders.internal:5432: connect: connection refused', 'Post "https://api.carrier.example.com/v2/labels": context deadline exceeded', 'failed to connect to broker 10.0.4.2:9092']) {
		assert.ok(!factsOf(line).isRelayed, line);
	}
});
