import assert from 'node:assert/strict';
import {test} from 'node:test';
import {isRoutineWarning} from '../../../source/patterns/read/routine-warning.js';

test('a retry, a deprecation, a fallback and a new configuration are routine', () => {
	for (const message of [
		'token refresh failed, retrying in 2s',
		'charge not accepted, attempt 2 of 5',
		'connection to broker lost, reconnecting',
		'backing off for 400 ms',
		'publish failed, will try again',
		'option max_conns is deprecated, use pool.max',
		'DeprecationWarning: datetime.utcnow() is scheduled for removal',
		'this endpoint will be removed in v3',
		'TLS 1.1 is no longer supported',
		'legacy header x-token used by client',
		'no value for region, falling back to eu-1',
		'unknown locale xx, using default',
		'configuration reloaded, 2 keys unknown',
		'reloading config after SIGHUP',
	]) {
		assert.ok(isRoutineWarning(message), message);
	}
});

test('what runs out, fills up or is exceeded is not', () => {
	for (const message of [
		'Memory above soft limit',
		'CPU 325 %',
		'heap usage 91 % after GC',
		'queue depth 18200 exceeds 5000',
		'replication lag 48 s',
		'disk /data 93 % full',
		'event loop blocked for 820 ms',
		'clock skew of 4 s detected',
		'thread pool saturated, 200 tasks rejected',
		'certificate expires in 2 days',
	]) {
		assert.ok(!isRoutineWarning(message), message);
	}
});
