import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {closeApps, showApp} from '../helpers/show-app.js';
import {
	anomaly,
	minuteMs,
	minutesOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';

afterEach(closeApps);

const fleet = stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})}, {
	type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map([['payment', {errorsPerMinute: 3.1, errorsLimitPerMinute: 7, linesPerMinute: 230}]]),
});

test('after the time of --lock without a key, the next key only unlocks and sends nothing', async () => {
	const {store, intents, see, press} = showApp({...fleet, lock: {afterMs: 15 * minuteMs, lastKeyMs: nowMs}});
	await see('s alert');
	store.dispatch({type: 'clock-ticked', nowMs: nowMs + (15 * minuteMs)});
	await see('locked after 15 min without a key: press any key to go on');
	press('s');
	await see('s alert');
	assert.deepEqual(intents.filter(({type}) => type === 'send-alert'), []);
	press('s');
	await see('s alert');
	assert.equal(intents.filter(({type}) => type === 'send-alert').length, 1);
});

test('any key counts as somebody who is there', async () => {
	const {store, see, press} = showApp({...fleet, lock: {afterMs: 15 * minuteMs, lastKeyMs: nowMs}});
	await see('s alert');
	store.dispatch({type: 'clock-ticked', nowMs: nowMs + (10 * minuteMs)});
	press('j');
	store.dispatch({type: 'clock-ticked', nowMs: nowMs + (24 * minuteMs)});
	assert.doesNotMatch(await see('s alert'), /locked/);
});
