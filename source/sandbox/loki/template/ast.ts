export type Operand =
	| {readonly type: 'dot'}
	| {readonly type: 'field'; readonly path: readonly string[]}
	| {readonly type: 'variable'; readonly name: string; readonly path: readonly string[]}
	| {readonly type: 'constant'; readonly value: string | number | boolean | undefined}
	| {readonly type: 'function'; readonly name: string}
	| {readonly type: 'pipeline'; readonly pipeline: Pipeline; readonly path: readonly string[]};

export type Command = readonly Operand[];

export type Pipeline = {
	/** Variables that it sets: one, or an index and an element of a range. */
	readonly variables: readonly string[];
	readonly commands: readonly Command[];
};

export type Branch = {
	readonly type: 'if' | 'with' | 'range';
	readonly pipeline: Pipeline;
	readonly body: readonly Node[];
	readonly otherwise: readonly Node[];
};

export type Node =
	Branch | {readonly type: 'text'; readonly text: string} | {readonly type: 'action'; readonly pipeline: Pipeline};
