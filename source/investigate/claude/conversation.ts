import {withShown} from '../redaction/shown-as.js';
import type {Toolbox} from '../tools/toolbox.js';
import type {AnalysisEvent} from '../../facts/analysis.js';
import type {Evidence, EvidenceLine} from '../../facts/evidence.js';
import type {Conversation, TrackingRedactor} from '../types.js';
import {
	busyTrouble,
	missingKeyTrouble,
	tooManyTurnsTrouble,
	type TroubleContext,
} from './troubles.js';
import {createAnswerer} from './answer/answer-turn.js';
import {defaultLimits, type BudgetLimits} from './budget/budget.js';
import {findModel} from './request/models.js';
import {previewText} from './request/preview-text.js';
import {renderFirstTurn, type FirstTurn} from './request/prompt.js';
import {createSender} from './request/send-request.js';
import {forgetTurns, type Turn} from './turns.js';
import type {Fetch} from './request/watched-fetch.js';

export type ConversationOptions = {
	readonly evidence: Evidence;
	readonly model: string;
	readonly apiKey: string | undefined;
	/** Bearer token for gateways; used where there is no key. */
	readonly authToken?: string | undefined;
	readonly baseUrl?: string | undefined;
	readonly redactor: Pick<TrackingRedactor, 'redact' | 'redactLines' | 'hideKnown' | 'count'>;
	/** Read-only tools; none are offered where not given, or where the model cannot use any. */
	readonly toolbox?: Toolbox;
	/** Of each question; a follow-up has fewer calls. */
	readonly budget?: Partial<BudgetLimits>;
	/** Of one tool call. */
	readonly callTimeoutMs?: number;
	/** Turns of a conversation about the same evidence that this one goes on with, oldest first. */
	readonly history?: readonly PastTurn[];
	readonly maxOutputTokens?: number;
	readonly idleTimeoutMs?: number;
	/** Milliseconds in which something other than pings has to come; the seconds of the budget where not given. */
	readonly wordlessTimeoutMs?: number;
	/** Waits before the second, third... try, where the API names none. */
	readonly retryDelaysMs?: readonly number[];
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	readonly fetch?: Fetch;
};

/** A question and what came of it, in a conversation before this one. */
export type PastTurn = {readonly question: string | undefined; readonly answer: string; readonly isWhole: boolean};

const defaultBaseUrl = 'https://api.anthropic.com';
const defaultIdleTimeoutMs = 30_000;
const defaultMaxOutputTokens = 16_000;
const defaultRetryDelaysMs = [1000, 4000] as const;
const defaultCallTimeoutMs = 20_000;
const maxTurns = 40;

const askedMs = (budget: Partial<BudgetLimits> | undefined): number => (budget?.seconds ?? defaultLimits.seconds) * 1000;

const hostOf = (baseUrl: string): string => URL.canParse(baseUrl) ? new URL(baseUrl).host : 'the address in ANTHROPIC_BASE_URL';

/**
A conversation with a Messages API about one body of evidence, over the SDK. Nothing is loaded or sent before the first `ask`.
The turns that went well, and what came of those that did not, are sent again with each follow-up. No method throws.
With a toolbox the model may look further, within a budget for each question.
*/
export const createConversation = (options: ConversationOptions): Conversation => {
	const {redactor, now} = options;
	const model = findModel(options.model);
	const toolbox = model.canUseTools ? options.toolbox : undefined;
	const baseUrl = options.baseUrl ?? defaultBaseUrl;
	const maxOutputTokens = options.maxOutputTokens ?? Math.min(defaultMaxOutputTokens, model.maxOutputTokens);
	const idleTimeoutMs = options.idleTimeoutMs ?? defaultIdleTimeoutMs;
	const secrets = [options.apiKey ?? '', options.authToken ?? ''].filter(secret => secret !== '');
	const turns: Turn[] = [];
	let first: FirstTurn | undefined;
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

	const firstTurn = (): FirstTurn => {
		first ??= renderFirstTurn(options.evidence, redactor);
		return first;
	};

	const textToSend = (question: string | undefined, isFirst: boolean): string => {
		// Whoever asks sees real values on the screen and may type one, with nothing around it that tells a secret.
		const asked = question === undefined ? '' : redactor.hideKnown(question);
		if (!isFirst) {
			return asked === '' ? 'Please continue.' : asked;
		}

		return asked === '' ? firstTurn().text : `${firstTurn().text}\n\nThe engineer adds: ${asked}`;
	};

	turns.push(...(options.history ?? []).map((past, index): Turn => ({
		...past, sent: textToSend(past.question, index === 0), steps: [], answer: redactor.redact(past.answer),
	})));

	/** Whether a question is that of the last turn once more, which did not go well. */
	const isRetry = (question: string | undefined): boolean => {
		const last = turns.at(-1);
		const isSame = question === undefined ? turns.length === 1 : last?.question === question || (last?.answer === '' && last.steps.length === 0);
		return last !== undefined && !last.isWhole && isSame;
	};

	/** The conversation with a question asked: a failed one goes on where it was, and no question begins again. */
	const turnsWith = (question: string | undefined): readonly Turn[] => {
		const isAgain = isRetry(question);
		const kept = isAgain ? turns.slice(0, -1) : turns;
		const before = question === undefined ? [] : kept;
		const steps = isAgain ? turns.at(-1)?.steps ?? [] : [];
		return [...before, {
			question, sent: textToSend(question, before.length === 0), steps: steps.map(step => ({...step, note: undefined})), answer: '', isWhole: false,
		}];
	};

	const sender = createSender({
		model, retryDelaysMs: options.retryDelaysMs ?? defaultRetryDelaysMs, endpoint: {apiKey: options.apiKey, authToken: options.authToken, baseUrl}, idleTimeoutMs, wordlessTimeoutMs: options.wordlessTimeoutMs ?? askedMs(options.budget), fetch: options.fetch, now, context,
	});
	const answerer = createAnswerer({
		model, sender, toolbox, budget: options.budget ?? {}, maxOutputTokens, callTimeoutMs: options.callTimeoutMs ?? defaultCallTimeoutMs, now, context,
	});

	async function * ask(question: string | undefined, signal: AbortSignal): AsyncGenerator<AnalysisEvent> {
		if (isBusy) {
			yield {type: 'failed', trouble: busyTrouble()};
			return;
		}

		if (secrets.length === 0) {
			yield {type: 'failed', trouble: missingKeyTrouble()};
			return;
		}

		const asked = turnsWith(question);
		if (asked.length > maxTurns) {
			yield {type: 'failed', trouble: tooManyTurnsTrouble(maxTurns)};
			return;
		}

		isBusy = true;
		try {
			if (!isRetry(question)) {
				forgetTurns(turns.slice(asked.length - 1), toolbox);
			}

			turns.splice(0, turns.length, ...asked);
			yield * answerer.answer(turns, signal);
		} finally {
			isBusy = false;
		}
	}

	const preview = (question?: string): string => {
		const last = question === undefined ? answerer.lastRequest() : undefined;
		if (last) {
			return previewText(last, {host: context.host, sentMessages: last.messages.length, answer: turns.at(-1)?.answer});
		}

		const body = answerer.nextRequest(turnsWith(question));
		return previewText(body, {host: context.host, sentMessages: isRetry(question) ? body.messages.length : body.messages.length - 1, answer: undefined});
	};

	const shownLines = (): readonly EvidenceLine[] => {
		if (turns.length === 0) {
			return [];
		}

		const inFirst = firstTurn().shownTexts;
		const ofEvidence = options.evidence.lines.filter(({id}) => inFirst.has(id)).map(line => withShown(line, inFirst.get(line.id)));
		return [...ofEvidence, ...toolbox?.shownLines().filter(({id}) => !inFirst.has(id)) ?? []];
	};

	return {
		ask, preview, shownLines, redactedCount: redactor.count,
	};
};
