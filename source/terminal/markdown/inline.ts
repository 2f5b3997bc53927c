import type {Span, StyledLine, TextStyle} from '../styled-line.js';
import {pairMarks, type MarkEffect, type MarkRun} from './marks.js';

export type InlineOptions = {
	/** The style of what nothing marks. */
	readonly base?: TextStyle;
	/** The text may go on: what was opened holds to its end. Else a mark that nothing closes is text. */
	readonly isOpen?: boolean;
};

type Piece =
	| {readonly text: string; readonly style?: TextStyle}
	| {readonly text: string; readonly run: MarkRun};

const plainText = /[^\n!*<[\\_`]+/y;
const escaped = /\\([\p{Punctuation}\p{Symbol}])/uy;
const backticks = /`+/y;
const markRun = /\*+|_+/y;
/** Bounded, and no part reads over what begins another link: many open brackets stay linear. */
const link = /!?\[([^\n[\]]{0,500})\]\(([^\s()]{1,2000})(?: "[^\n"]{0,500}")?\)/y;
const autolink = /<(https?:\/\/[^\s<>]{1,2000})>/y;

/** Bold, italic, code and links of one paragraph. Linear in its length; text of marks that mean nothing stays as it is. */
export function parseInline(text: string, {base = 'plain', isOpen = false}: InlineOptions = {}): StyledLine {
	const pieces = scan(text, isOpen);
	const effects = pairMarks(pieces.flatMap(piece => 'run' in piece ? [piece.run] : []), isOpen);
	return join(pieces, effects, base);
}

function scan(text: string, isOpen: boolean): Piece[] {
	const pieces: Piece[] = [];
	const codeEnds = findCodeEnds(text);
	let index = 0;
	const match = (pattern: RegExp): RegExpExecArray | undefined => {
		pattern.lastIndex = index;
		return pattern.exec(text) ?? undefined;
	};

	while (index < text.length) {
		const plain = match(plainText);
		if (plain) {
			pieces.push({text: plain[0]});
			index += plain[0].length;
			continue;
		}

		const run = match(backticks);
		if (run) {
			const start = index + run[0].length;
			const end = codeEnds.get(index) ?? (isOpen ? text.length : undefined);
			pieces.push(end === undefined ? {text: run[0]} : {text: codeText(text.slice(start, end)), style: 'code'});
			index = end === undefined ? start : end + run[0].length;
			continue;
		}

		const marks = match(markRun);
		if (marks) {
			pieces.push(markPiece(text, index, marks[0]));
			index += marks[0].length;
			continue;
		}

		const [length, found] = special(match) ?? [1, [{text: text.charAt(index)}]];
		pieces.push(...found);
		index += length;
	}

	return pieces;
}

function special(match: (pattern: RegExp) => RegExpExecArray | undefined): readonly [length: number, pieces: Piece[]] | undefined {
	const character = match(escaped);
	if (character) {
		return [2, [{text: character[1] ?? ''}]];
	}

	const reference = match(link);
	if (reference) {
		const [whole, label = '', url = ''] = reference;
		const shown = label.replaceAll(/[*`]/g, '').trim();
		return [whole.length, shown === '' || shown === url ? [{text: url, style: 'link'}] : [{text: shown, style: 'link'}, {text: ` (${url})`, style: 'dim'}]];
	}

	const address = match(autolink);
	return address && [address[0].length, [{text: address[1] ?? '', style: 'link'}]];
}

/** For each run of backticks, the start of the next run of the same length. */
function findCodeEnds(text: string): Map<number, number> {
	const ends = new Map<number, number>();
	const nextOfLength = new Map<number, number>();
	const runs: Array<readonly [start: number, length: number]> = [];
	for (const {index, 0: run} of text.matchAll(/`+/g)) {
		runs.push([index, run.length]);
	}

	for (const [start, length] of runs.toReversed()) {
		const next = nextOfLength.get(length);
		if (next !== undefined) {
			ends.set(start, next);
		}

		nextOfLength.set(length, start);
	}

	return ends;
}

/** One space on each side only keeps the backticks apart. */
function codeText(text: string): string {
	const code = text.replaceAll('\n', ' ');
	return code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '' ? code.slice(1, -1) : code;
}

/** A run opens before a word and closes after one; inside a word it does neither, so `snake_case` and `2*3` are text. */
function markPiece(text: string, index: number, run: string): Piece {
	if (run.length > 3) {
		return {text: run};
	}

	const before = text.charAt(index - 1);
	const after = text.charAt(index + run.length);
	const isInside = /[\da-z]/i.test(before) && /[\da-z]/i.test(after);
	return {
		text: run,
		run: {
			character: run.startsWith('*') ? '*' : '_',
			length: run.length,
			canOpen: !isInside && /\S/.test(after),
			canClose: !isInside && /\S/.test(before),
		},
	};
}

function join(pieces: readonly Piece[], effects: readonly MarkEffect[], base: TextStyle): StyledLine {
	const spans: Span[] = [];
	let run = 0;
	let bold = 0;
	let italic = 0;
	const add = (text: string, ownStyle?: TextStyle): void => {
		const style = ownStyle ?? styleOf(base, bold > 0, italic > 0);
		const last = spans.at(-1);
		if (text !== '' && last?.style === style) {
			spans[spans.length - 1] = {text: last.text + text, style};
		} else if (text !== '') {
			spans.push({text, style});
		}
	};

	for (const piece of pieces) {
		if (!('run' in piece)) {
			add(piece.text, piece.style);
			continue;
		}

		const effect = effects[run++];
		if (effect === undefined) {
			continue;
		}

		add(piece.run.character.repeat(effect.literal));
		bold += effect.bold;
		italic += effect.italic;
	}

	return spans;
}

function styleOf(base: TextStyle, isBold: boolean, isItalic: boolean): TextStyle {
	if (base !== 'plain') {
		return base;
	}

	if (isBold) {
		return 'bold';
	}

	return isItalic ? 'italic' : 'plain';
}
