import {test} from 'node:test';
import assert from 'node:assert/strict';
import {
	costOf,
	defaultModelId,
	findModel,
	knownModelIds,
	nextModelId,
	priceWords,
} from '../../../../source/investigate/claude/request/models.js';
import {readTokens, sumUsage, withSeenText} from '../../../../source/investigate/claude/budget/token-usage.js';

const tokens = (input: number, output: number, cacheRead = 0, cacheWrite = 0) => ({
	input, output, cacheRead, cacheWrite,
});

test('the default model is in the table, with thinking, cache and price', () => {
	const model = findModel(defaultModelId);
	assert.equal(knownModelIds()[0], defaultModelId);
	assert.ok(model.canThink);
	assert.ok(model.canCache);
	assert.equal(costOf(model, tokens(1_000_000, 0)), 2);
	assert.equal(costOf(model, tokens(0, 1_000_000)), 10);
});

test('a dated id is its family, and keeps its own name', () => {
	assert.deepEqual(findModel('claude-haiku-4-5-20251001'), {...findModel('claude-haiku-4-5'), id: 'claude-haiku-4-5-20251001'});
});

test('an unknown model gets only what every server takes, and no price', () => {
	for (const id of ['claude-sonnet-9', 'llama3.3:70b', '', '__proto__', 'toString']) {
		const model = findModel(id);
		assert.equal(model.canThink, false);
		assert.equal(costOf(model, tokens(1000, 1000)), undefined);
		assert.ok(model.maxOutputTokens >= 8192);
	}
});

test('a long prompt costs what the table says of long prompts', () => {
	const haiku = findModel('claude-haiku-5-5');
	assert.equal(costOf(haiku, tokens(100_000, 0))?.toFixed(4), '0.0100');
	assert.equal(costOf(haiku, tokens(50_000, 0, 50_001))?.toFixed(4), '0.0275');
});

test('usage is read from what servers really send', () => {
	assert.deepEqual(readTokens({input_tokens: 10, output_tokens: 1, cache_read_input_tokens: null}), tokens(10, 1));
	assert.deepEqual(readTokens({output_tokens: 50}, tokens(10, 1, 7, 3)), tokens(10, 50, 7, 3));
	assert.deepEqual(readTokens({output_tokens: 'many', input_tokens: -5}), tokens(0, 0));
	assert.deepEqual(readTokens(undefined), tokens(0, 0));
	assert.equal(withSeenText(tokens(10, 1), 400).output, 100);
	assert.deepEqual(sumUsage(findModel('x'), [tokens(1, 2, 3, 4)]), {inputTokens: 8, outputTokens: 2, costDollars: undefined});
	assert.equal(sumUsage(findModel(defaultModelId), []).costDollars, 0);
});

test('the key goes through the models that are offered and the one that the settings name', () => {
	const round = (configured: string, presses: number) => {
		const seen = [configured];
		for (let press = 0; press < presses; press++) {
			seen.push(nextModelId(seen.at(-1) ?? configured, configured));
		}

		return seen;
	};

	assert.deepEqual(round('claude-sonnet-5-5', 3), ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-sonnet-5-5']);
	assert.deepEqual(round('llama3', 4), ['llama3', 'claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'llama3']);
	assert.equal(priceWords(findModel('claude-opus-5-5')), '$4 in, $20 out a million tokens');
	assert.equal(priceWords(findModel('llama3')), undefined);
});
