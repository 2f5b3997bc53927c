import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {closeApps, showApp} from '../helpers/show-app.js';
import {fleet, minuteMs, nowMs} from '../helpers/states.js';

afterEach(closeApps);

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

test('a screen that locks while something is typed says so, and keeps what was typed', async () => {
	const {store, see, press} = showApp({...fleet, lock: {afterMs: 15 * minuteMs, lastKeyMs: nowMs}});
	await see('s alert');
	press('/');
	press('ca');
	await see('filter: ca');
	store.dispatch({type: 'clock-ticked', nowMs: nowMs + (15 * minuteMs)});
	await see('locked after 15 min without a key');
	press('x');
	assert.match(await see('filter: ca'), /filter: ca(?!x)/);
});
