import type {MessageCreateParamsStreaming} from '@anthropic-ai/sdk/resources/messages';
import {createBudgetMeter, type BudgetMeter} from '../budget/budget-meter.js';
import type {AnalysisEvent, BudgetName} from '../../../facts/analysis.js';
import {budgetWords, startBudget, type BudgetLimits} from '../budget/budget.js';
import {costOf, type Model, type TokenCounts} from '../request/models.js';
import {
	affordableInput,
	isWithinBudget,
	limitOfAnswer,
	limitOfStep,
	tokensForAnswer,
	tokensForStep,
	type NextRequest,
} from '../budget/money.js';
import {estimateInput, requestBody, type RequestMode} from '../request/request-body.js';
import {inputOf} from '../budget/token-usage.js';
import type {Sender} from '../request/send-request.js';
import type {Toolbox} from '../../tools/toolbox.js';
import {
	budgetTrouble,
	describeFailure,
	isTooLong,
	type ApiFailure,
	type TroubleContext,
} from '../troubles.js';
import {elideResults, leaveOut, type Turn} from '../turns.js';
import {runCalls} from './run-calls.js';

export type AnswererOptions = {
	readonly model: Model;
	readonly sender: Sender;
	readonly toolbox: Toolbox | undefined;
	readonly budget: Partial<BudgetLimits>;
	readonly maxOutputTokens: number;
	readonly callTimeoutMs: number;
	readonly now: () => number;
	readonly context: TroubleContext;
};

/** What an API has refused is not asked of it again in this conversation. */
type Refused = {format: boolean; toolChoice: boolean; tools: boolean};

/** A question while it is answered: what it may use, and how much the model had read before it. */
type Asked = {readonly turns: readonly Turn[]; readonly meter: BudgetMeter; readonly earlierTokens: number};

type Planned = {readonly mode: RequestMode; readonly body: MessageCreateParamsStreaming; readonly next: NextRequest};

/** How many more tokens a text may be than is estimated. */
const margin = 1.25;

/** Above this much input, old results are left out: a share of what the model can hold, and a number beyond which it gets slow and dear. */
const maxContextShare = 0.6;
const maxContextTokens = 80_000;

/** Answers the turns of one conversation: asks, runs the tools that the model calls, and asks again until it has answered. */
export type Answerer = {
	/** The last turn is the one to answer; what is done for it is noted there. Ends with `ended` or `failed`. */
	readonly answer: (turns: readonly Turn[], signal: AbortSignal) => AsyncGenerator<AnalysisEvent>;
	/** The request that was sent last. */
	readonly lastRequest: () => MessageCreateParamsStreaming | undefined;
	/** The one that would be sent first for the last turn. */
	readonly nextRequest: (turns: readonly Turn[]) => MessageCreateParamsStreaming;
};

export const createAnswerer = (options: AnswererOptions): Answerer => {
	const {model, sender, toolbox, maxOutputTokens, now} = options;
	const refused: Refused = {format: false, toolChoice: false, tools: false};
	const definitions = toolbox?.definitions ?? [];
	let last: MessageCreateParamsStreaming | undefined;
	/** What the API counted of the last request, and what was estimated of it. */
	let counted: {readonly tokens: number; readonly estimate: number} | undefined;

	const canSearch = (): boolean => toolbox !== undefined && !refused.tools;
	const isStructured = (): boolean => model.canFormat && !refused.format;
	const isFormatted = (turns: readonly Turn[]): boolean => isStructured() && turns.length === 1;

	const bodyOf = (turns: readonly Turn[], mode: RequestMode, maxTokens: number): MessageCreateParamsStreaming => requestBody({
		model, turns, definitions, mode, isFormatted: isFormatted(turns), isStructured: isStructured(), maxTokens,
	});

	const withoutCalls = (): RequestMode => refused.toolChoice || refused.tools ? 'words' : 'answer';

	const elideOld = (turns: readonly Turn[]): void => {
		const limit = Math.min(maxContextTokens, model.contextTokens * maxContextShare);
		elideResults(turns, () => estimateInput(bodyOf(turns, canSearch() ? 'search' : 'words', maxOutputTokens)) > limit, toolbox);
	};

	/** The most that the input of a request can be: what the API counted of the last one and what came to it since. */
	const maxInput = (body: MessageCreateParamsStreaming): number => {
		const estimate = estimateInput(body);
		const most = estimate * Math.max(margin, counted ? counted.tokens / counted.estimate : 0);
		return Math.ceil(counted ? Math.min(most, counted.tokens + (Math.max(0, estimate - counted.estimate) * margin)) : most);
	};

	const nextOf = (body: MessageCreateParamsStreaming, {meter, earlierTokens}: Asked): NextRequest => ({
		model, budget: meter.budget(), inputTokens: maxInput(body), earlierTokens, last: sender.last(), wantedTokens: maxOutputTokens,
	});

	const spend = ({meter, earlierTokens}: Asked, tokens: TokenCounts, body: MessageCreateParamsStreaming): void => {
		meter.spendRequest({inputTokens: inputOf(tokens) - earlierTokens, outputTokens: tokens.output, dollars: costOf(model, tokens) ?? 0});
		meter.capInput(affordableInput(model, meter.budget()) - earlierTokens);
		counted = {tokens: inputOf(tokens), estimate: estimateInput(body)};
	};

	/** The next request with tools; or the limit that leaves no room for one with an answer after it. */
	const planStep = (asked: Asked): Planned | BudgetName => {
		const spent = asked.meter.spent();
		if (spent) {
			return spent;
		}

		const body = bodyOf(asked.turns, 'search', maxOutputTokens);
		const next = nextOf(body, asked);
		const tokens = tokensForStep(next);
		return tokens === undefined ? limitOfStep(next) : {mode: 'search', body: {...body, max_tokens: tokens}, next};
	};

	/** The request for the answer; results that there is no money to send are left out. The limit where even so it would exceed the budget. */
	const planAnswer = (asked: Asked): Planned | 'inputTokens' | 'dollars' => {
		const mode = withoutCalls();
		for (;;) {
			const body = bodyOf(asked.turns, mode, maxOutputTokens);
			const next = nextOf(body, asked);
			const tokens = tokensForAnswer(next);
			if (tokens !== undefined) {
				return {mode, body: {...body, max_tokens: tokens}, next};
			}

			if (!leaveOut(asked.turns, toolbox)) {
				return limitOfAnswer(next);
			}
		}
	};

	/** Whether more can be looked for, and how long the answer may be. The limit where no request fits into the budget. */
	const planRequest = (asked: Asked): ReturnType<typeof planAnswer> => {
		if (!canSearch()) {
			return planAnswer(asked);
		}

		const step = planStep(asked);
		if (typeof step === 'object') {
			return step;
		}

		asked.meter.endSearch(step);
		const lastStep = asked.turns.at(-1)?.steps.at(-1);
		if (lastStep) {
			lastStep.note = `The budget is spent (${budgetWords[step]}): report now with what is known, and list the gaps.`;
		}

		return planAnswer(asked);
	};

	/** Whether the API takes the request without what it refused. */
	const canDoWithout = (failure: ApiFailure, {mode, body}: Planned): boolean => {
		if (failure.status !== 400 || isTooLong(failure)) {
			return false;
		}

		if (body.output_config && /output_config|output_format|json_schema|structured output/i.test(failure.message)) {
			refused.format = true;
			return true;
		}

		if (mode === 'answer' && body.tool_choice) {
			refused.toolChoice = true;
			return true;
		}

		if (mode === 'search' && body.tools && /\btools?\b/i.test(failure.message)) {
			refused.tools = true;
			return true;
		}

		return false;
	};

	async function * answer(turns: readonly Turn[], signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
		const turn = turns.at(-1)!;
		const before = sender.last();
		const isFollowUp = turns.length > 1;
		// What was read for the questions before is not this one's.
		const earlierTokens = isFollowUp && before ? inputOf(before) + before.output : 0;
		const meter = createBudgetMeter(startBudget(options.budget, {isFollowUp, nowMs: now()}), now);
		const asked: Asked = {turns, meter, earlierTokens};
		const isBudgetShown = canSearch();
		const budgetEvents = (): readonly AnalysisEvent[] => isBudgetShown ? [{type: 'budget', budget: meter.use()}] : [];
		yield * budgetEvents();
		for (;;) {
			elideOld(turns);
			const request = planRequest(asked);
			if (typeof request === 'string') {
				yield * budgetEvents();
				yield {type: 'failed', trouble: budgetTrouble(options.context, request, meter.use()[request])};
				return;
			}

			last = request.body;
			const outcome = yield * sender.send(request.body, {
				signal,
				mayCallTools: request.mode === 'search',
				isFormatted: isFormatted(turns),
				onText(text) {
					turn.answer += text;
				},
				onTokens(tokens) {
					spend(asked, tokens, request.body);
				},
				mayAskAgain: () => isWithinBudget({...request.next, budget: meter.budget()}, request.body.max_tokens),
			});
			if (outcome.type === 'calls' && toolbox) {
				yield * budgetEvents();
				const results = yield * runCalls(outcome.calls, {
					toolbox, meter, signal, timeoutMs: options.callTimeoutMs, now,
				});
				turn.steps.push({content: outcome.content, results, note: undefined});
				// What was said before the calls is part of the step.
				turn.answer = '';
				if (signal.aborted) {
					yield {type: 'ended', stopReason: 'aborted', trouble: undefined};
					return;
				}

				continue;
			}

			if (outcome.type === 'refused' && canDoWithout(outcome.failure, request)) {
				continue;
			}

			meter.endSearch();
			yield * budgetEvents();
			if (outcome.type === 'refused') {
				yield {type: 'failed', trouble: describeFailure(outcome.failure, options.context)};
			} else if (outcome.type === 'final') {
				turn.isWhole = outcome.event.type === 'ended' && outcome.event.stopReason !== 'aborted';
				yield outcome.event;
			}

			return;
		}
	}

	return {
		answer,
		lastRequest: () => last,
		nextRequest: turns => bodyOf(turns, canSearch() ? 'search' : withoutCalls(), maxOutputTokens),
	};
};
