import assert from 'node:assert/strict';
import {test} from 'node:test';
import {anomalySchema} from '../../../source/incidents/records/verdict-schema.js';
import {anomaly} from '../../helpers/states.js';

/** As a record keeps it. */
const throughJson = (value: unknown): unknown => {
	const text = JSON.stringify(value);
	return JSON.parse(text);
};

const slow = anomaly({
	service: 'payment', kind: 'slow', countedUntilMs: 5, pattern: {id: 'p1', template: 'charge'}, share: 0.5, services: 3, times: {observedMs: 4100, expectedMs: 120}, blame: 8,
});

test('an anomaly is read from a record with all that was written', () => {
	assert.deepEqual(anomalySchema.parse(throughJson(slow)), throughJson(slow));
});

test('an anomaly that could not be put into words is not read', () => {
	const damage = {
		kind: 'unheard-of', onsetMs: '02:58', pattern: {id: 'p1'}, share: 'half', services: [], factor: '14x', times: {observedMs: 4100}, blame: 'most',
	};
	for (const [name, value] of Object.entries(damage)) {
		assert.equal(anomalySchema.safeParse({...throughJson(slow) as Record<string, unknown>, [name]: value}).success, false, name);
	}
});
