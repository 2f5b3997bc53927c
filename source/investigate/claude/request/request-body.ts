import type {MessageCreateParamsStreaming, Tool} from '@anthropic-ai/sdk/resources/messages';
import type {ToolDefinition} from '../../tools/types.js';
import {messagesOf, type Turn} from '../turns.js';
import type {Model} from './models.js';
import {estimateTokens} from './prompt.js';
import {reportSchema} from './report-schema.js';
import {systemPromptFor} from './system-prompt.js';

/**
- `search`: the model may call tools;
- `answer`: it may not, and the tools stay in the request, where the earlier calls need them;
- `words`: the same for an API that does not take that: no tools, and the earlier calls as text.
*/
export type RequestMode = 'search' | 'answer' | 'words';

export type RequestOptions = {
	readonly model: Model;
	readonly turns: readonly Turn[];
	readonly definitions: readonly ToolDefinition[];
	readonly mode: RequestMode;
	/** Whether the answer is to be a report. */
	readonly isFormatted: boolean;
	/** Whether the first answer of this conversation is one: what the model is told stays the same for all of its requests. */
	readonly isStructured: boolean;
	readonly maxTokens: number;
};

const toolsOf = (definitions: readonly ToolDefinition[]): Tool[] => definitions.map(({name, description, input_schema: schema}) => ({name, description, input_schema: {...schema}}));

/** One request of the Messages API. */
export const requestBody = ({model, turns, definitions, mode, isFormatted, isStructured, maxTokens}: RequestOptions): MessageCreateParamsStreaming => {
	const hasTools = definitions.length > 0 && mode !== 'words';
	return {
		model: model.id,
		max_tokens: maxTokens,
		system: systemPromptFor({isStructured, hasTools}),
		...(hasTools && {tools: toolsOf(definitions)}),
		...(hasTools && mode === 'answer' && {tool_choice: {type: 'none'}}),
		messages: messagesOf(turns, {hasTools}),
		stream: true,
		...(model.canThink && {thinking: {type: 'adaptive', display: 'summarized'}}),
		...(isFormatted && {output_config: {format: {type: 'json_schema', schema: {...reportSchema}}}}),
		// Marks the last block, so that what follows reads the rest from the cache.
		...(model.canCache && {cache_control: {type: 'ephemeral'}}),
	};
};

/** How many tokens of input a request is about; rather too many than too few. */
export const estimateInput = ({system, tools, messages}: Pick<MessageCreateParamsStreaming, 'system' | 'tools' | 'messages'>): number => estimateTokens(JSON.stringify([system, tools, messages]));
