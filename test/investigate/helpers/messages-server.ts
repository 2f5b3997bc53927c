import {Buffer} from 'node:buffer';
import {createServer, type IncomingHttpHeaders, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {once} from 'node:events';

/** What a request asked for. */
export type SeenRequest = {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly text: string;
	readonly body: {
		readonly model: string;
		readonly max_tokens: number;
		readonly system: string;
		readonly messages: ReadonlyArray<{readonly role: string; readonly content: string}>;
		readonly thinking?: unknown;
		readonly cache_control?: unknown;
	};
};

/** How one request is answered; the last reply stands for all that follow. */
export type Reply = (response: ServerResponse, request: SeenRequest) => void;

export const startMessagesServer = async (...replies: readonly Reply[]) => {
	const requests: SeenRequest[] = [];
	const server = createServer((request, response) => {
		const chunks: Uint8Array[] = [];
		request.on('data', (chunk: Uint8Array) => {
			chunks.push(chunk);
		});
		request.on('end', () => {
			const text = Buffer.concat(chunks).toString();
			const seen: SeenRequest = {
				path: request.url ?? '', headers: request.headers, text, body: JSON.parse(text) as SeenRequest['body'],
			};
			const reply = replies[Math.min(requests.length, replies.length - 1)]!;
			requests.push(seen);
			reply(response, seen);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
		},
	};
};

export const sse = (type: string, data: Readonly<Record<string, unknown>> = {}): string => `event: ${type}\ndata: ${JSON.stringify({type, ...data})}\n\n`;

const plainUsage = {input_tokens: 1000, output_tokens: 1};
export const messageStart = (usage: Readonly<Record<string, unknown>> = plainUsage): string => sse('message_start', {
	message: {
		id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-5-5', content: [], stop_reason: null, stop_sequence: null, usage,
	},
});
export const textStart = sse('content_block_start', {index: 0, content_block: {type: 'text', text: ''}});
export const textDelta = (text: string): string => sse('content_block_delta', {index: 0, delta: {type: 'text_delta', text}});
export const thinkingDelta = (thinking: string): string => sse('content_block_delta', {index: 0, delta: {type: 'thinking_delta', thinking}});
export const ping = sse('ping');
export const messageEnd = (stopReason: string, details: Readonly<Record<string, unknown>> = {}, outputTokens = 50): string => sse('content_block_stop', {index: 0})
	+ sse('message_delta', {delta: {stop_reason: stopReason, stop_sequence: null, ...details}, usage: {output_tokens: outputTokens}})
	+ sse('message_stop');

export const stream = (response: ServerResponse, ...parts: readonly string[]): void => {
	if (!response.headersSent) {
		response.writeHead(200, {'content-type': 'text/event-stream', 'request-id': 'req_1'});
	}

	for (const part of parts) {
		response.write(part);
	}
};

/** A whole answer, in as many deltas as there are words. */
export const answerWith = (text: string, stopReason = 'end_turn'): Reply => response => {
	stream(response, messageStart(), textStart, ping, ...text.split(/(?<= )/).map(word => textDelta(word)), messageEnd(stopReason));
	response.end();
};

export const errorWith = (status: number, type: string, message: string, headers: Readonly<Record<string, string>> = {}): Reply => response => {
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(JSON.stringify({type: 'error', error: {type, message}, request_id: 'req_1'}));
};
