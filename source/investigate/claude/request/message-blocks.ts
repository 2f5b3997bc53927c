import type {ContentBlockParam, RawMessageStreamEvent} from '@anthropic-ai/sdk/resources/messages';

/** A tool call as the model made it. */
export type AskedCall = {
	readonly id: string;
	readonly name: string;
	readonly input: unknown;
	/** The input is no JSON object: this is what came. */
	readonly malformed: string | undefined;
};

/** What a model said in one message, block by block, to be sent back as it came. */
export type MessageBlocks = {
	/** False where there are more blocks than any message has. */
	readonly take: (event: RawMessageStreamEvent) => boolean;
	readonly content: () => readonly ContentBlockParam[];
	readonly calls: () => readonly AskedCall[];
};

type Fields = Readonly<Record<string, unknown>>;
type Block = {fields: Fields; json: string};

const maxBlocks = 200;

/** Which field of its block a delta adds to. */
const fieldOf: Readonly<Record<string, string>> = {text_delta: 'text', thinking_delta: 'thinking', signature_delta: 'signature'};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string => typeof value === 'string' ? value : '';

/** The input of a call from its pieces; undefined where they are no JSON object. No pieces at all are a call without arguments. */
const readInput = ({fields, json}: Block): Fields | undefined => {
	if (json.trim() === '') {
		return isFields(fields.input) ? fields.input : {};
	}

	try {
		const value: unknown = JSON.parse(json);
		return isFields(value) ? value : undefined;
	} catch {
		return undefined;
	}
};

/** Blocks that the API would not take back: empty texts. */
const isEmpty = ({fields}: Block): boolean => fields.type === 'text' && textOf(fields.text).trim() === '';

/** Collects the blocks of one streamed message. Thinking keeps its signature, and a call its arguments. */
export const createMessageBlocks = (): MessageBlocks => {
	const blocks = new Map<number, Block>();

	const inOrder = (): readonly Block[] => [...blocks].toSorted(([a], [b]) => a - b).map(([, block]) => block);

	return {
		take(event) {
			if (event.type === 'content_block_start') {
				blocks.set(event.index, {fields: {...event.content_block}, json: ''});
				return blocks.size <= maxBlocks;
			}

			if (event.type !== 'content_block_delta') {
				return true;
			}

			const {delta, index} = event;
			const block = blocks.get(index);
			const name = fieldOf[delta.type];
			if (block && name !== undefined) {
				block.fields = {...block.fields, [name]: textOf(block.fields[name]) + textOf({...delta}[name as keyof typeof delta])};
			} else if (block && delta.type === 'input_json_delta') {
				block.json += textOf(delta.partial_json);
			}

			return true;
		},
		// What the API sent is what it takes back.
		content: () => inOrder().filter(block => !isEmpty(block)).map(block => (block.fields.type === 'tool_use' ? {...block.fields, input: readInput(block) ?? {INVALID_JSON: block.json}} : block.fields) as unknown as ContentBlockParam),
		calls: () => inOrder().filter(({fields}) => fields.type === 'tool_use').map(block => {
			const input = readInput(block);
			return {
				id: textOf(block.fields.id), name: textOf(block.fields.name), input, malformed: input === undefined ? block.json : undefined,
			};
		}),
	};
};
