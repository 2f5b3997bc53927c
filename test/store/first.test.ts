import assert from 'node:assert/strict';
import {test} from 'node:test';
import {currentIncidents} from '../../source/store/selectors/incidents.js';
import {firstIn} from '../../source/store/selectors/first.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
	type Action,
} from '../helpers/states.js';

const counted: Action = {type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [90, 0]})};
const detected = (isInterim: boolean): Action => ({
	type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map(), isInterim,
});
const confidenceAfter = (...actions: readonly Action[]) => {
	const state = stateAfter(counted, ...actions);
	return firstIn(state, currentIncidents(state)[0]!).confidence;
};

test('who was first is preliminary while lines or the past are still read, and not any more once it is judged', () => {
	assert.equal(confidenceAfter(detected(true)), 'preliminary');
	assert.equal(confidenceAfter(detected(false)), undefined);
	assert.equal(confidenceAfter({type: 'backfill-changed', change: {doneHours: 1, isRunning: true}}, detected(false)), 'preliminary');
});

test('what is muted as a whole is not judged, and not preliminary for that', () => {
	const mute = {target: {service: 'payment'}, untilMs: nowMs + 3_600_000};
	assert.equal(confidenceAfter({type: 'mutes-changed', mutes: [mute]}, detected(false)), undefined);
});
