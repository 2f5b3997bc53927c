export type SortedText = {readonly type: 'text' | 'thinking'; readonly text: string};

export type TextSorterOptions = {
	/** Whether a tool call may follow the text. */
	readonly mayCallTools: boolean;
	/** Whether the answer is a JSON object. */
	readonly isFormatted: boolean;
};

/** Tells an answer from what a model says to itself before it calls a tool. */
export type TextSorter = {
	/** A piece of one content block; what is sure by now. */
	readonly take: (text: string, block: number) => readonly SortedText[];
	/** What was held back, once it is known whether a tool call followed. */
	readonly rest: (hasCalledTools: boolean) => readonly SortedText[];
};

/** What is said before a call is a sentence or two: a text longer than this is the answer. */
const maxHeldLength = 600;

/** Text is held back while it may still be thinking aloud, and flows as it comes once it cannot be. */
export const createTextSorter = ({mayCallTools, isFormatted}: TextSorterOptions): TextSorter => {
	let held = '';
	let heldBlock = -1;
	let isAnswer = !mayCallTools;

	const release = (type: SortedText['type']): readonly SortedText[] => {
		const text = held;
		held = '';
		return text === '' ? [] : [{type, text}];
	};

	return {
		take(text, block) {
			if (isAnswer) {
				return [{type: 'text', text}];
			}

			// The report is one block: what stood in another one before it is no part of it.
			const before = isFormatted && block !== heldBlock ? release('thinking') : [];
			heldBlock = block;
			held += text;
			isAnswer = (isFormatted && held.trimStart().startsWith('{')) || held.length > maxHeldLength;
			return isAnswer ? [...before, ...release('text')] : before;
		},
		rest: hasCalledTools => release(hasCalledTools ? 'thinking' : 'text'),
	};
};
