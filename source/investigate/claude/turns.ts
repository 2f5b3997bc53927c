import type {ContentBlockParam, MessageParam, ToolResultBlockParam} from '@anthropic-ai/sdk/resources/messages';
import type {Toolbox} from '../tools/toolbox.js';

export type StepResult = {
	readonly callId: string;
	readonly name: string;
	/** What the model was given. */
	readonly content: string;
	readonly isError: boolean;
	/** `37 of 1,204 lines` */
	readonly summary: string;
	/** There is no room for it, and only its summary is sent. */
	isElided: boolean;
};

/** A message in which the model called tools, as it came, and what it was given. */
export type Step = {
	readonly content: readonly ContentBlockParam[];
	readonly results: readonly StepResult[];
	/** What the model is told with the results. */
	note: string | undefined;
};

/** A question with what was done for it. */
export type Turn = {
	readonly question: string | undefined;
	readonly sent: string;
	readonly steps: Step[];
	answer: string;
	isWhole: boolean;
};

const contentOf = ({isElided, summary, content}: StepResult): string => isElided ? `left out for length: ${summary}` : content;

const resultBlock = (result: StepResult): ToolResultBlockParam => ({
	type: 'tool_result', tool_use_id: result.callId, content: contentOf(result), ...(result.isError && {is_error: true}),
});

const noteBlocks = (note: string | undefined): ContentBlockParam[] => note === undefined ? [] : [{type: 'text', text: note}];

/** A block in words; thinking is not for reading. */
const wordsOf = (block: ContentBlockParam): string => {
	if (block.type === 'text') {
		return block.text;
	}

	return block.type === 'tool_use' ? `[called ${block.name} ${JSON.stringify(block.input)}]` : '';
};

const stepMessages = ({content, results, note}: Step): MessageParam[] => [
	{role: 'assistant', content: [...content]},
	{role: 'user', content: [...results.map(result => resultBlock(result)), ...noteBlocks(note)]},
];

/** For a request without tools, in which blocks of tools would be an error. */
const stepInWords = ({content, results, note}: Step): MessageParam[] => [
	{role: 'assistant', content: content.map(block => wordsOf(block)).filter(words => words.trim() !== '').join('\n')},
	{role: 'user', content: [...results.map(result => `[${result.isError ? 'error' : 'result'} of ${result.name}]\n${contentOf(result)}`), ...(note === undefined ? [] : [note])].join('\n\n')},
];

/** The conversation as the API takes it; the last turn is the one that is asked. */
export const messagesOf = (turns: readonly Turn[], {hasTools}: {readonly hasTools: boolean}): MessageParam[] => turns.flatMap((turn, index): MessageParam[] => {
	const steps = turn.steps.flatMap(step => hasTools ? stepMessages(step) : stepInWords(step));
	const isLast = index === turns.length - 1;
	return [
		{role: 'user', content: turn.sent},
		...steps,
		// An empty assistant message is an error.
		...(isLast ? [] : [{role: 'assistant', content: turn.answer.trim() === '' ? '(no answer)' : turn.answer.trimEnd()} as const]),
	];
});

const callIdsOf = (turns: readonly Turn[]): readonly string[] => turns.flatMap(({steps}) => steps.flatMap(({results}) => results.map(({callId}) => callId)));

/** The results of these turns are gone: the same may be asked again. */
export const forgetTurns = (turns: readonly Turn[], toolbox: Toolbox | undefined): void => {
	toolbox?.forget(callIdsOf(turns));
};

/** Turns whose results stay whatever the length. */
const keptTurns = 2;

/** Takes old results out, oldest first, until `isTooLong` is content: never a word of the user's, nor anything of the last two turns. */
export const elideResults = (turns: readonly Turn[], isTooLong: () => boolean, toolbox: Toolbox | undefined): void => {
	const old = turns.slice(0, -keptTurns).flatMap(({steps}) => steps.flatMap(({results}) => results.filter(({isElided}) => !isElided)));
	for (const result of old) {
		if (!isTooLong()) {
			return;
		}

		result.isElided = true;
		toolbox?.forget([result.callId]);
	}
};

/** Takes the oldest result out that is still whole, of any turn, or else the last step; false where nothing is left to take out. */
export const leaveOut = (turns: readonly Turn[], toolbox: Toolbox | undefined): boolean => {
	const result = turns.flatMap(({steps}) => steps.flatMap(({results}) => results)).find(({isElided}) => !isElided);
	if (result) {
		result.isElided = true;
		toolbox?.forget([result.callId]);
		return true;
	}

	return turns.at(-1)?.steps.pop() !== undefined;
};
