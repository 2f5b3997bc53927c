import type {
	Conversion,
	LabelFilter,
	LogQuery,
	LogRange,
	Matcher,
	Stage,
	Unwrap,
} from './ast.js';
import {childNamed, childrenOf, listItems} from './nodes.js';
import {ParseError} from './parse-error.js';
import {readLabelFilter, readMatcher} from './parse-label-filter.js';
import {readStage} from './parse-stage.js';
import type {SyntaxNode, SyntaxTree} from './syntax-tree.js';

const noMatcherMessage = 'queries require at least one regexp or equality matcher that does not have an empty-compatible value. '
	+ 'For instance, app=~".*" does not meet this requirement, but app=~".+" will';

/** A query that fits streams without any of its labels would read everything. */
const requireMatcher = (matchers: readonly Matcher[]): void => {
	if (matchers.every(({matches}) => matches(''))) {
		throw new ParseError(noMatcherMessage);
	}
};

/** A stream selector's matchers. */
export const readSelector = (tree: SyntaxTree, selector: SyntaxNode): Matcher[] => {
	const list = childNamed(selector, 'Matchers');
	return list ? listItems(list, 'Matcher').map(node => readMatcher(tree, node)) : [];
};

const readPipeline = (tree: SyntaxTree, pipeline: SyntaxNode | undefined): Stage[] => {
	const stages: Stage[] = [];
	for (const node of pipeline ? listItems(pipeline, 'PipelineStage') : []) {
		const stage = readStage(tree, node);
		const last = stages.at(-1);
		if (stage.type === 'line-filter' && last?.type === 'line-filter') {
			stages[stages.length - 1] = {type: 'line-filter', filters: [...last.filters, ...stage.filters]};
		} else {
			stages.push(stage);
		}
	}

	return stages;
};

const newLogQuery = (matchers: readonly Matcher[], stages: readonly Stage[]): LogQuery => {
	requireMatcher(matchers);
	return {type: 'log', matchers, stages};
};

/** A log query, in parentheses or not. */
export const readLogQuery = (tree: SyntaxTree, node: SyntaxNode): LogQuery => {
	const inner = childNamed(node, 'LogExpr');
	return inner
		? readLogQuery(tree, inner)
		: newLogQuery(readSelector(tree, childNamed(node, 'Selector')!), readPipeline(tree, childNamed(node, 'PipelineExpr')));
};

const readUnwrap = (tree: SyntaxTree, node: SyntaxNode): Unwrap => {
	const inner = childNamed(node, 'UnwrapExpr');
	const filter = childNamed(node, 'LabelFilter');
	if (inner && filter) {
		const unwrap = readUnwrap(tree, inner);
		const filters: LabelFilter[] = [...unwrap.filters, readLabelFilter(tree, filter)];
		return {...unwrap, filters};
	}

	const conversion = childNamed(node, 'ConvOp');
	const name = tree.tokensOf(node).findLast(token => token.name === 'IDENTIFIER')!.text;
	return conversion
		? {name, conversion: tree.tokenAt(conversion).canonical as Conversion, filters: []}
		: {name, filters: []};
};

/** A log query with its range, offset and unwrapped label, in whatever order they are written. */
export const readLogRange = (tree: SyntaxTree, node: SyntaxNode): LogRange => {
	const inner = childrenOf(node).find(child => child.name === 'LogRangeExpr');
	if (inner) {
		return readLogRange(tree, inner);
	}

	const range = tree.tokenAt(childNamed(node, 'Range')!);
	const offset = childNamed(node, 'OffsetExpr');
	const unwrap = childNamed(node, 'UnwrapExpr');
	return {
		query: newLogQuery(readSelector(tree, childNamed(node, 'Selector')!), readPipeline(tree, childNamed(node, 'PipelineExpr'))),
		rangeNs: range.value,
		offsetNs: offset ? tree.tokensOf(offset).at(-1)!.value : range.offsetNs,
		...(unwrap && {unwrap: readUnwrap(tree, unwrap)}),
	};
};
