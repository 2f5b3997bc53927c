import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createWhenLive} from '../../../source/commands/watch/when-live.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore} from '../../../source/store/store.js';
import {nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';

test('what a screen wants of a Loki that is not known yet is read once it answers, the newest wishes only, and not after the end', async () => {
	const store = createStore(initialState(nowMs));
	const controller = new AbortController();
	let scope: {readonly selector: string} | undefined;
	const whenLive = createWhenLive({store, scope: () => scope, signal: controller.signal});
	const read: number[] = [];
	const wasRead = (number: number): boolean => read.includes(number);
	const want = (number: number) => {
		const wish = async (): Promise<void> => {
			read.push(number);
		};

		whenLive(wish);
	};

	for (let number = 0; number < 20; number++) {
		want(number);
	}

	store.dispatch({type: 'connection-changed', change: {status: 'reading'}});
	assert.deepEqual(read, []);
	scope = {selector: '{app="payment"}'};
	want(20);
	assert.deepEqual(read, [20]);
	store.dispatch({type: 'connection-changed', change: {status: 'live'}});
	await until(() => read.length > 1, 'what waited');
	assert.deepEqual(read, [20, ...Array.from({length: 16}, (_, index) => index + 4)]);

	scope = undefined;
	want(21);
	controller.abort();
	store.dispatch({type: 'help-toggled'});
	assert.ok(!wasRead(21));
	store.close();
});
