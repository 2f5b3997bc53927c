import {type ChatTurn, toolResultsOf, toolUsesOf} from './blocks.js';
import {isSigned, lacksThinking} from './thinking.js';
import {type ApiError, invalidRequest} from './wire.js';

export type HistoryOptions = {
	readonly hasTools: boolean;
	/** Whether this request asks for thinking. */
	readonly isThinking: boolean;
};

/** Each call has its result in the next message, before anything else there. */
const checkCalls = (turns: readonly ChatTurn[], index: number): ApiError | undefined => {
	const ids = toolUsesOf(turns[index]).map(({id}) => id);
	const next = turns[index + 1];
	const leading = next?.role === 'user' ? next.blocks.slice(0, toolResultsOf(next).length) : [];
	const answered = new Set(leading.map(block => (block.type === 'tool_result' ? block.toolUseId : '')));
	const open = ids.filter(id => !answered.has(id));
	if (open.length === 0) {
		return undefined;
	}

	return invalidRequest([
		`messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${open.join(', ')}.`,
		'Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
	].join(' '));
};

/** Each result belongs to a call of the message before. */
const checkResults = (turns: readonly ChatTurn[], index: number): ApiError | undefined => {
	const asked = new Set(toolUsesOf(turns[index - 1]).map(({id}) => id));
	const given = new Set<string>();
	for (const [at, block] of (turns[index]?.blocks ?? []).entries()) {
		if (block.type !== 'tool_result') {
			continue;
		}

		if (!asked.has(block.toolUseId)) {
			return invalidRequest([
				`messages.${index}.content.${at}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${block.toolUseId}.`,
				'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
			].join(' '));
		}

		if (given.has(block.toolUseId)) {
			return invalidRequest(`messages.${index}.content.${at}: each \`tool_use\` must have a single result. Found multiple \`tool_result\` blocks with id: ${block.toolUseId}`);
		}

		given.add(block.toolUseId);
	}

	return undefined;
};

/** Where the newest question stands: what follows it is the round of tools under way. */
export const lastQuestion = (turns: readonly ChatTurn[]): number => turns.findLastIndex(turn => turn.role === 'user' && toolResultsOf(turn).length === 0);

/** Thinking comes back as it was given: never changed, and not left out before the calls under way. */
const checkThinking = (turns: readonly ChatTurn[], index: number, {isThinking}: HistoryOptions): ApiError | undefined => {
	const blocks = turns[index]?.blocks ?? [];
	const changed = blocks.findIndex(block => block.type === 'thinking' && !isSigned(block));
	if (changed !== -1) {
		return invalidRequest(`messages.${index}.content.${changed}: Invalid \`signature\` in \`thinking\` block`);
	}

	return isThinking && index > lastQuestion(turns) && lacksThinking(blocks)
		? invalidRequest([
			`messages.${index}.content.0.type: Expected \`thinking\` or \`redacted_thinking\`, but found \`${blocks[0]?.type ?? ''}\`.`,
			'When `thinking` is enabled, a final `assistant` message must start with a thinking block (preceeding the lastmost set of `tool_use` and `tool_result` blocks).',
		].join(' '))
		: undefined;
};

/** What the API refuses in a conversation with tool calls, in its words; undefined where all is well. */
export const checkHistory = (turns: readonly ChatTurn[], options: HistoryOptions): ApiError | undefined => {
	const uses = turns.flatMap(turn => toolUsesOf(turn));
	if (!options.hasTools && turns.some(turn => toolUsesOf(turn).length + toolResultsOf(turn).length > 0)) {
		return invalidRequest('Requests which include `tool_use` or `tool_result` blocks must define tools');
	}

	if (new Set(uses.map(({id}) => id)).size < uses.length) {
		return invalidRequest('messages: `tool_use` ids must be unique');
	}

	for (const index of turns.keys()) {
		const error = checkCalls(turns, index) ?? checkResults(turns, index) ?? checkThinking(turns, index, options);
		if (error) {
			return error;
		}
	}

	return undefined;
};
