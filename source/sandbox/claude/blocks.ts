/** A block of a message that is part of the conversation, as far as it matters here. */
export type TurnBlock =
	ToolUse | ToolResult | {readonly type: 'text'; readonly text: string} | {readonly type: 'thinking'; readonly thinking: string; readonly signature: string} | {readonly type: 'other'};

export type ToolUse = {
	readonly type: 'tool_use';
	readonly id: string;
	readonly name: string;
	readonly input: Readonly<Record<string, unknown>>;
};

export type ToolResult = {
	readonly type: 'tool_result';
	readonly toolUseId: string;
	readonly text: string;
	readonly isError: boolean;
};

export type ChatTurn = {
	readonly role: 'user' | 'assistant';
	readonly blocks: readonly TurnBlock[];
};

/** A block of an answer. */
export type AnswerBlock = Extract<TurnBlock, {readonly type: 'text' | 'thinking' | 'tool_use'}>;

export const textOfTurn = ({blocks}: ChatTurn): string => blocks.flatMap(block => (block.type === 'text' && block.text !== '' ? [block.text] : [])).join('\n');

export const toolUsesOf = (turn: ChatTurn | undefined): readonly ToolUse[] => turn?.blocks.filter(block => block.type === 'tool_use') ?? [];

export const toolResultsOf = (turn: ChatTurn | undefined): readonly ToolResult[] => turn?.blocks.filter(block => block.type === 'tool_result') ?? [];
