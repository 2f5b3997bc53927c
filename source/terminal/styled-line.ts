import {displayWidth} from './width.js';
import {lineRanges} from './wrap.js';

export type TextStyle = 'plain' | 'bold' | 'italic' | 'code' | 'heading' | 'dim' | 'link';

export type Span = {
	readonly text: string;
	readonly style: TextStyle;
};

/** One row of the screen. */
export type StyledLine = readonly Span[];

/** What stands before a wrapped text: a bullet on the first line, as much space on the others. */
export type Prefix = {
	readonly first: StyledLine;
	readonly rest: StyledLine;
};

function textOf(spans: StyledLine): string {
	return spans.map(({text}) => text).join('');
}

export function widthOf(spans: StyledLine): number {
	return displayWidth(textOf(spans));
}

/** The columns that are left beside a prefix. */
export function textColumns(prefix: Prefix, columns: number): number {
	return Math.max(1, columns - Math.max(widthOf(prefix.first), widthOf(prefix.rest)));
}

/** Wraps spans at spaces; newlines in them stay. */
export function wrapSpans(spans: StyledLine, columns: number, prefix: Prefix): StyledLine[] {
	const width = textColumns(prefix, columns);
	const lines = splitAtNewlines(spans).flatMap(line => {
		const slice = createSlicer(line);
		return lineRanges(textOf(line), width).map(([start, end]) => slice(start, end));
	});
	return lines.map((line, index) => [...(index === 0 ? prefix.first : prefix.rest), ...line]);
}

function splitAtNewlines(spans: StyledLine): StyledLine[] {
	const lines: Span[][] = [[]];
	for (const {text, style} of spans) {
		for (const [index, part] of text.split('\n').entries()) {
			if (index > 0) {
				lines.push([]);
			}

			lines.at(-1)?.push({text: part, style});
		}
	}

	return lines;
}

/** Cuts parts out of spans, each part behind the one before it, so that all parts together read the spans once. */
function createSlicer(spans: StyledLine): (start: number, end: number) => StyledLine {
	let index = 0;
	let spanStart = 0;
	return (start, end) => {
		const result: Span[] = [];
		for (let span = spans[index]; span !== undefined && spanStart < end; span = spans[index]) {
			const text = span.text.slice(Math.max(0, start - spanStart), end - spanStart);
			if (text !== '') {
				result.push({text, style: span.style});
			}

			if (spanStart + span.text.length > end) {
				break;
			}

			spanStart += span.text.length;
			index++;
		}

		return result;
	};
}
