import type {AnswerBlock} from './blocks.js';
import {keptShare, stopReasonUnder} from './faults.js';
import {isFields, parseJson} from './fields.js';
import type {ChatRequest} from './request.js';
import type {ClaudeFault} from './types.js';
import {cutTokens} from './wire.js';

/** A block as it will be sent: in pieces of about a token, and perhaps not to its end. */
export type CutBlock = {
	readonly block: AnswerBlock;
	readonly tokens: readonly string[];
	readonly isWhole: boolean;
};

export type FinishedMessage = {
	readonly blocks: readonly CutBlock[];
	readonly outputTokens: number;
	readonly stopReason: string;
};

const wordsOf = (block: AnswerBlock): string => {
	if (block.type === 'tool_use') {
		return JSON.stringify(block.input);
	}

	return block.type === 'thinking' ? block.thinking : block.text;
};

/** The message as it will be sent: cut at what the request allows, and as a fault wants it. */
export const finish = (answer: readonly AnswerBlock[], {maxTokens}: Pick<ChatRequest, 'maxTokens'>, fault: ClaudeFault | undefined): FinishedMessage => {
	const whole = answer.map(block => ({block, tokens: cutTokens(wordsOf(block))}));
	const all = whole.reduce((sum, {tokens}) => sum + tokens.length, 0);
	const share = keptShare(fault);
	const kept = share === 0 ? 0 : all - Math.ceil((whole.at(-1)?.tokens.length ?? 0) * (1 - share));
	let left = Math.min(kept, maxTokens);
	const blocks: CutBlock[] = [];
	for (const {block, tokens} of whole) {
		if (left <= 0 && blocks.length > 0) {
			break;
		}

		blocks.push({block, tokens: tokens.slice(0, left), isWhole: tokens.length <= left});
		left -= tokens.length;
	}

	const usual = answer.some(({type}) => type === 'tool_use') ? 'tool_use' : 'end_turn';
	return {
		blocks: kept === 0 ? [] : blocks,
		outputTokens: Math.max(1, Math.min(kept, maxTokens)),
		stopReason: kept > maxTokens ? 'max_tokens' : stopReasonUnder(fault) ?? usual,
	};
};

/** The block as it stands at the start of its stream, with nothing in it yet. */
export const emptyBlock = (block: AnswerBlock): Readonly<Record<string, unknown>> => {
	if (block.type === 'tool_use') {
		return {...block, input: {}, caller: {type: 'direct'}};
	}

	return block.type === 'thinking' ? {type: 'thinking', thinking: '', signature: ''} : {type: 'text', text: '', citations: null};
};

/** The block as a message without a stream has it. */
export const contentBlock = ({block, tokens, isWhole}: CutBlock): Readonly<Record<string, unknown>> => {
	const words = tokens.join('');
	if (block.type === 'tool_use') {
		const input = parseJson(words);
		return {...emptyBlock(block), input: isFields(input) ? input : {}};
	}

	return block.type === 'thinking'
		? {type: 'thinking', thinking: words, signature: isWhole ? block.signature : ''}
		: {type: 'text', text: words, citations: null};
};

/** One piece of a block, as the stream brings it. */
export const deltaOf = ({type}: AnswerBlock, piece: string): Readonly<Record<string, unknown>> => {
	if (type === 'tool_use') {
		return {type: 'input_json_delta', partial_json: piece};
	}

	return type === 'thinking' ? {type: 'thinking_delta', thinking: piece} : {type: 'text_delta', text: piece};
};
