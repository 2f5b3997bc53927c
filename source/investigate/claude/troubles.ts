import {sanitizeLine} from '../../terminal/sanitize.js';
import {formatDuration, formatExact} from '../../words/numbers.js';
import type {AnalysisTrouble} from '../../facts/analysis.js';

/** What the sentences need to know of the request that failed. */
export type TroubleContext = {
	readonly model: string;
	readonly host: string;
	readonly maxOutputTokens: number;
	readonly idleSeconds: number;
	/** Puts no secret in a message: the API's own words may repeat what was sent. */
	readonly hide: (text: string) => string;
};

/** The parts of an SDK error that decide; the SDK's classes are not needed to read them. */
export type ApiFailure = {
	readonly status: number | undefined;
	/** `error.type` of the body: `overloaded_error`. An error event within a stream has it, and no status. */
	readonly type: string | undefined;
	readonly message: string;
	/** The system's error code, `ECONNREFUSED`, of a request that got no answer. */
	readonly code: string | undefined;
	readonly retryAfterMs: number | undefined;
};

const maxApiMessageLength = 240;

const trouble = (what: string, why: string, nextStep: string, canRetry: boolean): AnalysisTrouble => ({
	what, why, nextStep, canRetry,
});

/** Whole seconds, one at least. */
const wait = (milliseconds: number): string => formatDuration(Math.max(1, Math.round(milliseconds / 1000)) * 1000);

/** What the API said, safe to show: one line, no secret, no control character. */
const quoteApi = (failure: ApiFailure, {hide}: TroubleContext): string => {
	const text = sanitizeLine(hide(failure.message).trim(), {maxLength: maxApiMessageLength});
	return text === '' ? '' : `: ${text}`;
};

/** The prompt does not fit into what the model can hold. */
export const isTooLong = (failure: ApiFailure): boolean => /prompt is too long|context (?:window|length)|too many tokens|maximum context/i.test(failure.message);

type Describe = (failure: ApiFailure, context: TroubleContext) => AnalysisTrouble;

const badRequest: Describe = (failure, context) => isTooLong(failure)
	? trouble('The conversation is too long', `${context.model} cannot take that much text at once${quoteApi(failure, context)}`, 'Start a new analysis; it carries the evidence without the earlier turns.', false)
	: trouble('The request was refused', `${context.host} calls it invalid${quoteApi(failure, context)}`, `Check that --model ${context.model} is right for ${context.host}.`, false);

const byType: Readonly<Record<string, Describe>> = {
	invalid_request_error: badRequest,
	authentication_error: (failure, context) => trouble('The API key was not accepted', `${context.host} answered 401${quoteApi(failure, context)}`, 'Check ANTHROPIC_API_KEY: it may be revoked, cut off, or meant for another host.', false),
	billing_error: (failure, context) => trouble('The account cannot pay for this request', `${context.host} answered with a billing error${quoteApi(failure, context)}`, 'Add credit or raise the spend limit in the console, then retry.', true),
	permission_error: (failure, context) => trouble('The API key may not do this', `${context.host} answered 403${quoteApi(failure, context)}`, `Use a key whose workspace may use ${context.model}, or choose another with --model.`, false),
	not_found_error: (failure, context) => trouble(`Model ${context.model} was not found`, `${context.host} does not know it, or has no Messages API at this address${quoteApi(failure, context)}`, 'Check --model and ANTHROPIC_BASE_URL.', false),
	request_too_large: (failure, context) => trouble('The request is too large', `${context.host} limits the size of a request${quoteApi(failure, context)}`, 'Start a new analysis; it carries the evidence without the earlier turns.', false),
	rate_limit_error: (failure, context) => trouble('The API is rate limiting this key', failure.retryAfterMs === undefined ? `${context.host} answered 429${quoteApi(failure, context)}` : `${context.host} asks to wait ${wait(failure.retryAfterMs)}`, failure.retryAfterMs === undefined ? 'Retry in a minute, or use another model.' : `Retry in ${wait(failure.retryAfterMs)}, or use another model.`, true),
	overloaded_error: (_failure, context) => trouble('The API is overloaded', `${context.host} has no capacity for ${context.model} right now`, 'Retry in a minute, or use another model.', true),
	timeout_error: (failure, context) => trouble('The API took too long', `${context.host} gave up on the request${quoteApi(failure, context)}`, 'Retry.', true),
	api_error: (failure, context) => trouble('The API failed', `${context.host} reported an error of its own${quoteApi(failure, context)}`, 'Retry; if it stays, look at status.claude.com.', true),
};

const typeOfStatus: Readonly<Record<number, string>> = {
	400: 'invalid_request_error', 401: 'authentication_error', 402: 'billing_error', 403: 'permission_error', 404: 'not_found_error', 408: 'timeout_error', 413: 'request_too_large', 429: 'rate_limit_error', 504: 'timeout_error', 529: 'overloaded_error',
};

const connectionReasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'nothing listens there',
	ENOTFOUND: 'the name does not resolve',
	EAI_AGAIN: 'the name server does not answer',
	ECONNRESET: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	EPIPE: 'the connection was cut',
	ETIMEDOUT: 'the connection timed out',
	UND_ERR_CONNECT_TIMEOUT: 'the connection timed out',
	EHOSTUNREACH: 'there is no route to it',
	ENETUNREACH: 'the network is unreachable',
	SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that this host does not trust',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that this host does not trust',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that this host does not trust',
	CERT_HAS_EXPIRED: 'its certificate has expired',
	ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

const connectionStep = (code: string | undefined): string => code !== undefined && /CERT|SIGN|TLS/.test(code)
	? 'Give Node the authority\'s certificate with NODE_EXTRA_CA_CERTS.'
	: 'Check the network, a proxy (HTTPS_PROXY) and ANTHROPIC_BASE_URL, then retry. The rule-based verdict needs no network.';

/** One failed request in a person's words: by the error's type, else its status, else the broken connection. */
export const describeFailure = (failure: ApiFailure, context: TroubleContext): AnalysisTrouble => {
	const describe = byType[failure.type ?? ''] ?? byType[typeOfStatus[failure.status ?? 0] ?? ''];
	if (describe) {
		return describe(failure, context);
	}

	if (failure.status !== undefined && failure.status >= 300 && failure.status < 400) {
		return trouble('This is not a Messages API', `${context.host} answered with a redirect (${failure.status})`, 'Set ANTHROPIC_BASE_URL to the address that it leads to.', false);
	}

	if (failure.status !== undefined) {
		return failure.status >= 500
			? trouble('The API failed', `${context.host} answered ${failure.status}${quoteApi(failure, context)}`, 'Retry; if it stays, look at status.claude.com.', true)
			: trouble('The request was refused', `${context.host} answered ${failure.status}${quoteApi(failure, context)}`, 'Check ANTHROPIC_BASE_URL and --model.', false);
	}

	if (failure.code === 'ERR_MODULE_NOT_FOUND') {
		return trouble('The Claude client could not be loaded', 'a part of this program is missing', 'Install loki-sentinel again.', false);
	}

	const reason = connectionReasons[failure.code ?? ''] ?? sanitizeLine(context.hide(failure.message), {maxLength: maxApiMessageLength});
	return trouble(`No connection to ${context.host}`, reason, connectionStep(failure.code), true);
};

/** How else a stream can end too early. */
export const stallTrouble = ({host, idleSeconds}: TroubleContext, hasText: boolean): AnalysisTrouble =>
	trouble(hasText ? 'The answer stopped coming' : 'No answer came', `${host} sent nothing for ${idleSeconds} s`, hasText ? 'What came so far stays. Retry for a whole answer.' : 'Retry.', true);

export const pingTrouble = ({host, model}: TroubleContext, waitedMs: number, hasText: boolean): AnalysisTrouble =>
	trouble(hasText ? 'The answer stopped coming' : 'No answer came', `${host} kept the connection open for ${wait(waitedMs)} without a word of ${model}`, hasText ? 'What came so far stays. Retry for a whole answer.' : 'Retry, or use another model.', true);

export const cutTrouble = ({host}: TroubleContext): AnalysisTrouble =>
	trouble('The answer was cut off', `the connection to ${host} ended in the middle of it`, 'What came so far stays. Retry for a whole answer.', true);

export const malformedTrouble = ({host}: TroubleContext): AnalysisTrouble =>
	trouble('The answer could not be read', `${host} sent something that is not a stream of Messages events`, 'Check ANTHROPIC_BASE_URL; a proxy may stand in the way.', true);

export const tooLargeTrouble = ({host}: TroubleContext): AnalysisTrouble =>
	trouble('The answer was stopped', `${host} sent more than any answer needs`, 'What came so far stays. Ask a narrower question.', false);

export const missingKeyTrouble = (): AnalysisTrouble =>
	trouble('No analysis by Claude', 'there is no API key', 'Set ANTHROPIC_API_KEY in the environment or in .env. The rule-based verdict needs no key.', false);

/** A request is not sent that could cost or read more than is allowed. */
export const budgetTrouble = ({model}: TroubleContext, limit: 'inputTokens' | 'dollars', {used, limit: allowed}: {readonly used: number; readonly limit: number}): AnalysisTrouble => limit === 'dollars'
	? trouble('Budget too low for an answer', `$${used.toFixed(2)} of $${allowed.toFixed(2)} are used, and another request to ${model} could cost more than what is left`, 'Allow more with LOKI_SENTINEL_AI_BUDGET, or switch to a cheaper model. The rule-based verdict costs nothing.', false)
	: trouble('The question is too long for its budget', `it would make ${model} read more than ${formatExact(allowed)} tokens`, 'Allow more with LOKI_SENTINEL_AI_BUDGET, or start a new analysis. The rule-based verdict costs nothing.', false);

export const busyTrouble = (): AnalysisTrouble =>
	trouble('One question at a time', 'the last answer is still coming', 'Stop it with esc, or wait for its end.', true);

export const tooManyTurnsTrouble = (maxTurns: number): AnalysisTrouble =>
	trouble('The conversation is full', `it has ${maxTurns} questions`, 'Start a new analysis.', false);

/** What a stop reason means where it is not the usual end; undefined where all is well. */
export const describeStop = (stopReason: string, hasText: boolean, {model, maxOutputTokens}: TroubleContext, explanation?: string): AnalysisTrouble | undefined => {
	switch (stopReason) {
		case 'end_turn':
		case 'stop_sequence': {
			return hasText ? undefined : trouble('The answer is empty', `${model} ended its turn without a word`, 'Retry.', true);
		}

		case 'max_tokens': {
			return trouble('The answer is not complete', `it reached the limit of ${formatExact(maxOutputTokens)} tokens, thinking included`, 'Ask "continue" as a follow-up.', true);
		}

		case 'refusal': {
			return trouble(`${model} declined to answer`, explanation === undefined || explanation === '' ? 'its safety rules stopped this request' : sanitizeLine(explanation, {maxLength: maxApiMessageLength}), 'Use the rule-based verdict, or another model.', true);
		}

		case 'model_context_window_exceeded': {
			return trouble('The answer is not complete', `the conversation fills all that ${model} can hold`, 'Start a new analysis; it carries the evidence without the earlier turns.', false);
		}

		case 'pause_turn': {
			return trouble('The answer was paused', `${model} wants to go on in another turn`, 'Ask "continue" as a follow-up.', true);
		}

		case 'tool_use': {
			return trouble('The answer is not complete', `${model} asked for a tool that was not offered`, 'Retry, or ask it to answer from the evidence.', true);
		}

		default: {
			return trouble('The answer ended in an unknown way', `the stop reason is ${sanitizeLine(stopReason, {maxLength: 60})}`, 'What came so far stays. Retry if it looks incomplete.', true);
		}
	}
};
