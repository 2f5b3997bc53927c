import {costOf, type Model, type TokenCounts} from '../request/models.js';
import type {Budget} from './budget.js';

/** An answer that is shorter than this is none. */
const minAnswerTokens = 4000;
/** A step of the search needs this much to think and to ask. */
const minStepTokens = 2000;
/** How much more the last request may hold than the next one. */
const growth = 1.25;

export type NextRequest = {
	readonly model: Model;
	readonly budget: Budget;
	/** Estimate of its input. */
	readonly inputTokens: number;
	/** What the request before it used: what that one held, this one may read from the cache. */
	readonly last: TokenCounts | undefined;
	/** Output tokens where money is no matter. */
	readonly wantedTokens: number;
};

const nothing: TokenCounts = {
	input: 0, cacheRead: 0, cacheWrite: 0, output: 0,
};

const writeCost = (model: Model, tokens: number): number => costOf(model, model.canCache ? {...nothing, cacheWrite: tokens} : {...nothing, input: tokens}) ?? 0;
const inputOf = ({input, cacheRead, cacheWrite}: TokenCounts): number => input + cacheRead + cacheWrite;

/** Reading the next request, as far as the last one shows that the cache works. */
const likelyInputCost = ({model, inputTokens, last}: NextRequest): number => {
	const cached = last && last.cacheRead + last.cacheWrite > 0 ? Math.min(inputOf(last), inputTokens) : 0;
	return (costOf(model, {...nothing, cacheRead: cached}) ?? 0) + writeCost(model, inputTokens - cached);
};

const outputPrice = (model: Model): number => costOf(model, {...nothing, output: 1}) ?? 0;

/** Output tokens that a step with tools may have, so that there is money left for an answer after it; undefined where there would not be. */
export const tokensForStep = (next: NextRequest): number | undefined => {
	const {model, budget, wantedTokens, inputTokens} = next;
	const price = outputPrice(model);
	if (price === 0) {
		return wantedTokens;
	}

	// Without tools the last request shares no cached prefix with the others.
	const answer = writeCost(model, inputTokens * growth) + (minAnswerTokens * price);
	const tokens = Math.floor((budget.limits.dollars - budget.dollars - likelyInputCost(next) - answer) / price);
	return tokens < minStepTokens ? undefined : Math.min(wantedTokens, tokens);
};

/** Output tokens that the answer may have: what there is money for, but always enough for a short one. */
export const tokensForAnswer = ({model, budget, wantedTokens, inputTokens}: NextRequest): number => {
	const price = outputPrice(model);
	const affordable = price === 0 ? wantedTokens : Math.floor((budget.limits.dollars - budget.dollars - writeCost(model, inputTokens)) / price);
	return Math.min(wantedTokens, Math.max(minAnswerTokens, affordable));
};
