export type SparklineOptions = {
	/** The value of a full bar; the largest of the values where it is not given. */
	readonly max?: number;
	/** For terminals without Unicode. */
	readonly isAscii?: boolean;
};

type Glyphs = {
	readonly bars: string;
	readonly missing: string;
};

const unicodeGlyphs: Glyphs = {bars: '▁▂▃▄▅▆▇█', missing: '·'};
const asciiGlyphs: Glyphs = {bars: '_.:-=+*#', missing: '?'};

/**
One character a column, oldest first, exactly `columns` wide. Zero is the lowest bar and any more than zero at least the second; a missing value is `·`.
More values than columns are joined, each column showing the largest of its values, so that no peak is lost; fewer are padded on the left.
*/
export function sparkline(values: ReadonlyArray<number | undefined>, columns: number, {max, isAscii = false}: SparklineOptions = {}): string {
	const width = Math.max(0, Math.floor(columns));
	const glyphs = isAscii ? asciiGlyphs : unicodeGlyphs;
	const shown = values.length > width ? joinByMaximum(values, width) : values;
	const top = max ?? largest(values) ?? 0;
	return shown.map(value => bar(value, top, glyphs)).join('').padStart(width);
}

function bar(value: number | undefined, top: number, {bars, missing}: Glyphs): string {
	if (value === undefined || Number.isNaN(value)) {
		return missing;
	}

	if (value <= 0 || top <= 0) {
		return bars.charAt(0);
	}

	const highest = bars.length - 1;
	const share = value >= top ? 1 : value / top;
	return bars.charAt(Math.max(1, Math.round(share * highest)));
}

function joinByMaximum(values: ReadonlyArray<number | undefined>, columns: number): Array<number | undefined> {
	return Array.from({length: columns}, (_, column) => {
		const start = Math.floor(column * values.length / columns);
		const end = Math.floor((column + 1) * values.length / columns);
		return largest(values.slice(start, end));
	});
}

/** Undefined where all are missing. */
function largest(values: ReadonlyArray<number | undefined>): number | undefined {
	let result: number | undefined;
	for (const value of values) {
		if (value !== undefined && !Number.isNaN(value) && (result === undefined || value > result)) {
			result = value;
		}
	}

	return result;
}
