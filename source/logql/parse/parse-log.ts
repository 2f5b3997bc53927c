import type {
	Conversion,
	LabelFilter,
	LogQuery,
	LogRange,
	Stage,
	Unwrap,
} from '../ast.js';
import {childNamed, childrenOf, listItems} from '../nodes.js';
import {isPlaceholder, type SyntaxNode, type SyntaxTree} from '../syntax-tree.js';
import {readLabelFilter, readMatcher} from './parse-label-filter.js';
import {readStage} from './parse-stage.js';

/** A stream selector's matchers. */
const readSelector = (tree: SyntaxTree, selector: SyntaxNode): LogQuery['matchers'] => {
	const list = childNamed(selector, 'Matchers');
	const nodes = list ? listItems(list, 'Matcher') : [];
	return nodes.filter(node => !isPlaceholder(tree.tokenAt(node))).map(node => {
		const {name, operator, value} = readMatcher(tree, node);
		const {from, to} = tree.spanOf(node);
		return {
			name, operator, value, from, to,
		};
	});
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

/** The log query that a node begins with, its selector and its stages. */
const readSelectorAndStages = (tree: SyntaxTree, node: SyntaxNode): LogQuery => {
	const selector = childNamed(node, 'Selector')!;
	const pipeline = childNamed(node, 'PipelineExpr');
	return {
		type: 'log',
		selector: tree.spanOf(selector),
		matchers: readSelector(tree, selector),
		...(pipeline && {pipeline: tree.spanOf(pipeline)}),
		stages: readPipeline(tree, pipeline),
	};
};

/** A log query, in parentheses or not. */
export const readLogQuery = (tree: SyntaxTree, node: SyntaxNode): LogQuery => {
	const inner = childNamed(node, 'LogExpr');
	return inner ? readLogQuery(tree, inner) : readSelectorAndStages(tree, node);
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
		query: readSelectorAndStages(tree, node),
		rangeNs: range.value,
		offsetNs: offset ? tree.tokensOf(offset).at(-1)!.value : range.offsetNs,
		...(unwrap && {unwrap: readUnwrap(tree, unwrap)}),
	};
};
