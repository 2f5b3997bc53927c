import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Retry} from '../../source/facts/alert.js';
import {deliveryWords, nextStepWords} from '../../source/words/delivery.js';

const nowMs = Date.UTC(2026, 2, 1, 3, 12);

const wordsOf = (retry: Retry | undefined): string => nextStepWords({
	state: 'unsure', atMs: nowMs, reason: 'No answer.', nextStep: 'Look in the channel.', retry,
}, {nowMs, timeZone: 'UTC'});

test('an alert that no target has answered yet is on its way', () => {
	assert.deepEqual([undefined, 'delivered', 'unsure', 'failed'].map(state => deliveryWords(state === undefined ? undefined : {state: state as 'delivered'})), ['on its way', 'delivered', 'may have been delivered', 'not delivered']);
});

for (const [retry, words] of [
	[undefined, 'Look in the channel.'],
	[{by: 'session', atMs: nowMs + 120_000}, 'It is sent again at 03:14:00, marked as a repeat.'],
	[{by: 'session', atMs: nowMs - 1}, 'Look in the channel.'],
	[{by: 'pass', afterMs: 0}, 'It is sent again with the next pass, marked as a repeat.'],
	[{by: 'pass', afterMs: 120_000}, 'It is sent again with the first pass after 2 min, marked as a repeat.'],
	[{by: 'reminder', attempts: 6}, 'It was sent 6 times without a clear answer: look in the channel. It is sent again with the reminder.'],
] as const) {
	test(`the next step after an unclear delivery: ${words} (${retry?.by ?? 'no retry'})`, () => {
		assert.equal(wordsOf(retry), words);
	});
}
