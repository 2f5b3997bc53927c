import {isFields, textOf} from './fields.js';
import {type ApiError, invalidRequest} from './wire.js';

/** What a request lets the model call. */
export type OfferedTools = {
	readonly names: ReadonlySet<string>;
	/** False under `tool_choice: {type: 'none'}`. */
	readonly mayCall: boolean;
	/** False where the request wants one call at a time. */
	readonly mayCallSeveral: boolean;
};

const choices: ReadonlySet<unknown> = new Set(['auto', 'none', 'any', 'tool']);
const forcedChoices: ReadonlySet<unknown> = new Set(['any', 'tool']);

/** Reads `tools` and `tool_choice`, with the API's words where something is wrong. */
export const readTools = (tools: unknown, toolChoice: unknown, isThinking: boolean): OfferedTools | ApiError => {
	const names = new Set<string>();
	for (const [index, tool] of (Array.isArray(tools) ? tools as readonly unknown[] : []).entries()) {
		const name = isFields(tool) ? textOf(tool.name) : '';
		const schema = isFields(tool) ? tool.input_schema : undefined;
		if (!/^[\w-]{1,128}$/.test(name)) {
			return invalidRequest(`tools.${index}.custom.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
		}

		if (!isFields(schema) || schema.type !== 'object') {
			return invalidRequest(`tools.${index}.custom.input_schema.type: Input should be 'object'`);
		}

		if (names.has(name)) {
			return invalidRequest('tools: Tool names must be unique.');
		}

		names.add(name);
	}

	const choice = isFields(toolChoice) ? toolChoice : {type: 'auto'};
	if (!choices.has(choice.type)) {
		return invalidRequest('tool_choice.type: Input should be \'auto\', \'any\', \'tool\' or \'none\'');
	}

	return forcedChoices.has(choice.type) ? invalidRequest(isThinking ? 'Thinking may not be enabled when tool_choice forces tool use.' : 'tool_choice: this model cannot be forced to use a tool; use \'auto\' or \'none\'') : {names, mayCall: names.size > 0 && choice.type === 'auto', mayCallSeveral: choice.disable_parallel_tool_use !== true};
};
