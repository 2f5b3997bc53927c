import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createStore} from '../../source/store/store.js';
import type {Screen, ScreenAction} from '../../source/ui/screens/registry.js';
import {analysisOf} from '../helpers/reports.js';
import {nowMs, stateAfter, type Action} from '../helpers/states.js';
import {until} from '../helpers/until.js';

/** A store, and what a listener and a recorder have heard of it. */
function listenedStore() {
	const store = createStore<Screen, ScreenAction>(stateAfter());
	const noticed: number[] = [];
	const facts: string[] = [];
	store.subscribe(() => {
		noticed.push(store.getState().nowMs);
	});
	store.onAction(({type}) => {
		facts.push(type);
	});
	return {store, facts, noticed};
}

const tick = (index: number): Action => ({type: 'clock-ticked', nowMs: nowMs + index});

test('listeners are notified once of many facts, and see the last; whoever writes facts down gets each at once', async () => {
	const {store, facts, noticed} = listenedStore();
	for (let index = 1; index <= 50; index++) {
		store.dispatch(tick(index));
	}

	assert.equal(facts.length, 50);
	assert.deepEqual(noticed, []);
	await until(() => noticed.length > 0, 'the notice');
	assert.deepEqual(noticed, [nowMs + 50]);
	store.dispatch(tick(51));
	await until(() => noticed.length > 1, 'the next notice');
	assert.deepEqual(noticed, [nowMs + 50, nowMs + 51]);
	store.close();
});

test('the text of an answer is batched too', async () => {
	const {store, noticed} = listenedStore();
	store.dispatch({type: 'analysis-opened', analysis: analysisOf()});
	store.dispatch({
		type: 'turn-asked', service: 'payment', question: undefined, atMs: nowMs,
	});
	for (let index = 0; index < 50; index++) {
		store.dispatch({
			type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'word '}, atMs: nowMs,
		});
	}

	await until(() => noticed.length > 0, 'the notice');
	assert.equal(noticed.length, 1);
	assert.equal(store.getState().analyses.get('payment')?.turns[0]?.text, 'word '.repeat(50));
	store.close();
});

test('what the user does is notified at once, with the facts that waited', async () => {
	const {store, noticed} = listenedStore();
	store.dispatch(tick(1));
	store.dispatch({type: 'help-toggled'});
	assert.deepEqual(noticed, [nowMs + 1]);
	store.dispatch(tick(2));
	await until(() => noticed.length > 1, 'the next notice');
	assert.deepEqual(noticed, [nowMs + 1, nowMs + 2], 'the facts that were notified are not notified again');
	store.close();
});

test('nobody is notified of what changes nothing, or of anything once the store is closed', () => {
	const {store, facts, noticed} = listenedStore();
	store.dispatch({
		type: 'turn-asked', service: 'unknown', question: undefined, atMs: nowMs,
	});
	assert.deepEqual(facts, []);
	store.close();
	store.dispatch(tick(1));
	store.dispatch({type: 'help-toggled'});
	assert.deepEqual(noticed, []);
	assert.equal(store.getState().nowMs, nowMs + 1);
});
