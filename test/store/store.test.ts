import assert from 'node:assert/strict';
import {test, type TestContext} from 'node:test';
import {createStore} from '../../source/store/store.js';
import {analysisOf} from '../helpers/reports.js';
import {nowMs, stateAfter, type Action} from '../helpers/states.js';
import type {Screen, ScreenAction} from '../../source/ui/screens/registry.js';

/** A store on a clock of the test's own, and how often it has notified a listener. */
function listenedStore({mock}: TestContext) {
	mock.timers.enable({apis: ['setTimeout']});
	const store = createStore<Screen, ScreenAction>(stateAfter());
	let notices = 0;
	const facts: string[] = [];
	store.subscribe(() => {
		notices++;
	});
	store.onAction(({type}) => {
		facts.push(type);
	});
	return {
		store, facts, notices: () => notices, passMs(ms: number) {
			mock.timers.tick(ms);
		},
	};
}

const tick = (index: number): Action => ({type: 'clock-ticked', nowMs: nowMs + index});

test('listeners hear of many facts once, a tenth of a second after the first, and see the last', t => {
	const {store, facts, notices, passMs} = listenedStore(t);
	for (let index = 1; index <= 50; index++) {
		store.dispatch(tick(index));
	}

	passMs(99);
	assert.equal(notices(), 0);
	assert.equal(facts.length, 50, 'who writes facts down hears of each at once');
	passMs(1);
	assert.equal(notices(), 1);
	assert.equal(store.getState().nowMs, nowMs + 50);
	passMs(1000);
	assert.equal(notices(), 1);
});

test('text of an answer is notified four times a second', t => {
	const {store, notices, passMs} = listenedStore(t);
	const write = () => {
		store.dispatch({
			type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'word '}, atMs: nowMs,
		});
	};

	store.dispatch({type: 'analysis-opened', analysis: analysisOf()});
	passMs(100);
	assert.equal(notices(), 1);
	store.dispatch({
		type: 'turn-asked', service: 'payment', question: undefined, atMs: nowMs,
	});
	passMs(100);
	for (let at = 0; at < 1000; at += 10) {
		write();
		passMs(10);
	}

	assert.ok(notices() >= 2 + 3 && notices() <= 2 + 4, `${notices()} notices`);
});

test('what the user does is notified at once, with the facts that waited', t => {
	const {store, notices, passMs} = listenedStore(t);
	store.dispatch(tick(1));
	store.dispatch({type: 'help-toggled'});
	assert.equal(notices(), 1);
	passMs(1000);
	assert.equal(notices(), 1);
});

test('nobody hears of what changes nothing, or of anything once the store is closed', t => {
	const {store, facts, notices, passMs} = listenedStore(t);
	store.dispatch({
		type: 'turn-asked', service: 'unknown', question: undefined, atMs: nowMs,
	});
	passMs(1000);
	assert.deepEqual([facts.length, notices()], [0, 0]);
	store.dispatch(tick(1));
	store.close();
	store.dispatch(tick(2));
	passMs(1000);
	assert.equal(notices(), 0);
	assert.equal(store.getState().nowMs, nowMs + 2);
});
