import type {ModelInfo} from '@anthropic-ai/sdk/resources/models';

/** The one model that is here, under each name that is asked for. It claims no capability. */
export const scriptedModel = (id: string): ModelInfo => ({
	id,
	type: 'model',
	display_name: 'Scripted answers (no model)',
	created_at: '1970-01-01T00:00:00Z',
	deprecated_at: null,
	retires_at: null,
	lifecycle: 'active',
	line: null,
	capabilities: null,
	max_input_tokens: 200_000,
	max_tokens: 64_000,
});

/** What the list names: the default model of the console, so that it is found. */
export const listedModels = (): readonly ModelInfo[] => [scriptedModel('claude-sonnet-5-5')];
