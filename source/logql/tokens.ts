/** Words that Loki's lexer always reads as themselves, whatever the case. */
const keywords: readonly string[] = [
	'unwrap',
	'by',
	'without',
	'bool',
	'offset',
	'on',
	'ignoring',
	'group_left',
	'group_right',
	'or',
	'and',
	'unless',
	'json',
	'regexp',
	'logfmt',
	'unpack',
	'pattern',
	'label_format',
	'line_format',
	'decolorize',
	'drop',
	'keep',
];

/** Functions over a range of log lines. */
const overRange: readonly string[] = [
	'rate',
	'rate_counter',
	'count_over_time',
	'bytes_rate',
	'bytes_over_time',
	'avg_over_time',
	'sum_over_time',
	'min_over_time',
	'max_over_time',
	'stdvar_over_time',
	'stddev_over_time',
	'quantile_over_time',
	'first_over_time',
	'last_over_time',
	'absent_over_time',
];

const overVectors: readonly string[] = [
	'vector',
	'sum',
	'avg',
	'max',
	'min',
	'count',
	'stddev',
	'stdvar',
	'bottomk',
	'topk',
	'sort',
	'sort_desc',
	'approx_topk',
];

const conversions: Readonly<Record<string, string>> = {
	bytes: 'BYTES_CONV',
	duration: 'DURATION_CONV',
	duration_seconds: 'DURATION_SECONDS_CONV',
};

export const keywordNames: ReadonlySet<string> = new Set(keywords);

/** Names of the tokens of functions over a range. */
export const rangeFunctions: ReadonlySet<string> = new Set(overRange.map(name => name.toUpperCase()));

/**
How Loki names a function's token in its messages. These words are functions only before a parenthesis or a
grouping; elsewhere they are identifiers.
*/
export const functionTokens: ReadonlyMap<string, string> = new Map([
	...[...overRange, ...overVectors].map((name): [string, string] => [name, name.toUpperCase()]),
	...Object.entries(conversions),
	['label_replace', 'label_replace'],
	['ip', 'ip'],
]);

/** Operators, longest first. */
export const operators: readonly string[] = [
	'=~',
	'!~',
	'!>',
	'!=',
	'|=',
	'|~',
	'|>',
	'==',
	'>=',
	'<=',
	',',
	'.',
	'{',
	'}',
	'=',
	'|',
	'(',
	')',
	']',
	'+',
	'-',
	'*',
	'/',
	'%',
	'^',
	'>',
	'<',
];

export const parserFlags: readonly string[] = ['--strict', '--keep-empty'];

/** A token as Loki's lexer makes it. */
export type Token = {
	/** As Loki names it in messages: `|=`, `IDENTIFIER`, `$end`. */
	readonly name: string;
	/** What the grammar reads in its place; every identifier is the same word there, every string the same. */
	readonly canonical: string;
	/** Name of an identifier, value of a string, lower-case word of a keyword. */
	readonly text: string;
	/** Value of a number; nanoseconds of a duration or range; bytes of a size. */
	readonly value: number;
	/** Nanoseconds of the offset behind a range. */
	readonly offsetNs: number;
	/** Place in the query's text, in UTF-16 units. */
	readonly from: number;
	readonly to: number;
	/** Place as Loki names it in messages. */
	readonly line: number;
	readonly column: number;
};
