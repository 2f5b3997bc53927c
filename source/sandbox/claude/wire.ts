import type {Usage} from '@anthropic-ai/sdk/resources/messages';

/** One token is about this many characters. */
const charactersPerToken = 4;

export const estimateTokens = (characters: number): number => Math.ceil(characters / charactersPerToken);

/** Cuts a text into pieces of about a token each; joined they are the text again. No piece ends inside of a character. */
export const cutTokens = (text: string): readonly string[] => text.match(/\s{0,8}\S{1,6}|\s{1,8}/gu) ?? [];

export const usageOf = (inputTokens: number, outputTokens: number): Usage => ({
	input_tokens: inputTokens,
	output_tokens: outputTokens,
	cache_creation: null,
	cache_creation_input_tokens: 0,
	cache_read_input_tokens: 0,
	inference_geo: null,
	output_tokens_details: null,
	server_tool_use: null,
	service_tier: 'standard',
	speed: null,
});

/** One server-sent event. */
export const sse = (type: string, fields: Readonly<Record<string, unknown>> = {}): string =>
	`event: ${type}\ndata: ${JSON.stringify({type, ...fields})}\n\n`;

export type ApiError = {
	readonly status: number;
	readonly type: string;
	readonly message: string;
	readonly headers?: Readonly<Record<string, string>>;
};

export const errorBody = ({type, message}: Pick<ApiError, 'type' | 'message'>, requestId: string): string =>
	JSON.stringify({type: 'error', error: {type, message}, request_id: requestId});

export const invalidRequest = (message: string): ApiError => ({status: 400, type: 'invalid_request_error', message});
