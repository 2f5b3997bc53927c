import {setTimeout as wait} from 'node:timers/promises';
import ky from 'ky';
import {linkAbort} from '../../../loki/http/linked-abort.js';
import {readRetryAfter} from '../../../loki/http/retry-after.js';
import {formatDuration} from '../../../words/numbers.js';
import type {Delivery} from '../../../facts/alert.js';
import {explainFailure} from './connection-failure.js';
import {explainRefusal, readSuccess} from './slack-answer.js';
import type {SlackMessage} from './slack-message.js';
import {checkWebhookUrl, webhookLabel} from './webhook-address.js';

export {checkWebhookUrl} from './webhook-address.js';

export type WebhookOptions = {
	readonly url: string;
	/** Besides Slack's own and this machine. */
	readonly allowedHosts?: readonly string[];
	/** For one try with its answer; 10 s where not given. */
	readonly timeoutMs?: number;
	/** The first wait after a failure before the connection stood; it doubles. */
	readonly retryDelayMs?: number;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

export type Webhook = {
	/** Posts once, and again only where that cannot deliver twice. Never throws. */
	readonly post: (message: SlackMessage, options?: {readonly signal?: AbortSignal}) => Promise<Delivery>;
	/** `hooks.slack.com/.../****`: the address is a secret. */
	readonly label: string;
};

const defaultTimeoutMs = 10_000;
const defaultRetryDelayMs = 500;
const maxRetries = 2;
/** A longer wait is the user's to decide. */
const maxWaitMs = 60_000;
const defaultWaitMs = 1000;
const maxBodyLength = 2048;
const lookFirst = 'Look in the channel before you send again.';

type Outcome =
	| {readonly type: 'done'; readonly delivery: Delivery}
	/** `delivery` is the result where the wait is too long or the tries are spent. */
	| {readonly type: 'again'; readonly waitMs: number; readonly delivery: Delivery};

/** Throws an Error where the address is not allowed; its message does not repeat it. */
export function createWebhook({url, allowedHosts = [], timeoutMs = defaultTimeoutMs, retryDelayMs = defaultRetryDelayMs, now}: WebhookOptions): Webhook {
	const wrong = checkWebhookUrl(url, allowedHosts);
	if (wrong !== undefined) {
		throw new Error(`The Slack webhook URL cannot be used: ${wrong}.`);
	}

	const failed = (reason: string, nextStep: string): Delivery => ({
		state: 'failed', atMs: now(), reason, nextStep,
	});
	const unsure = (reason: string, nextStep: string): Delivery => ({
		state: 'unsure', atMs: now(), reason, nextStep,
	});

	const tryOnce = async (message: SlackMessage, attempt: number, signal: AbortSignal | undefined): Promise<Outcome> => {
		const link = linkAbort(signal);
		let hasTimedOut = false;
		const timer = setTimeout(() => {
			hasTimedOut = true;
			link.abort();
		}, timeoutMs);
		try {
			const response = await ky.post(url, {
				json: message,
				redirect: 'manual',
				retry: 0,
				timeout: false,
				throwHttpErrors: false,
				signal: link.signal,
			});
			return judge(response.status, await readStart(response), response.headers.get('retry-after') ?? undefined);
		} catch (error) {
			if (signal?.aborted) {
				return {type: 'done', delivery: unsure('Sending was stopped before Slack answered.', lookFirst)};
			}

			if (hasTimedOut) {
				return {type: 'done', delivery: unsure(`Slack did not answer within ${formatDuration(timeoutMs)}.`, lookFirst)};
			}

			const {isBeforeSending, canRetry, refusal} = explainFailure(error);
			const delivery = (isBeforeSending ? failed : unsure)(refusal.reason, refusal.nextStep);
			return canRetry ? {type: 'again', waitMs: retryDelayMs * (2 ** attempt), delivery} : {type: 'done', delivery};
		} finally {
			clearTimeout(timer);
			link.unlink();
		}
	};

	const judge = (status: number, body: string, retryAfter: string | undefined): Outcome => {
		if (status >= 200 && status < 300) {
			const success = readSuccess(status, body);
			return success === 'page' ? {type: 'done', delivery: unsure('A web page answered in place of Slack: a proxy or a login page may have kept the message.', lookFirst)} : {type: 'done', delivery: success === 'taken' ? {state: 'delivered', atMs: now()} : failed(success.reason, success.nextStep)};
		}

		if (status === 429) {
			const waitMs = readRetryAfter(retryAfter, now()) ?? defaultWaitMs;
			return {type: 'again', waitMs, delivery: failed('Slack is rate limiting this webhook (429).', `Send again in ${formatDuration(waitMs)}.`)};
		}

		if (status >= 500) {
			return {type: 'done', delivery: unsure(`Slack failed while it took the message (status ${status}).`, lookFirst)};
		}

		const {reason, nextStep} = explainRefusal(status, body);
		return {type: 'done', delivery: failed(reason, nextStep)};
	};

	const post: Webhook['post'] = async (message, {signal} = {}) => {
		for (let attempt = 0; ; attempt++) {
			if (signal?.aborted) {
				return failed('Sending was stopped before anything was sent.', 'Send again when you want to.');
			}

			const outcome = await tryOnce(message, attempt, signal);
			if (outcome.type === 'done' || attempt >= maxRetries || outcome.waitMs > maxWaitMs) {
				return outcome.delivery;
			}

			try {
				await wait(outcome.waitMs, undefined, {signal});
			} catch {
				return outcome.delivery;
			}
		}
	};

	return {post, label: webhookLabel(url)};
}

/** Slack answers with one word; whatever else answers is not read to its end. */
async function readStart({body}: Response): Promise<string> {
	if (!body) {
		return '';
	}

	const decoder = new TextDecoder();
	let text = '';
	const chunks: AsyncIterable<Uint8Array> = body;
	for await (const chunk of chunks) {
		text += decoder.decode(chunk, {stream: true});
		if (text.length >= maxBodyLength) {
			break;
		}
	}

	return text.slice(0, maxBodyLength);
}
