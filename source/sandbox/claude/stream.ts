import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import type {ServerResponse} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import type {AnswerBlock} from './blocks.js';
import {breaksOff} from './faults.js';
import {deltaOf, emptyBlock, finish} from './finish.js';
import type {ChatRequest} from './request.js';
import type {ClaudeFault, Hold} from './types.js';
import {sse, usageOf} from './wire.js';

export type StreamOptions = {
	readonly messageId: string;
	readonly paceMs: number;
	readonly fault: ClaudeFault | undefined;
	/** Where the answer waits, and until when. */
	readonly hold?: Hold & {readonly released: AbortSignal};
};

/** Tokens after which a stream that breaks off breaks off. */
const tokensBeforeFault = 12;
const breakDelayMs = 40;
const pingEveryTokens = 200;

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
export const streamMessage = async (response: ServerResponse, request: ChatRequest, answer: readonly AnswerBlock[], {messageId, paceMs, fault, hold}: StreamOptions): Promise<void> => {
	const {blocks, outputTokens, stopReason} = finish(answer, request, fault);
	const isTorn = fault === 'split-utf8';
	const startedMs = performance.now();
	let sent = 0;
	let said = '';
	let tokensBeforeHold: number | undefined;

	const waitWhereHeld = async (piece: string): Promise<void> => {
		if (hold === undefined) {
			return;
		}

		if (tokensBeforeHold === undefined) {
			said += piece;
			tokensBeforeHold = said.includes(hold.after) ? hold.tokens : undefined;
		} else if (tokensBeforeHold-- === 0 && !hold.released.aborted) {
			await Promise.race([once(hold.released, 'abort'), once(response, 'close')]);
		}
	};

	/** False where the stream is to end here. */
	const sendPiece = async (index: number, block: AnswerBlock, piece: string): Promise<boolean> => {
		if (breaksOff(fault) && sent === tokensBeforeFault) {
			return false;
		}

		const waitMs = startedMs + (sent * paceMs) - performance.now();
		if (waitMs > 1) {
			await sleep(waitMs);
		}

		await waitWhereHeld(piece);
		if (response.destroyed || response.closed) {
			return false;
		}

		await send(response, sse('content_block_delta', {index, delta: deltaOf(block, piece)}), isTorn);
		sent++;
		if (sent % pingEveryTokens === 0) {
			await send(response, sse('ping'), false);
		}

		return true;
	};

	/** False where the stream is to end within. */
	const sendBlocks = async (): Promise<boolean> => {
		for (const [index, {block, tokens, isWhole}] of blocks.entries()) {
			await send(response, sse('content_block_start', {index, content_block: emptyBlock(block)}), false);
			if (index === 0) {
				await send(response, sse('ping'), false);
			}

			if (block.type === 'tool_use') {
				await send(response, sse('content_block_delta', {index, delta: deltaOf(block, '')}), false);
			}

			for (const piece of tokens) {
				if (!await sendPiece(index, block, piece)) {
					return false;
				}
			}

			if (block.type === 'thinking' && isWhole) {
				await send(response, sse('content_block_delta', {index, delta: {type: 'signature_delta', signature: block.signature}}), false);
			}

			await send(response, sse('content_block_stop', {index}), false);
		}

		return true;
	};

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
	const isWhole = await sendBlocks();
	if (fault !== undefined && breaksOff(fault)) {
		// A reset throws away what the other side has not read yet.
		await sleep(breakDelayMs);
		endings.get(fault)?.(response);
		return;
	}

	if (!isWhole) {
		return;
	}

	await send(response, sse('message_delta', {
		delta: {
			stop_reason: stopReason,
			stop_sequence: null,
			stop_details: stopReason === 'refusal' ? {type: 'refusal', category: null, explanation: null} : null,
			container: null,
		},
		usage: usageOf(request.inputTokens, outputTokens),
	}), false);
	response.end(sse('message_stop'));
};
