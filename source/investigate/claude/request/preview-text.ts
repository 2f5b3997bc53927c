import type {ContentBlockParam, MessageCreateParamsStreaming, MessageParam} from '@anthropic-ai/sdk/resources/messages';

const wordsOf = (block: ContentBlockParam): string => {
	if (block.type === 'text') {
		return block.text;
	}

	if (block.type === 'tool_use') {
		return `[calls ${block.name}] ${JSON.stringify(block.input)}`;
	}

	if (block.type === 'tool_result') {
		return `[${block.is_error ? 'error' : 'result'}]\n${typeof block.content === 'string' ? block.content : JSON.stringify(block.content)}`;
	}

	return block.type === 'thinking' ? `[thinking] ${block.thinking}` : JSON.stringify(block);
};

const messageWords = ({content}: MessageParam): string => typeof content === 'string' ? content : content.map(block => wordsOf(block)).join('\n\n');

/** A request as a person can read it, nothing left out. Messages that have not left this host say so. */
export const previewText = (body: MessageCreateParamsStreaming, {host, sentMessages, answer}: {
	readonly host: string;
	/** How many of the messages were sent before. */
	readonly sentMessages: number;
	/** What came after the last message, where it has been answered. */
	readonly answer: string | undefined;
}): string => [
	`POST ${host}/v1/messages, model ${body.model}, at most ${body.max_tokens} tokens${body.tool_choice ? `, tools: ${body.tool_choice.type}` : ''}`,
	`--- system\n${typeof body.system === 'string' ? body.system : JSON.stringify(body.system)}`,
	...(body.tools ? [`--- tools\n${body.tools.map(tool => JSON.stringify(tool)).join('\n')}`] : []),
	...(body.output_config ? [`--- form of the answer\n${JSON.stringify(body.output_config)}`] : []),
	...body.messages.map((message, index) => `--- ${message.role}${index < sentMessages ? '' : ' (not sent yet)'}\n${messageWords(message)}`),
	...(answer === undefined ? [] : [`--- assistant\n${answer}`]),
].join('\n\n');
