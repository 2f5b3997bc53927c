import type {ChatTurn, TurnBlock} from './blocks.js';
import {isFields, textOf} from './fields.js';
import {type ApiError, invalidRequest} from './wire.js';

/** The text of a tool result's content: a string, or blocks of which those with text count. */
const resultText = (content: unknown): string => {
	if (typeof content === 'string') {
		return content;
	}

	return Array.isArray(content) ? content.map(block => (isFields(block) ? textOf(block.text) : '')).filter(text => text !== '').join('\n') : '';
};

const readBlock = (value: unknown): TurnBlock => {
	if (!isFields(value)) {
		return {type: 'other'};
	}

	const {type} = value;
	if (type === 'tool_use') {
		return {
			type, id: textOf(value.id), name: textOf(value.name), input: isFields(value.input) ? value.input : {},
		};
	}

	if (type === 'tool_result') {
		return {
			type, toolUseId: textOf(value.tool_use_id), text: resultText(value.content), isError: value.is_error === true,
		};
	}

	if (type === 'thinking') {
		return {type, thinking: textOf(value.thinking), signature: textOf(value.signature)};
	}

	return type === 'text' ? {type, text: textOf(value.text)} : {type: 'other'};
};

const homes: ReadonlyMap<TurnBlock['type'], ChatTurn['role']> = new Map([['tool_use', 'assistant'], ['thinking', 'assistant'], ['tool_result', 'user']]);

/** Reads one message of a request, with the API's words where something is wrong. */
export const readTurn = (value: unknown, index: number): ChatTurn | ApiError => {
	if (!isFields(value)) {
		return invalidRequest(`messages.${index}: Input should be a valid dictionary`);
	}

	const {role, content} = value;
	if (role !== 'user' && role !== 'assistant') {
		return invalidRequest(`messages.${index}.role: Input should be 'user' or 'assistant'`);
	}

	const blocks: readonly TurnBlock[] = Array.isArray(content) ? content.map(block => readBlock(block)) : [{type: 'text', text: textOf(content)}];
	if (blocks.every(block => block.type === 'text' && block.text === '')) {
		return invalidRequest(`messages.${index}: all messages must have non-empty content`);
	}

	const stray = blocks.find(({type}) => (homes.get(type) ?? role) !== role);
	return stray === undefined ? {role, blocks} : invalidRequest(`messages.${index}: \`${stray.type}\` blocks can only be in \`${homes.get(stray.type) ?? ''}\` messages`);
};
