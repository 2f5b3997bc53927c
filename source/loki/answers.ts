import {sanitize, sanitizeLine} from '../terminal/sanitize.js';
import type {QueryData, StreamData} from './schemas.js';
import type {Labels, LogEntry, MetricSeries} from './types.js';

export const defaultMaxLineLength = 16 * 1024;

const maxLabelLength = 1024;
const maxLabels = 128;
const millisecondsPerSecond = 1000;
const nanosecondDigitsInMillisecond = 6;

const escape = String.fromCodePoint(0x1B);
const eightBitCsi = String.fromCodePoint(0x9B);

/**
One line, since a label stands in rows and headings. Of its colour codes too it is shown that they are there: nothing of a value goes without a trace, so that what is shown says what to ask for (`logql/stored-values.ts`).
*/
export function safeLabel(text: string): string {
	return sanitizeLine(text.replaceAll(escape, '␛').replaceAll(eightBitCsi, '<U+009B>'), {maxLength: maxLabelLength});
}

export function safeLabels(labels: Readonly<Record<string, string>>): Labels {
	return Object.fromEntries(Object.entries(labels).slice(0, maxLabels).map(([name, value]) => [safeLabel(name), safeLabel(value)]));
}

/** Series of a metric query, whatever shape the answer has; undefined for log lines. */
export function toSeries(data: QueryData): readonly MetricSeries[] | undefined {
	switch (data.resultType) {
		case 'matrix': {
			return data.result.map(({metric, values}) => ({labels: safeLabels(metric), samples: values.map(sample => toSample(sample))}));
		}

		case 'vector': {
			return data.result.map(({metric, value}) => ({labels: safeLabels(metric), samples: [toSample(value)]}));
		}

		case 'scalar': {
			return [{labels: {}, samples: [toSample(data.result)]}];
		}

		case 'streams': {
			return undefined;
		}
	}
}

function toSample([seconds, value]: readonly [number, string]): readonly [number, number] {
	return [Math.round(seconds * millisecondsPerSecond), toNumber(value)];
}

const goFloat = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

/** As Go writes floats: `+Inf` is no number to JavaScript. NaN where it is none: JavaScript takes an empty text as zero. */
function toNumber(value: string): number {
	if (value === '+Inf') {
		return Infinity;
	}

	if (value === '-Inf') {
		return -Infinity;
	}

	return goFloat.test(value) ? Number(value) : NaN;
}

/** Lines of all streams, oldest first; lines of one nanosecond keep the order in which their stream has them. */
export function toEntries(streams: readonly StreamData[], {isNewestFirst, maxLineLength}: {readonly isNewestFirst: boolean; readonly maxLineLength: number}): readonly LogEntry[] {
	const entries = streams.flatMap(({stream, values}) => {
		const labels = safeLabels(stream);
		const ordered = isNewestFirst ? values.toReversed() : values;
		return ordered.map(([timeNs, line, beside]) => ({
			timeNs,
			timeMs: Number(timeNs.slice(0, -nanosecondDigitsInMillisecond)),
			line: sanitize(line, {maxLength: maxLineLength}),
			labels: withBeside(labels, beside),
		}));
	});
	return entries.toSorted((a, b) => compareNs(a.timeNs, b.timeNs));
}

/** A tail tells what a line has of its own, such as its level or its trace, apart from its stream's labels. */
function withBeside(labels: Labels, beside: unknown): Labels {
	const {structuredMetadata, parsed} = (beside ?? {}) as {readonly structuredMetadata?: unknown; readonly parsed?: unknown};
	const own = [...textsIn(structuredMetadata), ...textsIn(parsed)];
	return own.length === 0 ? labels : {...labels, ...safeLabels(Object.fromEntries(own))};
}

const textsIn = (value: unknown): ReadonlyArray<[string, string]> => typeof value === 'object' && value !== null
	? Object.entries(value).flatMap(([name, text]): Array<[string, string]> => typeof text === 'string' ? [[name, text]] : [])
	: [];

/** Nanoseconds do not fit a number; as digits without leading zeros they compare by length, then by text. */
export function compareNs(a: string, b: string): number {
	if (a.length !== b.length) {
		return a.length - b.length;
	}

	if (a === b) {
		return 0;
	}

	return a < b ? -1 : 1;
}
