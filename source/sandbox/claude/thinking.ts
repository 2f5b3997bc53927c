import {Buffer} from 'node:buffer';
import {createHash, randomBytes} from 'node:crypto';
import type {AnswerBlock, TurnBlock} from './blocks.js';

type ThinkingBlock = Extract<TurnBlock, {readonly type: 'thinking'}>;

export type MessageSeal = {
	/** A thinking block with the signature by which it is known again. */
	readonly think: (thinking: string) => Extract<AnswerBlock, {readonly type: 'thinking'}>;
	readonly toolUseId: (index: number) => string;
};

const digest = (seed: string, thinking: string): string => createHash('sha256').update(`${seed} ${thinking}`).digest('base64');
/** Ids of a message that began with a thinking block have a T: without remembering anything, the server sees that the block is gone. */
const idAfterThinking = /^toolu_T([\da-f]{20})\d{2}$/;

/** Signature and tool ids of one new message. */
export const sealMessage = (isThinking: boolean): MessageSeal => {
	const seed = randomBytes(10).toString('hex');
	return {
		think: thinking => ({type: 'thinking', thinking, signature: Buffer.from(`${seed} ${digest(seed, thinking)}`).toString('base64')}),
		toolUseId: index => `toolu_${isThinking ? 'T' : 'P'}${seed}${String(index).padStart(2, '0')}`,
	};
};

const seedOf = (signature: string): string => Buffer.from(signature, 'base64').toString().split(' ', 1)[0] ?? '';

/** Whether a thinking block is one of this server's, unchanged. */
export const isSigned = ({thinking, signature}: ThinkingBlock): boolean => {
	const [seed = '', proof = ''] = Buffer.from(signature, 'base64').toString().split(' ', 2);
	return proof !== '' && proof === digest(seed, thinking);
};

/** Whether the thinking that came before a tool call stands before it no more. */
export const lacksThinking = (blocks: readonly TurnBlock[]): boolean => {
	const seeds = new Set(blocks.flatMap(block => (block.type === 'thinking' ? [seedOf(block.signature)] : [])));
	return blocks.some(block => {
		const seed = block.type === 'tool_use' ? idAfterThinking.exec(block.id)?.[1] : undefined;
		return seed !== undefined && !seeds.has(seed);
	});
};
