import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createAnalyses, type ModelSettings} from '../../source/investigate/analyses.js';
import type {LokiClient} from '../../source/loki/types.js';
import {createMiner} from '../../source/patterns/mining/miner.js';
import type {PatternMiner} from '../../source/patterns/types.js';
import {citationsOf} from '../../source/answer/placed-citations.js';
import {createStore} from '../../source/store/store.js';
import {afterThisTest, endTest} from '../helpers/local-server.js';
import {nowMs, stateAfter} from '../helpers/states.js';
import {verdictOf} from '../helpers/verdicts.js';
import {answerWith, callTools, startMessagesServer} from './helpers/messages-server.js';
import {onsetMs, sampleEvidence} from './helpers/sample-evidence.js';
import {
	entry,
	nowMs as toolboxNowMs,
	scope,
	startToolbox,
} from './helpers/toolbox.js';

afterEach(endTest);

/** Analyses that are never asked for. */
function analysesWith(model: Partial<ModelSettings>) {
	const store = createStore(stateAfter());
	const analyses = createAnalyses({
		store,
		details: {load: async () => undefined},
		client: {} as unknown as LokiClient,
		scope: () => undefined,
		createMiner: () => ({} as unknown as PatternMiner),
		timeZone: 'UTC',
		model: {
			apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'claude-sonnet-5-5', isScripted: false, ...model,
		},
		redactPatterns: [],
		now: () => nowMs,
		signal: new AbortController().signal,
		placeholders: 'session',
	});
	store.close();
	return analyses;
}

test('without a key the choice of a model says that nothing is sent; with one, or a script, which model is next', () => {
	assert.equal(analysesWith({}).nextModel(), 'no Claude API key: set ANTHROPIC_API_KEY and restart');
	for (const model of [{apiKey: 'scripted', isScripted: true}, {authToken: 'token'}]) {
		assert.match(analysesWith(model).nextModel(), /^the next analysis asks claude-/);
	}
});

test('whether there is a key is known', () => {
	assert.equal(analysesWith({}).hasKey, false);
	assert.equal(analysesWith({apiKey: 'scripted', isScripted: true}).hasKey, true);
});

test('a session that goes on leaves the citations of earlier answers as they were', async () => {
	const box = await startToolbox([entry(onsetMs, 'checkout', 'order 17 lost')]);
	afterThisTest(box.close);
	const server = await startMessagesServer(
		callTools([{id: 'toolu_1', name: 'query_logs', input: {service: 'checkout', from: '2026-01-05T02:50:00Z', to: '2026-01-05T03:10:00Z'}}]),
		answerWith('Orders are lost: [L3] "order 17 lost".'),
		answerWith('Yes, see [L1].'),
	);
	afterThisTest(server.close);
	const store = createStore(stateAfter());
	const start = () => createAnalyses({
		store,
		details: {load: async () => ({evidence: sampleEvidence(), verdict: verdictOf()})},
		client: box.client,
		scope: () => scope,
		createMiner,
		timeZone: 'UTC',
		model: {
			apiKey: 'sk-ant-test-0123456789abcdefghij', authToken: undefined, baseUrl: server.url, model: 'claude-sonnet-5-5', isScripted: false,
		},
		redactPatterns: [],
		now: () => toolboxNowMs,
		signal: new AbortController().signal,
		placeholders: 'session',
	});
	await start().analyse('payment');
	await start().ask('payment', 'are you sure?');
	const analysis = store.getState().analyses.get('payment')!;
	assert.deepEqual(citationsOf(analysis).map(({id, state, turn}) => `${turn} ${id} ${state}`), ['0 L3 verified', '1 L1 cited']);
	store.close();
});
