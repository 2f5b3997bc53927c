import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {breaksOff, stopReasonOf, textUnder} from './faults.js';
import type {ChatRequest} from './request.js';
import type {ClaudeFault} from './types.js';
import {cutTokens, sse, usageOf} from './wire.js';

export type StreamOptions = {
	readonly messageId: string;
	readonly paceMs: number;
	readonly fault: ClaudeFault | undefined;
};

export type FinishedMessage = {
	readonly tokens: readonly string[];
	readonly stopReason: string;
};

/** Tokens after which a stream that breaks off breaks off. */
const tokensBeforeFault = 12;
const breakDelayMs = 40;
const pingEveryTokens = 200;

/** The message as it will be sent: cut at what the request allows. */
export const finish = (text: string, {maxTokens}: ChatRequest, fault: ClaudeFault | undefined): FinishedMessage => {
	const tokens = cutTokens(textUnder(fault, text));
	return tokens.length > maxTokens
		? {tokens: tokens.slice(0, maxTokens), stopReason: 'max_tokens'}
		: {tokens, stopReason: stopReasonOf(fault)};
};

/** Writes what the other side can take; in pieces of a few bytes where characters shall be torn apart. */
const send = async (response: ServerResponse, text: string, isTorn: boolean): Promise<void> => {
	if (!isTorn) {
		if (!response.write(text) && !response.destroyed) {
			await Promise.race([once(response, 'drain'), once(response, 'close')]);
		}

		return;
	}

	const bytes = Buffer.from(text);
	for (let from = 0; from < bytes.length && !response.destroyed;) {
		// Past the first byte of each character that has more than one.
		const torn = bytes.findIndex((byte, index) => index >= from && byte >= 0xC0);
		const until = torn === -1 ? bytes.length : torn + 1;
		response.write(bytes.subarray(from, until));
		await sleep(1);
		from = until;
	}
};

/** How a stream breaks off; one that stalls stays open and silent. */
const endings: ReadonlyMap<ClaudeFault, (response: ServerResponse) => void> = new Map<ClaudeFault, (response: ServerResponse) => void>([
	['early-end', response => {
		response.end();
	}],
	['reset', response => {
		response.socket?.resetAndDestroy();
	}],
	['error-event', response => {
		response.end(sse('error', {error: {type: 'overloaded_error', message: 'Overloaded'}}));
	}],
]);

/** Streams one message in the wire format of the Messages API. Ends early where the other side went away. */
export const streamMessage = async (response: ServerResponse, request: ChatRequest, text: string, {messageId, paceMs, fault}: StreamOptions): Promise<void> => {
	const {tokens, stopReason} = finish(text, request, fault);
	const isTorn = fault === 'split-utf8';
	await send(response, sse('message_start', {
		message: {
			id: messageId,
			type: 'message',
			role: 'assistant',
			model: request.model,
			content: [],
			stop_reason: null,
			stop_sequence: null,
			stop_details: null,
			container: null,
			diagnostics: null,
			usage: usageOf(request.inputTokens, 1),
		},
	}), false);
	await send(response, sse('content_block_start', {index: 0, content_block: {type: 'text', text: '', citations: null}}), false);
	await send(response, sse('ping'), false);

	const startedMs = performance.now();
	for (const [index, token] of tokens.entries()) {
		if (breaksOff(fault) && index === tokensBeforeFault) {
			break;
		}

		const waitMs = startedMs + (index * paceMs) - performance.now();
		if (waitMs > 1) {
			await sleep(waitMs);
		}

		if (response.destroyed || response.closed) {
			return;
		}

		await send(response, sse('content_block_delta', {index: 0, delta: {type: 'text_delta', text: token}}), isTorn);
		if (index % pingEveryTokens === pingEveryTokens - 1) {
			await send(response, sse('ping'), false);
		}
	}

	if (fault !== undefined && breaksOff(fault)) {
		// A reset throws away what the other side has not read yet.
		await sleep(breakDelayMs);
		endings.get(fault)?.(response);
		return;
	}

	await send(response, sse('content_block_stop', {index: 0}), false);
	await send(response, sse('message_delta', {
		delta: {
			stop_reason: stopReason,
			stop_sequence: null,
			stop_details: stopReason === 'refusal' ? {type: 'refusal', category: null, explanation: null} : null,
			container: null,
		},
		usage: usageOf(request.inputTokens, Math.max(1, tokens.length)),
	}), false);
	response.end(sse('message_stop'));
};
