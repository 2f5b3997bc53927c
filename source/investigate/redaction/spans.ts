/** A part of a text that is a secret. `end` is the index behind its last character. */
export type Span = {readonly start: number; readonly end: number; readonly kind: string};

/** Told of each secret that a rule finds. */
export type Found = (kind: string, start: number, end: number) => void;

/** One kind of rule: looks at the text as it came, so that no rule depends on what another one has replaced. Takes time in proportion to the text. */
export type Rule = (text: string, found: Found) => void;

/** A whole placeholder, as a redactor writes it; the one without a number stands for values beyond those that are remembered. */
const placeholderPattern = /<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>/g;

const wholePlaceholder = /^<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>$/;

export const isPlaceholder = (text: string): boolean => text.length <= 40 && wholePlaceholder.test(text);

/**
One span for all that overlap, in the order of the text, so that no half of a secret is left beside the placeholder of another.
The kind is that of the longest one; of several of that length, the one that was found first.
*/
export const joinSpans = (spans: readonly Span[]): readonly Span[] => {
	const joined: Span[] = [];
	let longest = 0;
	for (const span of spans.toSorted((a, b) => a.start - b.start)) {
		const last = joined.at(-1);
		const length = span.end - span.start;
		if (last === undefined || span.start >= last.end) {
			joined.push(span);
			longest = length;
			continue;
		}

		joined[joined.length - 1] = {start: last.start, end: Math.max(last.end, span.end), kind: length > longest ? span.kind : last.kind};
		longest = Math.max(longest, length);
	}

	return joined;
};

/** The placeholders that stand in a text already: none is cut by a secret beside it. */
export const placeholderSpans = (text: string): readonly Span[] => text.includes('<')
	? Array.from(text.matchAll(placeholderPattern), match => ({start: match.index, end: match.index + match[0].length, kind: ''}))
	: [];

/** The text with each span replaced by what `replace` gives for it. Spans are in order and do not overlap. */
export const replaceSpans = (text: string, spans: readonly Span[], replace: (kind: string, value: string) => string): string => {
	let out = '';
	let copied = 0;
	for (const {start, end, kind} of spans) {
		const value = text.slice(start, end);
		if (kind === '' || !(start < end) || isPlaceholder(value)) {
			continue;
		}

		out += text.slice(copied, start) + replace(kind, value);
		copied = end;
	}

	return copied === 0 ? text : out + text.slice(copied);
};
