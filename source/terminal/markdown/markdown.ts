import {sanitize, sanitizeLine} from '../sanitize.js';
import type {StyledLine} from '../styled-line.js';
import {
	type BlockState,
	closeBlock,
	startState,
	takeLine,
} from './blocks.js';
import {renderOpenBlock} from './render.js';

export type {StyledLine, TextStyle} from '../styled-line.js';

/** Renders a markdown text that grows, as a model's answer does. */
export type MarkdownView = {
	/** Takes the next piece, raw: the view sanitises it. */
	readonly append: (text: string) => void;
	/** Nothing comes any more: marks that nothing closed are shown as they are. */
	readonly finish: () => void;
	/** All rows so far. */
	readonly lines: () => readonly StyledLine[];
};

/** What comes behind is dropped, and the last line says so. */
const maxTextLength = 200_000;
/** A line without an end is taken in parts of this length. */
const maxLineLength = 8192;

/**
Markdown as rows of a terminal: headings, lists, quotes, code, rules, tables (as columns, or as lists where they do not fit), bold, italic, inline code and links with their address. HTML is text.
The text is sanitised first. Linear in the length of the text.
*/
export function renderMarkdown(markdown: string, columns: number): readonly StyledLine[] {
	const view = createMarkdownView(columns);
	view.append(markdown);
	view.finish();
	return view.lines();
}

/** Only the last block is rendered again when a piece comes. */
export function createMarkdownView(columns: number): MarkdownView {
	const width = Math.max(1, Math.floor(columns));
	let state: BlockState = startState;
	let finished: readonly StyledLine[] = [];
	let line = '';
	let taken = 0;
	let current: readonly StyledLine[] | undefined;

	const takeLines = (lines: readonly string[]): void => {
		const added: StyledLine[] = [];
		for (const next of lines) {
			const step = takeLine(state, next, width);
			state = step.state;
			added.push(...step.lines);
		}

		finished = [...finished, ...added];
	};

	const append = (text: string): void => {
		if (text === '' || taken > maxTextLength) {
			return;
		}

		current = undefined;
		const room = maxTextLength - taken;
		taken += text.length;
		line += text.length > room ? `${text.slice(0, room)}\n\n[cut after ${maxTextLength} characters]` : text;
		const end = line.lastIndexOf('\n');
		if (end !== -1) {
			// A terminal sequence never reaches over a newline, so whole lines can be sanitised by themselves.
			takeLines(sanitize(line.slice(0, end + 1)).slice(0, -1).split('\n'));
			line = line.slice(end + 1);
		}

		if (!(line.length > maxLineLength)) {
			return;
		}

		takeLines([sanitizeLine(line)]);
		line = '';
	};

	const finish = (): void => {
		current = undefined;
		takeLines(line === '' ? [] : [sanitizeLine(line)]);
		line = '';
		const step = closeBlock(state, width);
		state = step.state;
		finished = [...finished, ...step.lines];
	};

	const preview = (): readonly StyledLine[] => {
		const step = line === '' ? {state, lines: []} : takeLine(state, sanitizeLine(line), width);
		const {open} = step.state;
		return [...step.lines, ...(open === undefined ? [] : renderOpenBlock(open, width, true))];
	};

	const lines = (): readonly StyledLine[] => {
		current ??= [...finished, ...preview()];
		return current;
	};

	return {append, finish, lines};
}
