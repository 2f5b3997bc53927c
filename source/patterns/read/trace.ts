/** Characters of a line in which its ids are looked for. */
const searchedLength = 4096;
const value = String.raw`\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?(?<id>[\w\-]{8,64})`;
const named = (names: string): RegExp => new RegExp(String.raw`(?<![\w.])(?:[a-z]{1,20}[._])?(?:${names})${value}`, 'i');
const traceExpression = named(String.raw`trace[_.\- ]?id|x-b3-traceid|uber-trace-id|trace`);
const spanExpression = named(String.raw`span[_.\- ]?id|x-b3-spanid|span`);
const requestExpression = named(String.raw`(?:x-)?(?:request|req|correlation)[_.\- ]?id`);
/** `traceparent: 00-<trace>-<span>-01` of W3C Trace Context. */
const traceParent = /traceparent\\?["']?\s{0,2}[:=]\s{0,2}\\?["']?[\da-f]{2}-(?<trace>[\da-f]{32})-(?<span>[\da-f]{16})-/i;
/** `[orders,6f2a..,9b1c..]` or `[6f2a..-9b1c..]` of Spring Cloud Sleuth and Micrometer. */
const sleuth = /\[(?:[\w\-.]{0,60},)?(?<trace>[\da-f]{16}(?:[\da-f]{16})?)[,-](?<span>[\da-f]{16})(?:,(?:true|false))?\]/;
/** Where programs put the id when it does not stand in the line. */
export const traceLabels = ['trace_id', 'traceID', 'traceId', 'traceid', 'trace.id'] as const;
const spanLabels = ['span_id', 'spanID', 'spanId', 'spanid', 'span.id'] as const;

/** The request that a line belongs to. */
export type TraceIds = {
	readonly trace: string;
	/** Undefined where the line tells the trace alone. */
	readonly span: string | undefined;
};

/** An id has a digit and is not the zeros of a request that is not traced. */
const isId = (id: string | undefined): id is string => id !== undefined && /[1-9]/.test(id) && /[\da-f]{4}/i.test(id);

const labelled = (labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined => names.map(name => labels[name]).find(id => isId(id));

const found = (expression: RegExp, text: string): string | undefined => {
	const id = expression.exec(text)?.groups?.id;
	return isId(id) ? id : undefined;
};

/**
The trace and span of a line: from a label or structured metadata, a field, or the text, in the usual spellings; else the id of the request.
Undefined where it has none.
*/
export function traceIdsOf(line: string, labels: Readonly<Record<string, string>> = {}): TraceIds | undefined {
	const text = line.slice(0, searchedLength);
	const both = traceParent.exec(text)?.groups ?? sleuth.exec(text)?.groups;
	const trace = labelled(labels, traceLabels) ?? (both && isId(both.trace) ? both.trace : found(traceExpression, text)) ?? found(requestExpression, text);
	return trace === undefined ? undefined : {trace, span: labelled(labels, spanLabels) ?? (both ? both.span : found(spanExpression, text))};
}
