import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlerter} from '../../source/alerting/alerter.js';
import {createCooldown} from '../../source/alerting/cooldown.js';
import type {Outbox} from '../../source/alerting/outbox.js';
import type {Delivery} from '../../source/alerting/types.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {createStore} from '../../source/store/store.js';
import {anomaly, nowMs, stateAfter} from '../helpers/states.js';

const outbox: Outbox = {
	begin: async entry => ({
		...entry, id: '1', contentHash: '', createdMs: nowMs, delivery: undefined,
	}),
	finish: async () => undefined,
	pending: () => [],
	last: () => undefined,
	note: () => undefined,
};

/** An alerter whose messages arrive when they are told to. */
function alerterWith(post: () => Promise<Delivery>) {
	const store = createStore(stateAfter({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()}));
	const alerter = createAlerter({
		store,
		webhook: {label: 'slack', post},
		loadDetail: async () => undefined,
		createRedactor: () => createRedactor([]),
		openOutbox: async () => outbox,
		cooldown: createCooldown({cooldownMs: 60_000}),
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
	assert.match(noticeText() ?? '', /s again sends it once more/);
	const sent = alerter.send('payment');
	assert.equal(noticeText(), undefined);
	await sent;
	assert.equal(store.getState().alerts.length, 2);
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
