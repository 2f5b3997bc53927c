import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAlerter, type AlerterOptions} from '../../source/alerting/alerter.js';
import {createCooldown} from '../../source/alerting/cooldown.js';
import type {Outbox} from '../../source/alerting/outbox.js';
import type {SendOptions} from '../../source/alerting/targets/target.js';
import type {Alert, Delivery} from '../../source/facts/alert.js';
import type {Anomaly} from '../../source/detect/types.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {alertRows, recordedRows} from '../../source/words/alert-rows.js';
import {createStore} from '../../source/store/store.js';
import {connected} from '../helpers/connected.js';
import {until} from '../helpers/until.js';
import {analysisOf, turnOf} from '../helpers/reports.js';
import {
	anomaly,
	evidenceOf,
	minuteMs,
	nowMs,
	stateAfter,
	type Action,
} from '../helpers/states.js';
import {verdictOf} from '../helpers/verdicts.js';

const outbox: Outbox = {
	begin: async entry => ({
		...entry, id: '1', createdMs: nowMs, delivery: undefined,
	}),
	finish: async () => undefined,
	last: () => undefined,
	note: () => undefined,
};

const detected = (...anomalies: readonly Anomaly[]): Action => ({type: 'detected', anomalies, expectations: new Map()});

/** An alerter whose messages arrive when they are told to. */
function alerterWith(send: (alert: Alert, options: SendOptions) => Promise<Delivery>, {repeatAfterMs = [1, 1], actions = [detected(anomaly({service: 'payment'}))], loadDetail = async () => undefined}: {readonly repeatAfterMs?: readonly number[]; readonly actions?: readonly Action[]; readonly loadDetail?: AlerterOptions['loadDetail']} = {}) {
	const store = createStore(stateAfter(...actions));
	const alerter = createAlerter({
		store,
		targets: [{
			id: 'slack', label: 'hooks.slack.com', send, render: alertRows,
		}],
		scope: () => undefined,
		loadDetail,
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
	const {alerter, noticeText, store} = alerterWith(async () => results[posts++]!, {repeatAfterMs: []});
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
	const known: Array<Delivery | undefined> = [];
	const {alerter, store, noticeText} = alerterWith(async (alert, {repeatOfMs}) => {
		sent.push([alert, repeatOfMs]);
		known.push(store.getState().alerts[0]?.delivery);
		return sent.length < 3
			? {
				state: 'unsure', atMs: nowMs, reason: 'no answer.', nextStep: 'look',
			}
			: {state: 'delivered', atMs: nowMs};
	});
	await alerter.send('payment');
	await until(() => store.getState().alerts[0]?.delivery?.state === 'delivered', 'the repeat');
	assert.deepEqual(known[1], {
		state: 'unsure', atMs: nowMs, reason: 'no answer.', nextStep: 'look', retry: {by: 'session', atMs: nowMs + 1},
	}, 'facts, and no sentence that is soon untrue');
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
	await until(() => (noticeText() ?? '').includes('may not have been delivered'), 'the last repeat');
	assert.equal(posts, 3);
	store.close();
});

const delivered = async (): Promise<Delivery> => ({state: 'delivered', atMs: nowMs});

/** A model's finding about a service, asked for so many minutes ago. */
const analysed = (service: string, minutesAgo: number, headline: string): readonly Action[] => [
	{type: 'analysis-opened', analysis: {...analysisOf(turnOf('{}')), service, startedMs: nowMs - (minutesAgo * minuteMs)}},
	{type: 'report-read', service, report: {headline, command: undefined, slackLine: undefined}},
];

/** Trouble that began so many minutes ago; it is over where it says when. */
const trouble = (service: string, minutesAgo: number, overAgo?: number): Anomaly => {
	const onsetMs = nowMs - (minutesAgo * minuteMs);
	const resolvedMs = overAgo === undefined ? undefined : nowMs - (overAgo * minuteMs);
	return anomaly({
		service, onsetMs, openedMs: onsetMs + minuteMs, lastSeenMs: resolvedMs ?? nowMs, resolvedMs, state: resolvedMs === undefined ? 'ongoing' : 'resolved',
	});
};

test('an alert tells what a model found out about this incident, not about an earlier one of the same service', async t => {
	const loadDetail: AlerterOptions['loadDetail'] = async service => ({evidence: evidenceOf(service, []), verdict: verdictOf({service})});
	const toldOf = async (service: string, ...actions: readonly Action[]) => {
		const {alerter, store} = alerterWith(delivered, {actions, loadDetail});
		await alerter.send(service);
		store.close();
		const {finding} = store.getState().alerts[0]!.alert!;
		return `${finding?.source}: ${finding?.told?.headline}`;
	};

	const before = [detected(trouble('payment', 300, 240)), ...analysed('payment', 290, 'the disk was full')];
	await t.test('an earlier incident', async () => {
		assert.equal(await toldOf('payment', ...before, detected(trouble('payment', 14))), 'rules: undefined');
	});
	await t.test('this one', async () => {
		assert.equal(await toldOf('payment', detected(trouble('payment', 14)), ...analysed('payment', 10, 'the pool ran out')), 'claude: the pool ran out');
	});
	await t.test('this one, whose first anomaly is over and no longer known to the detector', async () => {
		const first = {...trouble('payment', 50, 30), fingerprint: 'payment pattern-storm', kind: 'pattern-storm' as const};
		assert.equal(await toldOf('payment', detected(first), detected(trouble('payment', 45)), ...analysed('payment', 20, 'the pool ran out')), 'claude: the pool ran out');
	});
	await t.test('this one, whose first anomaly was announced at another time once more of the past was known', async () => {
		const known = {...trouble('payment', 14), openedMs: nowMs - (10 * minuteMs)};
		assert.equal(await toldOf('payment', detected(trouble('payment', 14)), ...analysed('payment', 9, 'the pool ran out'), detected(known)), 'claude: the pool ran out');
	});
	await t.test('another service of this incident, and an earlier incident of that service', async () => {
		const both = detected(...connected([trouble('payment', 14), trouble('checkout', 13)]));
		assert.equal(await toldOf('payment', both, ...analysed('checkout', 10, 'payment is slow')), 'claude: payment is slow');
		const earlier = [detected(trouble('checkout', 300, 240)), ...analysed('checkout', 290, 'the disk was full')];
		assert.equal(await toldOf('payment', ...earlier, both), 'rules: undefined');
	});
	await t.test('a calm service: its last incident, or none', async () => {
		assert.equal(await toldOf('payment', ...before), 'claude: the disk was full');
		assert.equal(await toldOf('payment', ...analysed('payment', 20, 'nothing is wrong')), 'claude: nothing is wrong');
	});
});

test('a detail that cannot be read is asked for once', async () => {
	const asked: string[] = [];
	const {alerter, store} = alerterWith(delivered, {
		async loadDetail(service) {
			asked.push(service);
			return undefined;
		},
	});
	await alerter.send('payment');
	assert.deepEqual(asked, ['payment']);
	assert.equal(store.getState().alerts[0]!.alert!.finding, undefined);
	store.close();
});
