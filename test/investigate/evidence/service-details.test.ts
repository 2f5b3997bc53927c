import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import {createServiceDetails} from '../../../source/investigate/evidence/service-details.js';
import {createLokiClient} from '../../../source/loki/client.js';
import type {LokiClient} from '../../../source/loki/types.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {createStore} from '../../../source/store/store.js';
import {scope} from '../../helpers/alerts.js';
import {
	anomaly,
	minuteMs,
	nowMs,
	stateAfter,
} from '../../helpers/states.js';

let loki: SandboxLoki;

before(async () => {
	loki = await startSandboxLoki({now: () => nowMs});
	loki.push([{
		labels: {namespace: 'production', service_name: 'payment'}, timeNs: BigInt(nowMs - minuteMs) * 1_000_000n, line: 'pool is full', metadata: {detected_level: 'error'},
	}]);
});

after(async () => {
	await loki.close();
});

/** The details of an hour's trouble, on a clock of the test's own, with how many questions each reading cost. */
function detailsOn(url: string) {
	const real = createLokiClient({url});
	/** Nobody waits for the counts of patterns, so they are no part of what a reading asks. */
	const client: LokiClient = {
		...real,
		queryMetrics: async (query, options) => query.query.includes('sentinel_pattern') ? {series: [], warnings: [], cost: real.cost()} : real.queryMetrics(query, options),
	};
	const store = createStore(stateAfter({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()}));
	let passedMs = 0;
	const details = createServiceDetails({
		client,
		scope: () => scope,
		store,
		createMiner,
		known: {has: () => false, take: () => undefined},
		now: () => nowMs + passedMs,
		signal: new AbortController().signal,
	});
	return {
		details,
		store,
		passMs(ms: number) {
			passedMs += ms;
		},
		async questionsOf(load: () => Promise<unknown>): Promise<number> {
			const {requests} = client.cost();
			await load();
			return client.cost().requests - requests;
		},
	};
}

test('evidence of the last minute is shown as it is, older evidence and what is asked for is read again', async () => {
	const {
		details, store, passMs, questionsOf,
	} = detailsOn(loki.url);
	const load = async () => details.load('payment');
	assert.ok(await questionsOf(load) > 0);
	const first = store.getState().details.get('payment')?.evidence;
	passMs(minuteMs - 1);
	assert.equal(await questionsOf(load), 0);
	assert.equal(store.getState().details.get('payment')?.evidence, first);
	passMs(1);
	assert.ok(await questionsOf(load) > 0);
	assert.notEqual(store.getState().details.get('payment')?.evidence, first);
	assert.ok(await questionsOf(async () => details.load('payment', {forceRefresh: true})) > 0);
	store.close();
});

test('evidence that was read before an anomaly opened is read again, also while it is being read', async () => {
	const {
		details, store, passMs, questionsOf,
	} = detailsOn(loki.url);
	await details.load('payment');
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment'}), anomaly({service: 'payment', kind: 'volume-surge'})], expectations: new Map()});
	assert.ok(await questionsOf(async () => details.load('payment')) > 0);
	assert.deepEqual(store.getState().details.get('payment')?.evidence?.anomalies.map(({kind}) => kind), ['error-spike', 'volume-surge']);

	passMs(minuteMs);
	store.dispatch({type: 'detected', anomalies: [], expectations: new Map()});
	const reading = details.load('payment', {forceRefresh: true});
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()});
	const second = await details.load('payment');
	assert.equal(second?.evidence.anomalies.length, 1);
	await reading;
	store.close();
});

test('what is being read is not asked for twice', async () => {
	const {details, store, questionsOf} = detailsOn(loki.url);
	const once = await questionsOf(async () => details.load('payment'));
	const twice = await questionsOf(async () => Promise.all([details.load('payment', {forceRefresh: true}), details.load('payment', {forceRefresh: true})]));
	assert.equal(twice, once);
	store.close();
});

test('a Loki that is gone fails the reading, and leaves what was known', async () => {
	const gone = await startSandboxLoki({now: () => nowMs});
	const {details, store, passMs} = detailsOn(gone.url);
	await details.load('payment');
	const known = store.getState().details.get('payment')?.evidence;
	await gone.close();
	passMs(minuteMs);
	assert.equal(await details.load('payment'), undefined);
	const detail = store.getState().details.get('payment');
	assert.equal(detail?.status, 'failed');
	assert.ok(detail.trouble);
	assert.equal(detail.evidence, known);
	store.close();
});
