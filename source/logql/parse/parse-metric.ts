import type {
	Grouping,
	MetricQuery,
	Query,
	RangeAggregation,
	VectorAggregation,
} from '../ast.js';
import {childNamed, childrenOf, listItems} from '../nodes.js';
import type {SyntaxNode, SyntaxTree} from '../syntax-tree.js';
import {readBinary} from './parse-binary.js';
import {ParseError} from './parse-error.js';
import {readLogQuery, readLogRange} from './parse-log.js';

const withoutUnwrap: ReadonlySet<string> = new Set(['bytes_over_time', 'bytes_rate', 'count_over_time', 'rate', 'absent_over_time']);
const withUnwrap: ReadonlySet<string> = new Set([
	'avg_over_time',
	'sum_over_time',
	'max_over_time',
	'min_over_time',
	'stddev_over_time',
	'stdvar_over_time',
	'quantile_over_time',
	'rate',
	'rate_counter',
	'absent_over_time',
	'first_over_time',
	'last_over_time',
]);
const withGrouping: ReadonlySet<string> = new Set([
	'avg_over_time',
	'stddev_over_time',
	'stdvar_over_time',
	'quantile_over_time',
	'max_over_time',
	'min_over_time',
	'first_over_time',
	'last_over_time',
]);
const withCount: ReadonlySet<string> = new Set(['topk', 'bottomk', 'approx_topk']);

const readGrouping = (tree: SyntaxTree, node: SyntaxNode | undefined): Grouping | undefined => {
	if (!node) {
		return undefined;
	}

	const names = tree.tokensOf(node).filter(token => token.name === 'IDENTIFIER').map(({text}) => text);
	return {isWithout: childNamed(node, 'Without') !== undefined, names};
};

const readRangeAggregation = (tree: SyntaxTree, node: SyntaxNode): RangeAggregation => {
	const operation = tree.tokenAt(node).canonical;
	const parameterNode = childNamed(node, 'Number');
	const parameter = parameterNode ? tree.tokenAt(parameterNode).value : undefined;
	if (operation === 'quantile_over_time' && parameter === undefined) {
		throw new ParseError('parameter required for operation quantile_over_time');
	}

	if (operation !== 'quantile_over_time' && parameter !== undefined) {
		throw new ParseError(`parameter ${parameter} not supported for operation ${operation}`);
	}

	const range = readLogRange(tree, childNamed(node, 'LogRangeExpr')!);
	const grouping = readGrouping(tree, childNamed(node, 'Grouping'));
	if (grouping && !withGrouping.has(operation)) {
		throw new ParseError(`grouping not allowed for ${operation} aggregation`);
	}

	if (range.unwrap && !withUnwrap.has(operation)) {
		throw new ParseError(`invalid aggregation ${operation} with unwrap`);
	}

	if (!range.unwrap && !withoutUnwrap.has(operation)) {
		throw new ParseError(`invalid aggregation ${operation} without unwrap`);
	}

	return {
		type: 'range', operation, range, ...(parameter !== undefined && {parameter}), ...(grouping && {grouping}),
	};
};

const readCount = (operation: string, text: string | undefined): number => {
	if (!withCount.has(operation)) {
		if (text !== undefined) {
			throw new ParseError(`unsupported parameter for operation ${operation}(${text},`);
		}

		return 0;
	}

	if (text === undefined) {
		throw new ParseError(`parameter required for operation ${operation}`);
	}

	if (!/^\d+$/.test(text)) {
		throw new ParseError(`invalid parameter ${operation}(${text},`);
	}

	const count = Number(text);
	if (count <= 0) {
		throw new ParseError(`invalid parameter (must be greater than 0) ${operation}(${text}`);
	}

	return count;
};

const readVectorAggregation = (tree: SyntaxTree, node: SyntaxNode): VectorAggregation => {
	const operation = tree.tokenAt(node).canonical;
	const number = childNamed(node, 'Number');
	const parameter = readCount(operation, number ? tree.tokenAt(number).text : undefined);
	const grouping = readGrouping(tree, childNamed(node, 'Grouping'));
	if (grouping && operation === 'approx_topk') {
		throw new ParseError('grouping not allowed for approx_topk aggregation');
	}

	if (grouping && grouping.names.length > 0 && (operation === 'sort' || operation === 'sort_desc')) {
		throw new ParseError('sort and sort_desc doesn\'t allow grouping by ');
	}

	const inner = readMetric(tree, childNamed(node, 'MetricExpr')!);
	return {
		type: 'aggregation', operation, parameter, inner, ...(grouping && {grouping}),
	};
};

const readLabelReplace = (tree: SyntaxTree, node: SyntaxNode): MetricQuery => {
	const [target, replacement, source, pattern] = node.getChildren('String').map(child => tree.tokenAt(child).text);
	return {
		type: 'label-replace',
		inner: readMetric(tree, childNamed(node, 'MetricExpr')!),
		target: target!,
		replacement: replacement!,
		source: source!,
		pattern: pattern!,
	};
};

/** A metric query, in parentheses or not. */
const readMetric = (tree: SyntaxTree, node: SyntaxNode): MetricQuery => {
	const [inner] = childrenOf(node);
	switch (inner!.name) {
		case 'MetricExpr': {
			return readMetric(tree, inner!);
		}

		case 'RangeAggregationExpr': {
			return readRangeAggregation(tree, inner!);
		}

		case 'VectorAggregationExpr': {
			return readVectorAggregation(tree, inner!);
		}

		case 'BinOpExpr': {
			return readBinary(tree, inner!, readExpression);
		}

		case 'LabelReplaceExpr': {
			return readLabelReplace(tree, inner!);
		}

		case 'VectorExpr': {
			return {type: 'vector', value: tree.tokensOf(inner!)[2]!.value};
		}

		default: {
			const tokens = tree.tokensOf(inner!);
			const {value} = tokens.at(-1)!;
			return {type: 'literal', value: tokens[0]!.name === '-' ? -value : value};
		}
	}
};

/** Any query. */
export const readExpression = (tree: SyntaxTree, node: SyntaxNode): Query => {
	const [inner] = [...listItems(node, 'LogExpr'), ...listItems(node, 'MetricExpr')];
	return inner!.name === 'LogExpr' ? readLogQuery(tree, inner!) : readMetric(tree, inner!);
};
