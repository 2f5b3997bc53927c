import {
	type Prefix,
	type Span,
	type StyledLine,
	textColumns,
	widthOf,
	wrapSpans,
} from '../styled-line.js';
import {displayWidth} from '../width.js';
import {hardRanges} from '../wrap.js';
import {renderTable} from './table.js';
import {parseInline} from './inline.js';

/** What a block stands inside of. */
export type BlockContext = {
	readonly levels: ReadonlyArray<{
		/** Spaces before the item's marker in the source. */
		readonly indent: number;
		/** Columns of the marker and its space on the screen. */
		readonly width: number;
	}>;
	readonly quoteDepth: number;
};

type BlockPlace = {
	readonly prefix: Prefix;
	/** An empty line comes first. */
	readonly hasGap: boolean;
};

export type OpenBlock = BlockPlace & (
	| {readonly type: 'paragraph'; readonly text: string; readonly isBroken?: boolean}
	| {readonly type: 'table'; readonly rows: readonly string[]}
	| {readonly type: 'fence'; readonly fence: string; readonly indent: number}
);

/** The columns that a text keeps beside its prefix, whatever the nesting. */
const minTextColumns = 12;
const quoteBar: Span = {text: '│ ', style: 'dim'};
const codeIndent: Span = {text: '  ', style: 'plain'};
const continuation: Span = {text: '↳ ', style: 'dim'};

/** The prefix of a block, with the marker of the list item that it begins; none where it would leave no room for the text. */
export function prefixOf({levels, quoteDepth}: BlockContext, columns: number, marker?: string): Prefix {
	const quotes = Array.from({length: quoteDepth}, () => quoteBar);
	let spaces = 0;
	for (const {width} of levels) {
		spaces += width;
	}

	const shown: Span[] = marker === undefined ? [] : [{text: `${marker} `, style: 'plain'}];
	if (widthOf(quotes) + spaces > columns - minTextColumns) {
		return {first: shown, rest: []};
	}

	const rest = [...quotes, ...indentation(spaces)];
	const outer = [...quotes, ...indentation(spaces - widthOf(shown))];
	return {first: marker === undefined ? rest : [...outer, ...shown], rest};
}

/** The lines of a block. `canGrow`: more may come, so marks that are open hold to the end, and half marks at the end are not shown. */
export function renderOpenBlock(block: OpenBlock, columns: number, canGrow: boolean): StyledLine[] {
	if (block.type === 'fence') {
		return [];
	}

	const lines = block.hasGap ? [[]] : [];
	if (block.type === 'table') {
		return [...lines, ...renderTable(block.rows, columns, block.prefix)];
	}

	const text = canGrow ? block.text.replace(/(?<![*_`])[*_`]{1,3}$/, '') : block.text;
	return [...lines, ...wrapSpans(parseInline(text, {isOpen: canGrow}), columns, block.prefix)];
}

export function renderHeading(text: string, columns: number, prefix: Prefix): StyledLine[] {
	return wrapSpans(parseInline(text.trim(), {base: 'heading'}), columns, prefix);
}

export function renderRule(columns: number, prefix: Prefix): StyledLine[] {
	return [[...prefix.first, {text: '─'.repeat(textColumns(prefix, columns)), style: 'dim'}]];
}

/** Code keeps its spaces; a line that is too long goes on behind `↳`. */
export function renderCodeLine(code: string, columns: number, prefix: Prefix): StyledLine[] {
	const place = [...prefix.rest, codeIndent];
	const width = textColumns({first: place, rest: place}, columns);
	if (displayWidth(code) <= width) {
		return [[...place, {text: code, style: 'code'}]];
	}

	return hardRanges(code, Math.max(1, width - continuation.text.length)).map(([start, end], index) => [
		...place,
		...(index === 0 ? [] : [continuation]),
		{text: code.slice(start, end), style: 'code'},
	]);
}

function indentation(columns: number): Span[] {
	return columns > 0 ? [{text: ' '.repeat(columns), style: 'plain'}] : [];
}
