import {test, type TestContext} from 'node:test';
import {setImmediate as turn} from 'node:timers/promises';
import {lookIntoFirst} from '../../../source/investigate/evidence/first-look.js';
import {createStore} from '../../../source/store/store.js';
import {
	anomaly,
	minutesOf,
	nowMs,
	stateAfter,
} from '../../helpers/states.js';

test('the first to break is looked into once for each trouble, and again where another kind of anomaly opens in it', async (t: TestContext) => {
	const store = createStore(stateAfter(
		{type: 'minutes-read', minutes: minutesOf({payment: [231, 42], cart: [120, 0]})},
		{type: 'connection-changed', change: {status: 'live', lastAnswerMs: nowMs}},
	));
	const ending = new AbortController();
	t.after(() => {
		ending.abort();
		store.close();
	});
	const looked: string[] = [];
	lookIntoFirst(store, {
		async load(service) {
			looked.push(service);
			return undefined;
		},
	}, ending.signal);
	const detect = async (...anomalies: ReadonlyArray<ReturnType<typeof anomaly>>) => {
		const told = new Promise<void>(resolve => {
			const end = store.subscribe(() => {
				end();
				resolve();
			});
		});
		store.dispatch({type: 'detected', anomalies, expectations: new Map()});
		await told;
		await turn();
	};

	const spike = anomaly({service: 'payment'});
	await detect(spike);
	t.assert.deepStrictEqual(looked, ['payment']);
	await detect(spike, anomaly({service: 'payment', fingerprint: 'another'}));
	t.assert.deepStrictEqual(looked, ['payment'], 'the same kind again');
	await detect(spike, anomaly({service: 'payment', kind: 'new-pattern', fingerprint: 'new'}));
	t.assert.deepStrictEqual(looked, ['payment', 'payment']);
});
