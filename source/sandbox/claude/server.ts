import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {answerTurns} from './answer.js';
import {isFault, refusedBy} from './faults.js';
import {contentBlock, finish} from './finish.js';
import {listedModels, scriptedModel} from './models.js';
import {type ChatRequest, isApiError, readRequest} from './request.js';
import {streamMessage} from './stream.js';
import type {
	ClaudeFault,
	ClaudeRequest,
	ScriptedClaude,
	ScriptedClaudeOptions,
} from './types.js';
import {
	type ApiError,
	errorBody,
	invalidRequest,
	usageOf,
} from './wire.js';

export type {ClaudeFault, ScriptedClaude} from './types.js';

/** 80 tokens a second. */
const defaultPaceMs = 12.5;
const defaultRetryAfterSeconds = 7;
const maxRequestsKept = 100;
/** What the API takes. */
const maxBodyBytes = 32 * 1024 * 1024;
const secretHeaders = new Set(['authorization', 'x-api-key']);

/** The body as text; undefined where it is larger than the API takes. */
const readBody = async (request: IncomingMessage): Promise<string | undefined> => {
	const chunks: Uint8Array[] = [];
	let bytes = 0;
	for await (const chunk of request as AsyncIterable<Uint8Array>) {
		bytes += chunk.length;
		// What is too much is read all the same: a sender in the middle of it takes no answer.
		if (bytes <= maxBodyBytes) {
			chunks.push(chunk);
		}
	}

	return bytes > maxBodyBytes ? undefined : Buffer.concat(chunks).toString();
};

const hasKey = ({headers}: IncomingMessage): boolean => {
	const key = headers['x-api-key'];
	return (typeof key === 'string' && key !== '') || /^Bearer \S/.test(headers.authorization ?? '');
};

const record = (request: IncomingMessage, body: string): ClaudeRequest => ({
	method: request.method ?? '',
	path: request.url ?? '',
	headers: Object.fromEntries(Object.entries(request.headers)
		.filter(([name]) => !secretHeaders.has(name))
		.map(([name, value]) => [name, String(value)])),
	body,
});

const checkHeaders = (request: IncomingMessage): ApiError | undefined => {
	if (!hasKey(request)) {
		return {status: 401, type: 'authentication_error', message: 'x-api-key header is required'};
	}

	return request.headers['anthropic-version'] === undefined ? invalidRequest('anthropic-version: header is required') : undefined;
};

const messagesRoute = 'POST /v1/messages';
const notFound: ApiError = {status: 404, type: 'not_found_error', message: 'Not found'};

/**
A server on loopback that speaks the wire format of the Messages API and answers from scripts: it never calls a model, and says so in each answer.
Rejects where the port is taken.
*/
export const startScriptedClaude = async (options: ScriptedClaudeOptions = {}): Promise<ScriptedClaude> => {
	const {port = 0, paceMs = defaultPaceMs, retryAfterSeconds = defaultRetryAfterSeconds} = options;
	let {fault: standingFault, faultAt} = options;
	let turn = 0;
	/** Requests for a message since the fault was set. */
	let messagesAsked = 0;
	const requests: ClaudeRequest[] = [];
	const holding = new AbortController();
	const hold = options.hold && {...options.hold, released: holding.signal};

	const sendJson = (response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void => {
		response.writeHead(status, {'content-type': 'application/json', ...headers});
		response.end(body);
	};

	const sendMessage = async (response: ServerResponse, chat: ChatRequest, fault: ClaudeFault | undefined): Promise<void> => {
		const messageId = `msg_scripted_${String(turn).padStart(6, '0')}`;
		const answer = answerTurns(chat, fault);
		if (chat.isStream) {
			response.writeHead(200, {'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache'});
			await streamMessage(response, chat, answer, {
				messageId, paceMs, fault, hold,
			});
			return;
		}

		const {blocks, outputTokens, stopReason} = finish(answer, chat, fault);
		sendJson(response, 200, JSON.stringify({
			id: messageId,
			type: 'message',
			role: 'assistant',
			model: chat.model,
			content: blocks.map(block => contentBlock(block)),
			stop_reason: stopReason,
			stop_sequence: null,
			stop_details: null,
			container: null,
			diagnostics: null,
			usage: usageOf(chat.inputTokens, outputTokens),
		}));
	};

	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		turn++;
		const requestId = `req_scripted_${String(turn).padStart(6, '0')}`;
		response.setHeader('request-id', requestId);
		const refuse = ({status, headers, ...error}: ApiError): void => {
			sendJson(response, status, errorBody(error, requestId), headers);
		};

		const body = await readBody(request);
		if (body === undefined) {
			refuse({status: 413, type: 'request_too_large', message: 'Request exceeds the maximum size'});
			return;
		}

		requests.push(record(request, body));
		if (requests.length > maxRequestsKept) {
			requests.shift();
		}

		const {pathname} = new URL(request.url ?? '/', 'http://localhost');
		const route = `${request.method ?? ''} ${pathname}`;
		const isMessage = route === messagesRoute;
		messagesAsked += isMessage ? 1 : 0;
		const named = request.headers['x-sandbox-fault'];
		const isDue = faultAt === undefined || (isMessage && messagesAsked === faultAt);
		const dueFault = isDue ? standingFault : undefined;
		const fault = isFault(named) ? named : dueFault;
		const refusal = checkHeaders(request) ?? refusedBy(fault, retryAfterSeconds);
		if (refusal) {
			refuse(refusal);
			return;
		}

		if (route === 'GET /v1/models') {
			const data = listedModels();
			sendJson(response, 200, JSON.stringify({
				data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null,
			}));
			return;
		}

		const modelId = /^GET \/v1\/models\/([\w\-.]+)$/.exec(route)?.[1];
		if (modelId !== undefined) {
			sendJson(response, 200, JSON.stringify(scriptedModel(modelId)));
			return;
		}

		const isCount = route === 'POST /v1/messages/count_tokens';
		if (!isCount && !isMessage) {
			refuse(notFound);
			return;
		}

		const chat = readRequest(body, {needsMaxTokens: !isCount});
		if (isApiError(chat)) {
			refuse(chat);
			return;
		}

		if (isCount) {
			sendJson(response, 200, JSON.stringify({input_tokens: chat.inputTokens}));
			return;
		}

		await sendMessage(response, chat, fault);
	};

	const server = createServer((request, response) => {
		// The other side may go away at any moment: that ends its own request and nothing else.
		handle(request, response).catch((error: unknown) => {
			if (response.headersSent || request.destroyed) {
				response.destroy();
				return;
			}

			sendJson(response, 500, errorBody({type: 'api_error', message: error instanceof Error ? error.message : String(error)}, 'req_scripted'));
		});
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const {port: boundPort} = server.address() as AddressInfo;
	let closing: Promise<unknown> | undefined;
	return {
		url: `http://127.0.0.1:${boundPort}`,
		requests: () => requests,
		release() {
			holding.abort();
		},
		setFault(fault, at) {
			standingFault = fault;
			faultAt = at;
			messagesAsked = 0;
		},
		async close() {
			closing ??= once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closing;
		},
	};
};
