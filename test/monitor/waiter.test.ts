import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createWaiter} from '../../source/monitor/waiter.js';
import {followersOf} from '../helpers/followers.js';

test('waits leave nothing behind on the signal that lives as long as the program', async () => {
	const waiter = createWaiter();
	const {signal} = new AbortController();
	for (let count = 0; count < 100; count++) {
		const waiting = waiter.wait(60_000, signal);
		waiter.wake();
		await waiting;
		await waiter.wait(0, signal);
	}

	assert.equal(followersOf(signal), 0);
});

test('a wait ends when it is woken, when it was woken before it began, and with its signal', async () => {
	const waiter = createWaiter();
	const ending = new AbortController();
	const waiting = waiter.wait(60_000, ending.signal);
	assert.equal(waiter.isWoken(), false);
	waiter.wake();
	await waiting;
	assert.equal(waiter.isWoken(), false, 'it has done what it was woken for');

	waiter.wake();
	assert.equal(waiter.isWoken(), true);
	await waiter.wait(60_000, ending.signal);
	assert.equal(waiter.isWoken(), false);

	const last = waiter.wait(60_000, ending.signal);
	ending.abort();
	await last;
	await waiter.wait(60_000, ending.signal);
});
