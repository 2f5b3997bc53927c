/** Where something stands in a query's text, in UTF-16 units; `to` is behind its last one. */
export type Span = {readonly from: number; readonly to: number};

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** A matcher on a label: `app=~"a.*"`. Its value is what the string in the query stands for. */
export type Matcher = {
	readonly name: string;
	readonly operator: MatchOperator;
	readonly value: string;
};

export type LineOperator = '|=' | '!=' | '|~' | '!~' | '|>' | '!>';

export type LineFilter = {
	readonly operator: LineOperator;
	readonly terms: ReadonlyArray<{readonly isIp: boolean; readonly text: string}>;
};

export type ComparisonOperator = '==' | '!=' | '>' | '>=' | '<' | '<=';

export type LabelFilter =
	| {readonly type: 'string'; readonly matcher: Matcher}
	| {readonly type: 'number' | 'duration' | 'bytes'; readonly name: string; readonly operator: ComparisonOperator; readonly value: number}
	| {readonly type: 'ip'; readonly name: string; readonly operator: '=' | '!='; readonly text: string}
	| {readonly type: 'and' | 'or'; readonly left: LabelFilter; readonly right: LabelFilter};

/** `name="expression"` of the json and logfmt parsers. */
export type Extraction = {readonly name: string; readonly expression: string};

export type LabelFormat =
	| {readonly type: 'rename'; readonly name: string; readonly from: string}
	| {readonly type: 'template'; readonly name: string; readonly template: string};

export type NamedMatcher = {readonly name: string; readonly matcher?: Matcher};

export type Stage =
	| {readonly type: 'line-filter'; readonly filters: readonly LineFilter[]}
	| {readonly type: 'json'; readonly extractions: readonly Extraction[]}
	| {readonly type: 'logfmt'; readonly extractions: readonly Extraction[]; readonly isStrict: boolean; readonly isKeepingEmpty: boolean}
	| {readonly type: 'unpack' | 'decolorize'}
	| {readonly type: 'regexp' | 'pattern'; readonly expression: string}
	| {readonly type: 'label-filter'; readonly filter: LabelFilter}
	| {readonly type: 'line-format'; readonly template: string}
	| {readonly type: 'label-format'; readonly formats: readonly LabelFormat[]}
	| {readonly type: 'drop' | 'keep'; readonly names: readonly NamedMatcher[]};

export type LogQuery = {
	readonly type: 'log';
	/** The selector with its braces. */
	readonly selector: Span;
	/** Empty for `{}`, which Loki's grammar lets pass. */
	readonly matchers: ReadonlyArray<Matcher & Span>;
	/** All stages, where there are any. */
	readonly pipeline?: Span;
	readonly stages: readonly Stage[];
};

export type Conversion = 'bytes' | 'duration' | 'duration_seconds';

export type Unwrap = {
	readonly name: string;
	readonly conversion?: Conversion;
	readonly filters: readonly LabelFilter[];
};

export type LogRange = {
	readonly query: LogQuery;
	readonly rangeNs: number;
	readonly offsetNs: number;
	readonly unwrap?: Unwrap;
};

export type Grouping = {readonly isWithout: boolean; readonly names: readonly string[]};

export type RangeAggregation = {
	readonly type: 'range';
	readonly operation: string;
	readonly parameter?: number;
	readonly range: LogRange;
	readonly grouping?: Grouping;
};

export type VectorAggregation = {
	readonly type: 'aggregation';
	readonly operation: string;
	readonly parameter: number;
	readonly grouping?: Grouping;
	readonly inner: MetricQuery;
};

export type VectorMatching = {
	readonly isBool: boolean;
	readonly isOn: boolean;
	readonly names: readonly string[];
	readonly group: 'one-to-one' | 'left' | 'right';
	readonly include: readonly string[];
};

export type BinaryOperation = {
	readonly type: 'binary';
	readonly operator: string;
	readonly matching: VectorMatching;
	readonly left: MetricQuery;
	readonly right: MetricQuery;
};

export type LabelReplace = {
	readonly type: 'label-replace';
	readonly inner: MetricQuery;
	readonly target: string;
	readonly replacement: string;
	readonly source: string;
	readonly pattern: string;
};

export type Literal = {readonly type: 'literal'; readonly value: number};

export type Vector = {readonly type: 'vector'; readonly value: number};

export type MetricQuery = RangeAggregation | VectorAggregation | BinaryOperation | LabelReplace | Literal | Vector;

export type Query = LogQuery | MetricQuery;
