import {sanitize} from './sanitize.js';
import {wrap, wrapParagraph} from './wrap.js';

/** Wraps a text that grows, as a model's answer does. */
export type IncrementalWrapper = {
	/** Takes the next piece, raw: the wrapper sanitises it. */
	readonly append: (text: string) => void;
	/** All lines so far. */
	readonly lines: () => readonly string[];
};

/** What comes behind is dropped, and the last line says so. */
const maxTextLength = 200_000;
/** A paragraph without a newline is finished up to its last line when it grows past this, so that no piece costs more than this. */
const maxOpenLength = 4096;

/**
Only the last paragraph is sanitised and wrapped again when a piece comes: terminal sequences never reach over a newline, but may be split between pieces.
*/
export function createIncrementalWrapper(columns: number): IncrementalWrapper {
	let finished: readonly string[] = [];
	let open = '';
	let taken = 0;
	let current: readonly string[] | undefined;

	const wrapOpen = (): string[] => wrapParagraph(sanitize(open), columns);

	const append = (text: string): void => {
		if (text === '' || taken > maxTextLength) {
			return;
		}

		const room = maxTextLength - taken;
		taken += text.length;
		current = undefined;
		open += text.length > room ? `${text.slice(0, room)}\n[cut after ${maxTextLength} characters]` : text;
		const end = open.lastIndexOf('\n');
		if (end !== -1) {
			finished = [...finished, ...wrap(sanitize(open.slice(0, end + 1)).slice(0, -1), columns)];
			open = open.slice(end + 1);
		}

		if (open.length <= maxOpenLength) {
			return;
		}

		const lines = wrapOpen();
		const spaces = /(?<! ) *$/.exec(open)?.[0] ?? '';
		open = (lines.pop() ?? '') + spaces;
		finished = [...finished, ...lines];
	};

	const lines = (): readonly string[] => {
		current ??= [...finished, ...wrapOpen()];
		return current;
	};

	return {append, lines};
}
