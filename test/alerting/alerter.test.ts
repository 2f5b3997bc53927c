import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlerter} from '../../source/alerting/alerter.js';
import {createCooldown} from '../../source/alerting/cooldown.js';
import type {Outbox} from '../../source/alerting/outbox.js';
import type {SendOptions} from '../../source/alerting/targets/target.js';
import type {Alert, Delivery} from '../../source/alerting/types.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {alertRows, recordedRows} from '../../source/words/alert-rows.js';
import {createStore} from '../../source/store/store.js';
import {until} from '../helpers/until.js';
import {anomaly, nowMs, stateAfter} from '../helpers/states.js';

const outbox: Outbox = {
	begin: async entry => ({
		...entry, id: '1', createdMs: nowMs, delivery: undefined,
	}),
	finish: async () => undefined,
	last: () => undefined,
	note: () => undefined,
};

/** An alerter whose messages arrive when they are told to. */
function alerterWith(send: (alert: Alert, options: SendOptions) => Promise<Delivery>, repeatAfterMs: readonly number[] = [1, 1]) {
	const store = createStore(stateAfter({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()}));
	const alerter = createAlerter({
		store,
		targets: [{
			id: 'slack', label: 'hooks.slack.com', send, render: alertRows,
		}],
		scope: () => undefined,
		loadDetail: async () => undefined,
		createRedactor: () => createRedactor([]),
		openOutbox: async () => outbox,
		cooldown: createCooldown({cooldownMs: 60_000}),
		repeatAfterMs,
		now: () => nowMs,
		signal: new AbortController().signal,
	});
	const noticeText = () => store.getState().notice?.text;
	return {store, alerter, noticeText};
}

test('what asks for a second press is gone once the alert is on its way again', async () => {
	const {alerter, noticeText, store} = alerterWith(async () => ({state: 'delivered', atMs: nowMs}));
	await alerter.send('payment');
	await alerter.send('payment');
	assert.match(noticeText() ?? '', /^already sent .*; press s again to resend$/);
	const sent = alerter.send('payment');
	assert.equal(noticeText(), undefined);
	await sent;
	assert.equal(store.getState().alerts.length, 2);
	store.close();
});

test('what may have arrived asks for a second press too, what certainly did not is sent again at once', async () => {
	const results: Delivery[] = [{
		state: 'failed', atMs: nowMs, reason: 'refused.', nextStep: 'look',
	}, {
		state: 'unsure', atMs: nowMs, reason: 'no answer.', nextStep: 'look',
	}];
	let posts = 0;
	const {alerter, noticeText, store} = alerterWith(async () => results[posts++]!, []);
	await alerter.send('payment');
	await alerter.send('payment');
	assert.equal(posts, 2);
	await alerter.send('payment');
	assert.match(noticeText() ?? '', /^already sent .*; press s again to resend$/);
	assert.equal(posts, 2);
	store.close();
});

test('that an alert is on its way is said no longer than it is, and other news stays', async () => {
	let arrive: (() => void) | undefined;
	const arrival = new Promise<Delivery>(resolve => {
		arrive = () => {
			resolve({state: 'delivered', atMs: nowMs});
		};
	});
	const {alerter, noticeText, store} = alerterWith(async () => arrival);
	const sent = alerter.send('payment');
	await alerter.send('payment');
	assert.equal(noticeText(), 'this alert is on its way');
	arrive?.();
	await sent;
	assert.equal(noticeText(), undefined);

	store.dispatch({type: 'notice', notice: {text: 'written to a file', tone: 'good', untilMs: nowMs + 8000}});
	await alerter.send('checkout');
	assert.equal(noticeText(), 'written to a file');
	store.close();
});

test('what may not have arrived is sent again by itself, with the same content under a mark, until it is delivered', async () => {
	const sent: Array<readonly [Alert, number | undefined]> = [];
	const {alerter, store, noticeText} = alerterWith(async (alert, {repeatOfMs}) => {
		sent.push([alert, repeatOfMs]);
		return sent.length < 3
			? {
				state: 'unsure', atMs: nowMs, reason: 'no answer.', nextStep: 'look',
			}
			: {state: 'delivered', atMs: nowMs};
	});
	await alerter.send('payment');
	await until(() => store.getState().alerts[0]?.delivery?.state === 'delivered', 'the repeat');
	assert.match(noticeText() ?? '', /repeated alert was delivered/);
	assert.equal(sent.length, 3);
	assert.deepEqual(sent.map(([, repeatOfMs]) => repeatOfMs), [undefined, nowMs, nowMs]);
	assert.equal(new Set(sent.map(([alert]) => alert)).size, 1);
	const [record, ...others] = store.getState().alerts;
	assert.deepEqual(others, []);
	assert.match(recordedRows(record!)[0] ?? '', /^repeat: the first attempt at 03:12 UTC may not have arrived$/);
	store.close();
});

test('a message that never has a clear answer is repeated a few times only', async () => {
	let posts = 0;
	const {alerter, store, noticeText} = alerterWith(async () => {
		posts++;
		return {
			state: 'unsure', atMs: nowMs, reason: 'no answer.', nextStep: 'look',
		};
	});
	await alerter.send('payment');
	await until(() => (noticeText() ?? '').includes('may not have arrived either'), 'the last repeat');
	assert.equal(posts, 3);
	store.close();
});
