import {
	type Prefix,
	type Span,
	type StyledLine,
	textColumns,
	widthOf,
	wrapSpans,
} from '../styled-line.js';
import {parseInline} from './inline.js';

const maxCells = 20;
const gap = '  ';

export function isTableRule(line: string): boolean {
	return line.includes('-') && line.includes('|') && /^[\s\-:|]+$/.test(line);
}

/** Rows as columns where they fit, else each row as a list of `header: cell`. The first row is the header. */
export function renderTable(rows: readonly string[], columns: number, prefix: Prefix): StyledLine[] {
	const [header = [], ...body] = rows.map((row, index) => parseRow(row, index === 0));
	const widths = columnWidths([header, ...body]);
	let total = gap.length * (widths.length - 1);
	for (const width of widths) {
		total += width;
	}

	if (total <= textColumns(prefix, columns)) {
		return [header, ...body].map((row, index) => [...(index === 0 ? prefix.first : prefix.rest), ...alignRow(row, widths)]);
	}

	if (body.length === 0) {
		return wrapSpans(alignRow(header, widths), columns, prefix);
	}

	const later: Prefix = {first: prefix.rest, rest: prefix.rest};
	return body.flatMap((row, index) => listRow(header, row, columns, index === 0 ? prefix : later));
}

function parseRow(row: string, isHeader: boolean): StyledLine[] {
	return splitCells(row).map(cell => parseInline(cell, {base: isHeader ? 'bold' : 'plain'}));
}

function columnWidths(rows: ReadonlyArray<readonly StyledLine[]>): number[] {
	const widths: number[] = [];
	for (const row of rows) {
		for (const [column, cell] of row.entries()) {
			widths[column] = Math.max(widths[column] ?? 0, widthOf(cell));
		}
	}

	return widths;
}

function alignRow(row: readonly StyledLine[], widths: readonly number[]): StyledLine {
	return widths.flatMap((width, column): Span[] => {
		const cell = row[column] ?? [];
		const isLast = column === widths.length - 1;
		const padding = isLast ? '' : ' '.repeat(width - widthOf(cell)) + gap;
		return [...cell, ...(padding === '' ? [] : [{text: padding, style: 'plain' as const}])];
	});
}

function listRow(header: readonly StyledLine[], row: readonly StyledLine[], columns: number, prefix: Prefix): StyledLine[] {
	return row.flatMap((cell, column) => {
		const name = header[column] ?? [];
		const label: StyledLine = name.length === 0 ? [] : [...name, {text: ': ', style: 'plain'}];
		const indent: StyledLine = column === 0 ? [] : [{text: gap, style: 'plain'}];
		const place = column === 0 ? prefix.first : prefix.rest;
		return wrapSpans([...label, ...cell], columns, {first: [...place, ...indent], rest: [...prefix.rest, {text: gap, style: 'plain'}]});
	});
}

function splitCells(row: string): string[] {
	const inner = row.trim().replace(/^\|/, '').replace(/\|$/, '');
	return inner.split(/(?<!\\)\|/).slice(0, maxCells).map(cell => cell.trim());
}
