import {setTimeout as sleep} from 'node:timers/promises';
import type {MessageCreateParamsStreaming, MessageParam} from '@anthropic-ai/sdk/resources/messages';
import {createAttempt, type Outcome} from './attempt.js';
import {findModel, type TokenCounts} from './models.js';
import {renderFirstTurn, systemPrompt} from './prompt.js';
import {sumUsage} from './token-usage.js';
import {
	busyTrouble,
	describeFailure,
	missingKeyTrouble,
	tooManyTurnsTrouble,
	type TroubleContext,
} from './troubles.js';
import type {
	AnalysisEvent,
	AnalysisUsage,
	Conversation,
	Evidence,
	Redactor,
} from './types.js';
import type {Fetch} from './watched-fetch.js';

export type ConversationOptions = {
	readonly evidence: Evidence;
	readonly model: string;
	readonly apiKey: string | undefined;
	/** Bearer token for gateways; used where there is no key. */
	readonly authToken?: string | undefined;
	readonly baseUrl?: string | undefined;
	readonly redactor: Redactor;
	readonly maxOutputTokens?: number;
	readonly idleTimeoutMs?: number;
	/** Waits before the second, third... try, where the API names none. */
	readonly retryDelaysMs?: readonly number[];
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly fetch?: Fetch;
};

type Turn = {readonly question: string | undefined; readonly sent: string; answer: string; isWhole: boolean};

const defaultBaseUrl = 'https://api.anthropic.com';
const defaultIdleTimeoutMs = 30_000;
const defaultMaxOutputTokens = 16_000;
const defaultRetryDelaysMs = [1000, 4000] as const;
/** A longer wait is said, not sat out. */
const maxWaitMs = 60_000;
const maxTurns = 40;

const hostOf = (baseUrl: string): string => URL.canParse(baseUrl) ? new URL(baseUrl).host : 'the address in ANTHROPIC_BASE_URL';

/**
A conversation with a Messages API about one body of evidence, over the SDK. Nothing is loaded or sent before the first `ask`.
The turns that went well, and what came of those that did not, are sent again with each follow-up. No method throws.
*/
export const createConversation = (options: ConversationOptions): Conversation => {
	const {redactor, now} = options;
	const model = findModel(options.model);
	const baseUrl = options.baseUrl ?? defaultBaseUrl;
	const maxOutputTokens = options.maxOutputTokens ?? Math.min(defaultMaxOutputTokens, model.maxOutputTokens);
	const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
	const retryDelaysMs = options.retryDelaysMs ?? defaultRetryDelaysMs;
	const secrets = [options.apiKey ?? '', options.authToken ?? ''].filter(secret => secret !== '');
	const requests: TokenCounts[] = [];
	const turns: Turn[] = [];
	let firstText: string | undefined;
	let isBusy = false;

	const hide = (text: string): string => {
		let hidden = text;
		for (const secret of secrets) {
			hidden = hidden.replaceAll(secret, () => '****');
		}

		return redactor.redact(hidden);
	};

	const context: TroubleContext = {
		model: model.id, host: hostOf(baseUrl), maxOutputTokens, idleSeconds: Math.max(1, Math.round(idleTimeoutMs / 1000)), hide,
	};

	const firstTurn = (): string => {
		firstText ??= renderFirstTurn(options.evidence, redactor).text;
		return firstText;
	};

	const textToSend = (question: string | undefined, isFirst: boolean): string => {
		const asked = question === undefined ? '' : redactor.redact(question);
		if (!isFirst) {
			return asked === '' ? 'Please continue.' : asked;
		}

		return asked === '' ? firstTurn() : `${firstTurn()}\n\nThe engineer adds: ${asked}`;
	};

	/** The turns that stay before this question is asked: a failed one is asked anew, and no question begins again. */
	const turnsBefore = (question: string | undefined): readonly Turn[] => {
		if (question === undefined) {
			return [];
		}

		const last = turns.at(-1);
		const isRetry = last !== undefined && !last.isWhole && (last.answer === '' || last.question === question);
		return isRetry ? turns.slice(0, -1) : [...turns];
	};

	const messagesOf = (before: readonly Turn[], sent: string): MessageParam[] => [
		...before.flatMap((turn): MessageParam[] => [
			{role: 'user', content: turn.sent},
			// An empty assistant message is an error.
			{role: 'assistant', content: turn.answer.trim() === '' ? '(no answer)' : turn.answer.trimEnd()},
		]),
		{role: 'user', content: sent},
	];

	const bodyOf = (messages: MessageParam[]): MessageCreateParamsStreaming => ({
		model: model.id,
		max_tokens: maxOutputTokens,
		system: systemPrompt,
		messages,
		stream: true,
		...(model.canThink && {thinking: {type: 'adaptive', display: 'summarized'}}),
		// Marks the last block, so that a follow-up reads the evidence from the cache.
		...(model.canCache && {cache_control: {type: 'ephemeral'}}),
	});

	const usage = (current?: TokenCounts): AnalysisUsage => sumUsage(model, current ? [...requests, current] : requests);

	async function * waitToRetry(outcome: Extract<Outcome, {type: 'refused'}>, attempt: number, signal: AbortSignal): AsyncGenerator<AnalysisEvent, boolean> {
		const waitMs = outcome.failure.retryAfterMs ?? retryDelaysMs[attempt] ?? 0;
		if (!outcome.canRetry || attempt >= retryDelaysMs.length || waitMs > maxWaitMs) {
			yield {type: 'failed', trouble: describeFailure(outcome.failure, context)};
			return false;
		}

		yield {type: 'waiting', reason: describeFailure(outcome.failure, context).what, untilMs: now() + waitMs};
		try {
			await sleep(waitMs, undefined, {signal});
			return true;
		} catch {
			yield {type: 'ended', stopReason: 'aborted', trouble: undefined};
			return false;
		}
	}

	async function * answer(turn: Turn, body: MessageCreateParamsStreaming, signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
		for (let attempt = 0; ; attempt++) {
			const {events, finish} = createAttempt({
				endpoint: {apiKey: options.apiKey, authToken: options.authToken, baseUrl}, body, signal, idleTimeoutMs, fetch: options.fetch, now, context,
			});
			let outcome: Outcome | undefined;
			try {
				for await (const event of events) {
					if (event.type === 'tokens') {
						yield {type: 'usage', usage: usage(event.tokens)};
					} else if (event.type === 'outcome') {
						({outcome} = event);
					} else {
						turn.answer += event.type === 'text' ? event.text : '';
						yield event;
					}
				}
			} finally {
				const tokens = finish();
				requests.push(...(tokens ? [tokens] : []));
			}

			yield {type: 'usage', usage: usage()};
			if (outcome?.type === 'refused') {
				if (yield * waitToRetry(outcome, attempt, signal)) {
					continue;
				}
			} else if (outcome) {
				turn.isWhole = outcome.event.type === 'ended' && outcome.event.stopReason !== 'aborted';
				yield outcome.event;
			}

			return;
		}
	}

	async function * ask(question: string | undefined, signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
		if (isBusy) {
			yield {type: 'failed', trouble: busyTrouble()};
			return;
		}

		if (secrets.length === 0) {
			yield {type: 'failed', trouble: missingKeyTrouble()};
			return;
		}

		const before = turnsBefore(question);
		if (before.length >= maxTurns) {
			yield {type: 'failed', trouble: tooManyTurnsTrouble(maxTurns)};
			return;
		}

		isBusy = true;
		try {
			const turn: Turn = {
				question, sent: textToSend(question, before.length === 0), answer: '', isWhole: false,
			};
			turns.splice(0, turns.length, ...before, turn);
			yield * answer(turn, bodyOf(messagesOf(before, turn.sent)), signal);
		} finally {
			isBusy = false;
		}
	}

	const preview = (question?: string): string => {
		const before = question === undefined ? turns : turnsBefore(question);
		const isNext = question !== undefined || turns.length === 0;
		const next = isNext ? [`--- user (not sent yet)\n${textToSend(question, before.length === 0)}`] : [];
		return [
			`POST ${context.host}/v1/messages, model ${model.id}, at most ${maxOutputTokens} tokens`,
			`--- system\n${systemPrompt}`,
			...before.flatMap(turn => [`--- user\n${turn.sent}`, `--- assistant\n${turn.answer}`]),
			...next,
		].join('\n\n');
	};

	return {
		ask, preview, redactedCount: redactor.count, restore: redactor.restore,
	};
};
