import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {BudgetName} from '../../../../source/facts/analysis.js';
import {
	beginCall,
	canScan,
	defaultLimits,
	endCall,
	endSearch,
	reserveScanBytes,
	roomForResult,
	spendRequest,
	spentLimit,
	startBudget,
	useOf,
	type Budget,
} from '../../../../source/investigate/claude/budget/budget.js';
import {findModel, type TokenCounts} from '../../../../source/investigate/claude/request/models.js';
import {tokensForAnswer, tokensForStep} from '../../../../source/investigate/claude/budget/money.js';

const start = (limits: Parameters<typeof startBudget>[0] = {}, isFollowUp = false): Budget => startBudget(limits, {isFollowUp, nowMs: 1000});

test('a question has 12 calls, a follow-up 6, and each its own of everything else', () => {
	assert.equal(start().limits.calls, 12);
	assert.deepEqual(start({}, true).limits, {...defaultLimits, calls: 6});
	assert.equal(start({calls: 3}, true).limits.calls, 3);
	assert.deepEqual(useOf(start({}, true), 1000).resultBytes, {used: 0, limit: 256 * 1024});
});

test('each limit is found spent by its name', async t => {
	const cases: ReadonlyArray<readonly [name: BudgetName, budget: Budget, nowMs: number]> = [
		['calls', {...start(), calls: 12}, 1000],
		['seconds', start(), 91_000],
		['resultBytes', {...start(), resultBytes: (256 * 1024) - 500}, 1000],
		['scanBytes', {...start(), scanBytes: 10 * (1024 ** 3)}, 1000],
		['inputTokens', spendRequest(start(), {inputTokens: 59_900, outputTokens: 0, dollars: 0}), 1000],
		['dollars', spendRequest(start(), {inputTokens: 0, outputTokens: 0, dollars: 0.5}), 1000],
	];
	for (const [name, budget, nowMs] of cases) {
		await t.test(name, () => {
			assert.equal(spentLimit(budget, nowMs), name);
			assert.equal(useOf(budget, nowMs).spent, name);
		});
	}

	await t.test('none', () => {
		assert.equal(spentLimit(start(), 90_900), undefined);
	});
});

test('calls at the same time cannot exceed a limit together: what runs has set its most aside', () => {
	let budget = start({resultBytes: 20_000, scanBytes: 100});
	budget = beginCall(budget, roomForResult(budget, 8192));
	budget = beginCall(budget, roomForResult(budget, 8192));
	assert.equal(roomForResult(budget, 8192), 20_000 - (2 * 8192));
	budget = endCall(budget, {reserved: {resultBytes: 8192, scanBytes: 0}, resultBytes: 100, scanBytes: 0});
	assert.equal(roomForResult(budget, 8192), 8192);
	assert.ok(canScan(budget, 100));
	budget = reserveScanBytes(budget, 60);
	assert.ok(canScan(budget, 40));
	assert.ok(!canScan(budget, 41));
	budget = endCall(budget, {reserved: {resultBytes: 8192, scanBytes: 60}, resultBytes: 200, scanBytes: 10});
	assert.ok(canScan(budget, 90));
	assert.deepEqual([budget.calls, budget.resultBytes, budget.scanBytes], [2, 300, 10]);
});

test('results count as input until the API says what they were', () => {
	const budget = endCall(beginCall(start({inputTokens: 3000}), 8192), {reserved: {resultBytes: 8192, scanBytes: 0}, resultBytes: 6000, scanBytes: 0});
	assert.equal(budget.inputTokens, 2000);
	assert.equal(roomForResult(budget, 8192), 3000);
	assert.equal(spendRequest(budget, {inputTokens: 1500, outputTokens: 0, dollars: 0}).inputTokens, 1500);
});

test('the time stands still once the model has all that it gets to see', () => {
	assert.deepEqual(useOf(endSearch(start(), 31_000), 80_000).seconds, {used: 30, limit: 90});
	assert.deepEqual(useOf(start(), 200_000).seconds, {used: 90, limit: 90});
});

test('the money leaves room for an answer after each step, whatever the model', async t => {
	const last: TokenCounts = {
		input: 10, cacheRead: 0, cacheWrite: 14_000, output: 400,
	};
	for (const id of ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5', 'claude-fable-5-1', 'claude-sonnet-4-6']) {
		await t.test(id, () => {
			const model = findModel(id);
			const price = model.price!;
			let budget = start();
			let inputTokens = 14_000;
			for (let step = 0; step < 40; step++) {
				const next = {
					model, budget, inputTokens, last: step === 0 ? undefined : {...last, cacheWrite: inputTokens}, earlierTokens: 0, wantedTokens: 16_000,
				};
				const tokens = tokensForStep(next);
				const allowed = tokens ?? tokensForAnswer(next)!;
				assert.ok(allowed >= 2000);
				// The worst that can come: nothing cached on the last request, and every token used.
				const cost = ((tokens === undefined || step === 0 ? inputTokens * price.cacheWrite : (inputTokens * price.cacheRead)) + (allowed * price.output)) / 1_000_000;
				budget = spendRequest(budget, {inputTokens, outputTokens: allowed, dollars: cost});
				assert.ok(budget.dollars <= 0.5, `${id}: $${budget.dollars} after ${step + 1} requests`);
				if (tokens === undefined) {
					return;
				}

				inputTokens += 1000;
			}

			assert.ok(id.includes('haiku'), 'only the cheapest never gets there');
		});
	}

	await t.test('a model without a price is not held back', () => {
		const next = {
			model: findModel('claude-next-9'), budget: start(), inputTokens: 1e6, last: undefined, earlierTokens: 1e6, wantedTokens: 9000,
		};
		assert.equal(tokensForStep(next), 9000);
		assert.equal(tokensForAnswer(next), 9000);
	});
});
