import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createAnalyses, type ModelSettings} from '../../source/investigate/analyses.js';
import type {LokiClient} from '../../source/loki/types.js';
import type {PatternMiner} from '../../source/patterns/types.js';
import {createStore} from '../../source/store/store.js';
import {nowMs, stateAfter} from '../helpers/states.js';

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
	assert.equal(analysesWith({}).nextModel(), 'no key for Claude is set, so nothing is sent: set ANTHROPIC_API_KEY and start again');
	for (const model of [{apiKey: 'scripted', isScripted: true}, {authToken: 'token'}]) {
		assert.match(analysesWith(model).nextModel(), /^the next analysis asks claude-/);
	}
});

test('whether there is a key is known', () => {
	assert.equal(analysesWith({}).hasKey, false);
	assert.equal(analysesWith({apiKey: 'scripted', isScripted: true}).hasKey, true);
});
