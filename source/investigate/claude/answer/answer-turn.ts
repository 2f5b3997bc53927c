import type {MessageCreateParamsStreaming} from '@anthropic-ai/sdk/resources/messages';
import {createBudgetMeter, type BudgetMeter} from '../budget/budget-meter.js';
import {budgetWords, startBudget, type BudgetLimits} from '../budget/budget.js';
import {costOf, type Model} from '../request/models.js';
import {tokensForAnswer, tokensForStep} from '../budget/money.js';
import {estimateInput, requestBody, type RequestMode} from '../request/request-body.js';
import type {Sender} from '../request/send-request.js';
import type {Toolbox} from '../../tools/toolbox.js';
import {
	describeFailure,
	isTooLong,
	type ApiFailure,
	type TroubleContext,
} from '../../verdict/troubles.js';
import {elideResults, type Turn} from '../turns.js';
import type {AnalysisEvent} from '../../types.js';
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

/** Above this much input, old results are left out: a share of what the model can hold, and a number beyond which it gets slow and dear. */
const maxContextShare = 0.6;
const maxContextTokens = 80_000;

const inputOf = ({input, cacheRead, cacheWrite}: {readonly input: number; readonly cacheRead: number; readonly cacheWrite: number}): number => input + cacheRead + cacheWrite;

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

	/** Whether more can be looked for, and how long the answer may be. */
	const planRequest = (turns: readonly Turn[], meter: BudgetMeter | undefined): {readonly mode: RequestMode; readonly body: MessageCreateParamsStreaming} => {
		if (!meter) {
			const mode = withoutCalls();
			return {mode, body: bodyOf(turns, mode, maxOutputTokens)};
		}

		const search = bodyOf(turns, 'search', maxOutputTokens);
		const next = {
			model, budget: meter.budget(), inputTokens: estimateInput(search), last: sender.last(), wantedTokens: maxOutputTokens,
		};
		const stepTokens = meter.spent() === undefined ? tokensForStep(next) : undefined;
		if (stepTokens !== undefined) {
			return {mode: 'search', body: {...search, max_tokens: stepTokens}};
		}

		const spent = meter.spent() ?? 'dollars';
		meter.endSearch(spent);
		const lastStep = turns.at(-1)?.steps.at(-1);
		if (lastStep) {
			lastStep.note = `The budget is spent (${budgetWords[spent]}): report now with what is known, and list the gaps.`;
		}

		const mode = withoutCalls();
		return {mode, body: bodyOf(turns, mode, tokensForAnswer(next))};
	};

	/** Whether the API takes the request without what it refused. */
	const canDoWithout = (failure: ApiFailure, {mode, body}: {readonly mode: RequestMode; readonly body: MessageCreateParamsStreaming}): boolean => {
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
		const baseTokens = isFollowUp && before ? inputOf(before) + before.output : 0;
		const meter = canSearch() ? createBudgetMeter(startBudget(options.budget, {isFollowUp, nowMs: now()}), now) : undefined;
		const tellBudget = (): readonly AnalysisEvent[] => meter ? [{type: 'budget', budget: meter.use()}] : [];
		yield * tellBudget();
		for (;;) {
			elideOld(turns);
			const request = planRequest(turns, canSearch() ? meter : undefined);
			last = request.body;
			const outcome = yield * sender.send(request.body, {
				signal,
				mayCallTools: request.mode === 'search',
				isFormatted: isFormatted(turns),
				onText(text) {
					turn.answer += text;
				},
				onTokens(tokens) {
					meter?.spendRequest({inputTokens: inputOf(tokens) - baseTokens, dollars: costOf(model, tokens) ?? 0});
				},
			});
			if (outcome.type === 'calls' && toolbox && meter) {
				yield * tellBudget();
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

			meter?.endSearch();
			yield * tellBudget();
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
