import type {ChatTurn} from './blocks.js';
import {isFields, parseJson} from './fields.js';
import {readOutputFormat} from './output-format.js';
import {type OfferedTools, readTools} from './read-tools.js';
import {readTurn} from './read-turn.js';
import {checkHistory} from './tool-history.js';
import {type ApiError, estimateTokens, invalidRequest} from './wire.js';

/** What of a Messages request decides the answer. */
export type ChatRequest = {
	readonly model: string;
	readonly maxTokens: number;
	readonly isStream: boolean;
	readonly turns: readonly ChatTurn[];
	/** Whether the answer is to be JSON of a schema. */
	readonly isJson: boolean;
	readonly tools: OfferedTools;
	/** How much of the thinking is to be seen; undefined where none is asked for. */
	readonly thinking: 'summarized' | 'omitted' | undefined;
	readonly inputTokens: number;
};

/** Parameters that the API of this version no longer takes. */
const goneParameters = ['temperature', 'top_p', 'top_k'];

export const isApiError = (value: Record<string, unknown>): value is ApiError => 'status' in value;

const readTurns = (messages: readonly unknown[]): ApiError | {readonly turns: readonly ChatTurn[]} => {
	const turns: ChatTurn[] = [];
	for (const [index, message] of messages.entries()) {
		const turn = readTurn(message, index);
		if (isApiError(turn)) {
			return turn;
		}

		turns.push(turn);
	}

	return {turns};
};

const thinkingOf = (thinking: unknown): ChatRequest['thinking'] => {
	if (!isFields(thinking) || (thinking.type !== 'adaptive' && thinking.type !== 'enabled')) {
		return undefined;
	}

	return thinking.display === 'summarized' ? 'summarized' : 'omitted';
};

/** Reads the body of a request as the Messages API would, with its words where something is wrong. */
export const readRequest = (body: string, {needsMaxTokens}: {readonly needsMaxTokens: boolean}): ChatRequest | ApiError => {
	const fields = parseJson(body);
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

	const thinking = thinkingOf(fields.thinking);
	const offered = readTools(tools, fields.tool_choice, thinking !== undefined);
	const format = readOutputFormat(fields.output_config);
	const read = readTurns(messages);
	const wrong = [offered, format, read].find(part => isApiError(part));
	if (wrong !== undefined || isApiError(offered) || isApiError(format) || isApiError(read)) {
		return wrong ?? invalidRequest('messages: cannot be read');
	}

	const {turns} = read;
	return checkHistory(turns, {hasTools: offered.names.size > 0, isThinking: thinking !== undefined}) ?? {
		model,
		maxTokens: typeof maxTokens === 'number' ? maxTokens : 0,
		isStream: stream === true,
		turns,
		isJson: format.isJson,
		tools: offered,
		thinking,
		inputTokens: estimateTokens(JSON.stringify([system, tools, messages]).length),
	};
};
