import assert from 'node:assert/strict';

export type Block = {
	readonly type: string;
	readonly text?: string;
	readonly thinking?: string;
	readonly signature?: string;
	readonly id?: string;
	readonly name?: string;
	readonly input?: Readonly<Record<string, unknown>>;
};

export type Message = {readonly role: 'user' | 'assistant'; readonly content: unknown};

export type Streamed = {
	readonly blocks: readonly Block[];
	readonly pieces: readonly string[];
	readonly stopReason: string | undefined;
	/** Types of the events in their order, repetitions once, pings left out. */
	readonly order: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;
type Event = {
	readonly type: string;
	readonly index: number;
	readonly content_block: Fields;
	readonly delta: Fields;
};

/** Sends one request with nothing but fetch. */
export const post = async (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(`${url}/v1/messages`, {
	method: 'POST',
	body: JSON.stringify({model: 'claude-sonnet-5-5', max_tokens: 16_000, ...fields}),
	headers: {'x-api-key': 'any', 'anthropic-version': '2026-10-21', ...headers},
});

/** What a 400 says. */
export const refusalOf = async (url: string, fields: Fields): Promise<string> => {
	const response = await post(url, fields);
	const answer = await response.json() as {readonly error?: {readonly type: string; readonly message: string}};
	assert.equal(response.status, 400, JSON.stringify(answer));
	assert.equal(answer.error?.type, 'invalid_request_error');
	return answer.error?.message ?? '';
};

/** Puts the events of a stream together, as a client without an SDK would. */
export const stream = async (url: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Streamed> => {
	const response = await post(url, {stream: true, ...fields}, headers);
	const body = await response.text();
	assert.equal(response.status, 200, body);
	const events = body.split('\n\n').filter(part => part !== '').map(part => JSON.parse(/^data: (.+)$/m.exec(part)?.[1] ?? '') as Event);
	const blocks: Block[] = [];
	const inputs: string[] = [];
	const pieces: string[] = [];
	const order: string[] = [];
	let stopReason: string | undefined;
	for (const {type, index, content_block: block, delta} of events) {
		if (type !== 'ping' && order.at(-1) !== type) {
			order.push(type);
		}

		if (type === 'content_block_start') {
			blocks[index] = block as Block;
			inputs[index] = '';
		} else if (type === 'content_block_delta') {
			const piece = [delta.text, delta.thinking, delta.partial_json].find(text => typeof text === 'string') ?? '';
			const last = blocks[index]!;
			pieces.push(piece);
			inputs[index] += typeof delta.partial_json === 'string' ? piece : '';
			blocks[index] = {
				...last,
				...(delta.type === 'text_delta' && {text: `${last.text ?? ''}${piece}`}),
				...(delta.type === 'thinking_delta' && {thinking: `${last.thinking ?? ''}${piece}`}),
				...(delta.type === 'signature_delta' && {signature: String(delta.signature)}),
			};
		} else if (type === 'content_block_stop' && blocks[index]?.type === 'tool_use') {
			const last = blocks[index];
			try {
				blocks[index] = {...last, input: JSON.parse(inputs[index] ?? '') as Fields};
			} catch {
				blocks[index] = last;
			}
		} else if (type === 'message_delta') {
			stopReason = String(delta.stop_reason);
		}
	}

	return {
		blocks, pieces, stopReason, order,
	};
};

export const textOf = ({blocks}: Streamed): string => blocks.map(block => block.text ?? '').join('');

export const callsOf = ({blocks}: Streamed): readonly Block[] => blocks.filter(({type}) => type === 'tool_use');

/** The user message that answers all calls. */
export const resultsFor = (answer: Streamed, resultOf: (call: Block) => {readonly content: unknown; readonly is_error?: boolean}): Message => ({
	role: 'user',
	content: callsOf(answer).map(call => ({type: 'tool_result', tool_use_id: call.id, ...resultOf(call)})),
});
