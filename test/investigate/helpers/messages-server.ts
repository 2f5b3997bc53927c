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
		readonly tools?: ReadonlyArray<{readonly name: string; readonly description: string; readonly input_schema: unknown}>;
		readonly tool_choice?: unknown;
		readonly output_config?: unknown;
		readonly thinking?: unknown;
		readonly cache_control?: unknown;
	};
};

/** A block of a message whose content is no plain text. */
export type SeenBlock = {
	readonly type: string;
	readonly text?: string;
	readonly tool_use_id?: string;
	readonly content?: string;
	readonly is_error?: boolean;
};

/** The blocks of one message of a request, counted from its end where negative. */
export const blocksOf = ({body}: SeenRequest, index: number): readonly SeenBlock[] => body.messages.at(index)!.content as unknown as readonly SeenBlock[];

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

export type CalledTool = {readonly id: string; readonly name: string; readonly input: unknown};

/** A call in the wire format, its arguments in two pieces; a string is sent as it is, whatever it is. */
export const toolUse = (index: number, {id, name, input}: CalledTool): string => {
	const json = typeof input === 'string' ? input : JSON.stringify(input);
	const middle = Math.floor(json.length / 2);
	return sse('content_block_start', {
		index, content_block: {
			type: 'tool_use', id, name, input: {}, caller: {type: 'direct'},
		},
	})
	+ [json.slice(0, middle), json.slice(middle)].map(part => sse('content_block_delta', {index, delta: {type: 'input_json_delta', partial_json: part}})).join('')
	+ sse('content_block_stop', {index});
};

export const thinkingBlock = (index: number, thinking: string, signature: string): string => sse('content_block_start', {index, content_block: {type: 'thinking', thinking: '', signature: ''}})
	+ sse('content_block_delta', {index, delta: {type: 'thinking_delta', thinking}})
	+ sse('content_block_delta', {index, delta: {type: 'signature_delta', signature}})
	+ sse('content_block_stop', {index});

export const textBlock = (index: number, text: string): string => sse('content_block_start', {index, content_block: {type: 'text', text: '', citations: null}})
	+ text.split(/(?<= )/).map(word => sse('content_block_delta', {index, delta: {type: 'text_delta', text: word}})).join('')
	+ sse('content_block_stop', {index});

/** A message that calls tools, with what is said before it. */
export const callTools = (calls: readonly CalledTool[], {before = [], usage}: {readonly before?: readonly string[]; readonly usage?: Readonly<Record<string, unknown>>} = {}): Reply => response => {
	stream(response, messageStart(usage), ...before, ...calls.map((call, index) => toolUse(before.length + index, call)), messageEnd('tool_use'));
	response.end();
};
