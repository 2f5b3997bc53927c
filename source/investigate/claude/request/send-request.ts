import {setTimeout as sleep} from 'node:timers/promises';
import type {MessageCreateParamsStreaming} from '@anthropic-ai/sdk/resources/messages';
import type {TextSorterOptions} from '../answer/text-sorter.js';
import {sumUsage} from '../budget/token-usage.js';
import {describeFailure} from '../troubles.js';
import type {AnalysisEvent, AnalysisUsage} from '../../../facts/analysis.js';
import type {Model, TokenCounts} from './models.js';
import {createAttempt, type AttemptOptions, type Outcome} from './attempt.js';

export type SenderOptions = Pick<AttemptOptions, 'endpoint' | 'idleTimeoutMs' | 'wordlessTimeoutMs' | 'fetch' | 'now' | 'context'> & {
	readonly model: Model;
	/** Waits before the second, third... try, where the API names none. */
	readonly retryDelaysMs: readonly number[];
};

export type SendOptions = TextSorterOptions & {
	readonly signal: AbortSignal;
	/** Called with the answer's text as it comes. */
	readonly onText: (text: string) => void;
	/** Called with what each try used. */
	readonly onTokens: (tokens: TokenCounts) => void;
	/** Whether the same may be asked once more: what a try used counts too. */
	readonly mayAskAgain: () => boolean;
};

/** Sends the requests of one conversation and adds up what they use. */
export type Sender = {
	/** Tells what comes, waits where the API is busy, and returns how the request ended; `refused` where trying again as it is does not help. */
	readonly send: (body: MessageCreateParamsStreaming, options: SendOptions) => AsyncGenerator<AnalysisEvent, Outcome>;
	/** What the last request used that the API counted. */
	readonly last: () => TokenCounts | undefined;
};

/** A longer wait is said, not sat out. */
const maxWaitMs = 60_000;
const aborted: Outcome = {type: 'final', event: {type: 'ended', stopReason: 'aborted', trouble: undefined}};

export const createSender = ({model, retryDelaysMs, ...attemptOptions}: SenderOptions): Sender => {
	const {now} = attemptOptions;
	const requests: TokenCounts[] = [];

	const usage = (current?: TokenCounts): AnalysisUsage => sumUsage(model, current ? [...requests, current] : requests);

	async function * tryOnce(body: MessageCreateParamsStreaming, {signal, onText, onTokens, mayAskAgain: _, ...sorting}: SendOptions): AsyncGenerator<AnalysisEvent, Outcome> {
		// An answer that is cut says at which limit.
		const context = {...attemptOptions.context, maxOutputTokens: body.max_tokens};
		const {events, finish} = createAttempt({
			...attemptOptions, ...sorting, context, body, signal,
		});
		let outcome: Outcome = aborted;
		try {
			for await (const event of events) {
				if (event.type === 'tokens') {
					yield {type: 'usage', usage: usage(event.tokens)};
				} else if (event.type === 'outcome') {
					({outcome} = event);
				} else {
					if (event.type === 'text') {
						onText(event.text);
					}

					yield event;
				}
			}
		} finally {
			const tokens = finish();
			if (tokens) {
				requests.push(tokens);
				onTokens(tokens);
			}
		}

		yield {type: 'usage', usage: usage()};
		return outcome;
	}

	return {
		async * send(body, options) {
			for (let attempt = 0; ; attempt++) {
				const outcome = yield * tryOnce(body, options);
				if (outcome.type !== 'refused') {
					return outcome;
				}

				const waitMs = outcome.failure.retryAfterMs ?? retryDelaysMs[attempt] ?? 0;
				if (!outcome.canRetry || attempt >= retryDelaysMs.length || waitMs > maxWaitMs || !options.mayAskAgain()) {
					return outcome;
				}

				yield {type: 'waiting', reason: describeFailure(outcome.failure, attemptOptions.context).what, untilMs: now() + waitMs};
				try {
					await sleep(waitMs, undefined, {signal: options.signal});
				} catch {
					return aborted;
				}
			}
		},
		last: () => requests.at(-1),
	};
};
