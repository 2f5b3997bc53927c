import {type ApiError, estimateTokens, invalidRequest} from './wire.js';

export type ChatTurn = {
	readonly role: 'user' | 'assistant';
	readonly text: string;
};

/** What of a Messages request decides the answer. */
export type ChatRequest = {
	readonly model: string;
	readonly maxTokens: number;
	readonly isStream: boolean;
	readonly turns: readonly ChatTurn[];
	readonly inputTokens: number;
};

type Fields = Readonly<Record<string, unknown>>;

/** Parameters that the API of this version no longer takes. */
const goneParameters = ['temperature', 'top_p', 'top_k'];

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text of a message's or a tool result's content: a string, or blocks of which those with text count. */
const textOf = (content: unknown): string => {
	if (typeof content === 'string') {
		return content;
	}

	if (!Array.isArray(content)) {
		return '';
	}

	return content
		.map(block => (isFields(block) ? textOf(block.text ?? block.content) : ''))
		.filter(text => text !== '')
		.join('\n');
};

const readTurn = (value: unknown, index: number): ChatTurn | ApiError => {
	if (!isFields(value)) {
		return invalidRequest(`messages.${index}: Input should be a valid dictionary`);
	}

	const {role, content} = value;
	if (role !== 'user' && role !== 'assistant') {
		return invalidRequest(`messages.${index}.role: Input should be 'user' or 'assistant'`);
	}

	const text = textOf(content);
	return text === '' ? invalidRequest(`messages.${index}: all messages must have non-empty content`) : {role, text};
};

export const isApiError = (value: Record<string, unknown>): value is ApiError => 'status' in value;

const parse = (body: string): unknown => {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
};

/** Reads the body of a request as the Messages API would, with its words where something is wrong. */
export const readRequest = (body: string, {needsMaxTokens}: {readonly needsMaxTokens: boolean}): ChatRequest | ApiError => {
	const fields = parse(body);
	if (!isFields(fields)) {
		return invalidRequest('The request body is not valid JSON');
	}

	const {model, max_tokens: maxTokens, messages, stream, system, tools} = fields;
	if (typeof model !== 'string' || model === '') {
		return invalidRequest('model: Field required');
	}

	if (needsMaxTokens && (typeof maxTokens !== 'number' || !Number.isSafeInteger(maxTokens) || maxTokens < 1)) {
		return invalidRequest(maxTokens === undefined ? 'max_tokens: Field required' : 'max_tokens: Input should be a positive integer');
	}

	const gone = goneParameters.find(name => fields[name] !== undefined);
	if (gone !== undefined) {
		return invalidRequest(`${gone}: Extra inputs are not permitted`);
	}

	if (!Array.isArray(messages) || messages.length === 0) {
		return invalidRequest(messages === undefined ? 'messages: Field required' : 'messages: at least one message is required');
	}

	const turns: ChatTurn[] = [];
	for (const [index, message] of messages.entries()) {
		const turn = readTurn(message, index);
		if (isApiError(turn)) {
			return turn;
		}

		turns.push(turn);
	}

	return {
		model,
		maxTokens: typeof maxTokens === 'number' ? maxTokens : 0,
		isStream: stream === true,
		turns,
		inputTokens: estimateTokens(JSON.stringify([system, tools, messages]).length),
	};
};
