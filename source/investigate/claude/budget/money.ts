import {costOf, type Model, type TokenCounts} from '../request/models.js';
import type {Budget} from './budget.js';
import {inputOf, noTokens} from './token-usage.js';

/** An answer that is shorter than this is none: what it takes to think is part of it. */
const minAnswerTokens = 2000;
/** What a step of the search leaves for the answer after it. */
const goodAnswerTokens = 4000;
/** A step of the search needs this much to think and to ask, and its results about this much. */
const minStepTokens = 2000;
const minResultTokens = 350;
/** How much more the last request may hold than the next one. */
const growth = 1.25;

export type NextRequest = {
	readonly model: Model;
	readonly budget: Budget;
	/** Its input; never less than what it will really be. */
	readonly inputTokens: number;
	/** How much of that was read for the questions before this one. */
	readonly earlierTokens: number;
	/** What the request before it used: what that one held, this one may read from the cache. */
	readonly last: TokenCounts | undefined;
	/** Output tokens where money is no matter. */
	readonly wantedTokens: number;
};

/** The most that a request can cost, in dollars: nothing of it is cached, and every token of the output is used. */
const worstCost = (model: Model, inputTokens: number, outputTokens: number): number => costOf(model, {...noTokens, ...(model.canCache ? {cacheWrite: inputTokens} : {input: inputTokens}), output: outputTokens}) ?? 0;

/** Reading the next request, as far as the last one shows that the cache works. */
const likelyInputCost = ({model, inputTokens, last}: NextRequest): number => {
	const cached = last && last.cacheRead + last.cacheWrite > 0 ? Math.min(inputOf(last), inputTokens) : 0;
	const written = inputTokens - cached;
	return costOf(model, {...noTokens, cacheRead: cached, ...(model.canCache ? {cacheWrite: written} : {input: written})}) ?? 0;
};

const dollarsLeft = ({limits, dollars}: Budget): number => limits.dollars - dollars;
const inputLeft = ({budget, inputTokens, earlierTokens}: NextRequest): number => budget.limits.inputTokens - (inputTokens - earlierTokens);

/** Output tokens that so much money buys after an input of this size. */
const outputFor = (dollars: number, {model, inputTokens}: NextRequest): number => {
	const price = worstCost(model, inputTokens, 1) - worstCost(model, inputTokens, 0);
	// One less, so that no rounding of cents exceeds the limit.
	return price === 0 ? Infinity : Math.floor(dollars / price) - 1;
};

/** Whether the request keeps both limits, whatever comes of it. */
export const isWithinBudget = (next: NextRequest, outputTokens: number): boolean => inputLeft(next) >= 0 && worstCost(next.model, next.inputTokens, outputTokens) <= dollarsLeft(next.budget);

/** Output tokens that a step with tools may have, so that there is room and money left for an answer after it; undefined where there would not be. */
export const tokensForStep = (next: NextRequest): number | undefined => {
	const {model, budget, wantedTokens, inputTokens} = next;
	const left = dollarsLeft(budget);
	const tokens = Math.min(
		wantedTokens,
		// What the step says, the answer's request has to hold.
		inputLeft(next) - minResultTokens,
		outputFor(left - worstCost(model, inputTokens, 0), next),
		// Without tools the last request shares no cached prefix with the others.
		outputFor(left - likelyInputCost(next) - worstCost(model, inputTokens * growth, goodAnswerTokens), next),
	);
	return tokens < minStepTokens ? undefined : tokens;
};

/** What a step has no room for where `tokensForStep` finds none. */
export const limitOfStep = (next: NextRequest): 'inputTokens' | 'dollars' => inputLeft(next) - minResultTokens < minStepTokens ? 'inputTokens' : 'dollars';

/** Output tokens that the answer may have; undefined where it would cost more than is left, or read more than it may. */
export const tokensForAnswer = (next: NextRequest): number | undefined => {
	const tokens = Math.min(next.wantedTokens, outputFor(dollarsLeft(next.budget) - worstCost(next.model, next.inputTokens, 0), next));
	return tokens >= Math.min(minAnswerTokens, next.wantedTokens) && isWithinBudget(next, tokens) ? tokens : undefined;
};

/** What the answer has no room for where `tokensForAnswer` finds none. */
export const limitOfAnswer = (next: NextRequest): 'inputTokens' | 'dollars' => inputLeft(next) < 0 ? 'inputTokens' : 'dollars';

/** The longest input for which an answer can still be paid. */
export const affordableInput = (model: Model, budget: Budget): number => {
	const left = dollarsLeft(budget);
	const within = (from: number, most: number): number => {
		const fixed = worstCost(model, from, goodAnswerTokens);
		const price = worstCost(model, from + 1, goodAnswerTokens) - fixed;
		return price === 0 ? most : Math.min(most, from + Math.floor((left - fixed) / price));
	};

	const aboveTokens = model.longPrompt?.aboveTokens ?? Infinity;
	const short = within(0, aboveTokens);
	return Math.max(0, short < aboveTokens ? short : Math.max(short, within(aboveTokens + 1, Infinity)));
};
