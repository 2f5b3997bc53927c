import type {StyledLine} from '../styled-line.js';
import {
	type BlockContext,
	type OpenBlock,
	renderCodeLine,
	renderHeading,
	renderOpenBlock,
	renderRule,
	prefixOf,
} from './render.js';
import {isTableRule} from './table.js';

/** Where a reader of markdown stands between two lines. Plain data: a line that is still growing is tried on a copy. */
export type BlockState = BlockContext & {
	readonly open: OpenBlock | undefined;
	readonly isAfterBlank: boolean;
	readonly hasOutput: boolean;
};

export type Step = {
	readonly state: BlockState;
	/** What the line finished. */
	readonly lines: readonly StyledLine[];
};

export const startState: BlockState = {
	open: undefined, levels: [], quoteDepth: 0, isAfterBlank: false, hasOutput: false,
};

const maxQuoteDepth = 4;
const maxLevels = 6;
/** A paragraph or table that grows past this is finished, so that no piece of a stream costs more than this. */
const maxOpenLength = 8192;
const maxOpenRows = 100;

/** Takes one sanitised line without its newline. */
export function takeLine(state: BlockState, line: string, columns: number): Step {
	const {depth, rest} = stripQuote(line, state.open?.type === 'fence' ? state.quoteDepth : maxQuoteDepth);
	if (depth === state.quoteDepth) {
		return takeContent(state, rest, columns);
	}

	const closed = closeBlock(state, columns);
	const next = takeContent({...closed.state, levels: [], quoteDepth: depth}, rest, columns);
	return {state: next.state, lines: [...closed.lines, ...next.lines]};
}

/** Finishes what is open. */
export function closeBlock(state: BlockState, columns: number): Step {
	return {
		state: {...state, open: undefined, isAfterBlank: state.isAfterBlank && state.open === undefined},
		lines: state.open === undefined ? [] : renderOpenBlock(state.open, columns, false),
	};
}

function takeContent(state: BlockState, content: string, columns: number): Step {
	const {open} = state;
	const text = content.trim();
	if (open?.type === 'fence') {
		return takeCode(state, open, content, columns);
	}

	if (text === '') {
		const closed = closeBlock(state, columns);
		return {state: {...closed.state, isAfterBlank: true}, lines: closed.lines};
	}

	if (open?.type === 'table' && text.includes('|')) {
		return limitOpen({...state, open: {...open, rows: [...open.rows, text]}}, columns);
	}

	if (open?.type === 'paragraph' && !open.text.includes('\n') && open.text.includes('|') && isTableRule(text)) {
		return {
			state: {
				...state, open: {
					type: 'table', rows: [open.text], prefix: open.prefix, hasGap: open.hasGap,
				},
			}, lines: [],
		};
	}

	if (open?.type === 'paragraph' && /^={2,}$/.test(text)) {
		const closed = closeBlock({...state, open: undefined}, columns);
		return {state: closed.state, lines: [...gap(open.hasGap), ...renderHeading(open.text, columns, open.prefix)]};
	}

	const indent = content.length - content.trimStart().length;
	return startBlock(state, text, indent, columns) ?? takeText(state, content, indent, columns);
}

function takeCode(state: BlockState, open: OpenBlock & {readonly type: 'fence'}, content: string, columns: number): Step {
	const text = content.trim();
	if (text.startsWith(open.fence) && text === open.fence.charAt(0).repeat(text.length)) {
		return {state: {...state, open: undefined}, lines: []};
	}

	const own = content.length - content.trimStart().length;
	const code = content.slice(Math.min(own, open.indent)).trimEnd();
	const lines = [...gap(open.hasGap), ...renderCodeLine(code, columns, open.prefix)];
	return {state: {...state, open: {...open, hasGap: false}}, lines};
}

/** What begins something other than a paragraph; undefined for plain text. */
function startBlock(state: BlockState, text: string, indent: number, columns: number): Step | undefined {
	const fence = openingFence(text);
	const heading = /^#{1,6}(?=\s|$)/.exec(text)?.[0];
	const isRule = /^(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(text);
	const marker = /^(?:[*+-]|\d{1,9}[).])(?=\s|$)/.exec(text)?.[0];
	const isItem = marker !== undefined && canBeItem(state, marker);
	if (fence === undefined && heading === undefined && !isRule && !isItem) {
		return undefined;
	}

	const {state: closed, lines} = closeBlock(state, columns);
	const levels = levelsAt(closed, indent);
	const hasGap = closed.isAfterBlank && (state.hasOutput || lines.length > 0);
	const next: BlockState = {
		...closed, levels, isAfterBlank: false, hasOutput: true,
	};
	const prefix = prefixOf(next, columns);
	if (fence !== undefined) {
		return {
			state: {
				...next,
				open: {
					type: 'fence', fence, indent, prefix, hasGap,
				},
			},
			lines,
		};
	}

	if (heading !== undefined) {
		return {state: next, lines: [...lines, ...gap(hasGap), ...renderHeading(stripClosing(text.slice(heading.length)), columns, prefix)]};
	}

	return isRule || marker === undefined ? {state: next, lines: [...lines, ...gap(hasGap), ...renderRule(columns, prefix)]} : {state: startItem(next, text, marker, {indent, hasGap, columns}), lines};
}

function startItem(state: BlockState, text: string, marker: string, {indent, hasGap, columns}: {readonly indent: number; readonly hasGap: boolean; readonly columns: number}): BlockState {
	const shown = /^\d/.test(marker) ? marker : '•';
	const levels = [...state.levels.slice(0, maxLevels - 1), {indent, width: shown.length + 1}];
	const prefix = prefixOf({...state, levels}, columns, shown);
	return {
		...state,
		levels,
		open: {
			type: 'paragraph', text: text.slice(marker.length).trim(), prefix, hasGap,
		},
	};
}

/** The marks that open a code block. What is behind them names its language. */
function openingFence(text: string): string | undefined {
	const fence = /^(?:`{3,}|~{3,})/.exec(text)?.[0];
	return fence === undefined || text.includes('`', fence.length) ? undefined : fence;
}

/** A number in the middle of a paragraph begins a list only where one is expected: `in\n2024. Then` is text. */
function canBeItem(state: BlockState, marker: string): boolean {
	return !/^\d/.test(marker) || /^0*1\D/.test(marker) || state.levels.length > 0 || state.open === undefined;
}

function takeText(state: BlockState, content: string, indent: number, columns: number): Step {
	const text = content.trim();
	// Two spaces or a backslash at the end of a line break it; else a paragraph flows.
	const isBroken = / {2}$/.test(content) || text.endsWith('\\');
	const shown = text.endsWith('\\') ? text.slice(0, -1) : text;
	const {open} = state;
	if (open?.type === 'paragraph') {
		const separator = open.isBroken ? '\n' : ' ';
		const joined = open.text === '' ? shown : open.text + separator + shown;
		return limitOpen({...state, open: {...open, text: joined, isBroken}}, columns);
	}

	const {state: closed, lines} = closeBlock(state, columns);
	const levels = levelsAt(closed, indent);
	const next: BlockState = {
		...closed, levels, isAfterBlank: false, hasOutput: true,
	};
	const limited = limitOpen({
		...next, open: {
			type: 'paragraph', text: shown, isBroken, prefix: prefixOf(next, columns), hasGap: closed.isAfterBlank && state.hasOutput,
		},
	}, columns);
	return {state: limited.state, lines: [...lines, ...limited.lines]};
}

function limitOpen(state: BlockState, columns: number): Step {
	const {open} = state;
	const isLong = open?.type === 'paragraph' && open.text.length > maxOpenLength;
	const isHigh = open?.type === 'table' && open.rows.length > maxOpenRows;
	return isLong || isHigh ? closeBlock(state, columns) : {state, lines: []};
}

/** A line belongs to the list items that it is indented under. */
function levelsAt({levels}: BlockState, indent: number): BlockState['levels'] {
	return levels.filter((_, index) => levels.slice(0, index + 1).every(outer => indent >= outer.indent + 2));
}

function stripQuote(line: string, maxDepth: number): {readonly depth: number; readonly rest: string} {
	let rest = line;
	let depth = 0;
	for (let match = /^ {0,3}> ?/.exec(rest); match !== null && depth < maxDepth; match = /^ {0,3}> ?/.exec(rest)) {
		rest = rest.slice(match[0].length);
		depth++;
	}

	return {depth, rest};
}

/** `## Title ##` is `Title`. */
function stripClosing(heading: string): string {
	const text = heading.trim();
	const withoutMarks = text.replace(/(?<!#)#+$/, '');
	return withoutMarks === '' || withoutMarks.endsWith(' ') ? withoutMarks.trim() : text;
}

function gap(hasGap: boolean): StyledLine[] {
	return hasGap ? [[]] : [];
}
