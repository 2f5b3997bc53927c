import {applyArithmetic, applyComparison} from '../operators.js';
import type {MetricQuery, Query, VectorMatching} from '../ast.js';
import {childNamed, childrenOf} from '../nodes.js';
import type {SyntaxNode, SyntaxTree} from '../syntax-tree.js';
import {ParseError} from './parse-error.js';

type Operator = {readonly name: string; readonly matching: VectorMatching};

/** Loki's weights; the grammar's own are not those of Loki. */
const weights: Readonly<Record<string, number>> = {
	or: 1,
	and: 2,
	unless: 2,
	'==': 3,
	'!=': 3,
	'>': 3,
	'>=': 3,
	'<': 3,
	'<=': 3,
	'+': 4,
	'-': 4,
	'*': 5,
	'/': 5,
	'%': 5,
	'^': 6,
};

const logicalOperators: ReadonlySet<string> = new Set(['or', 'and', 'unless']);
const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '>=', '<', '<=']);

const labelNames = (tree: SyntaxTree, node: SyntaxNode | undefined): string[] =>
	node ? tree.tokensOf(node).filter(token => token.name === 'IDENTIFIER').map(({text}) => text) : [];

const readMatching = (tree: SyntaxTree, node: SyntaxNode): VectorMatching => {
	const onOrIgnoring = childNamed(node, 'OnOrIgnoringModifier');
	const isLeft = childNamed(node, 'GroupLeft') !== undefined;
	const isRight = childNamed(node, 'GroupRight') !== undefined;
	return {
		isBool: childNamed(node, 'Bool') !== undefined,
		isOn: onOrIgnoring !== undefined && childNamed(onOrIgnoring, 'On') !== undefined,
		names: labelNames(tree, onOrIgnoring),
		group: isLeft ? 'left' : (isRight ? 'right' : 'one-to-one'),
		include: labelNames(tree, childNamed(node, 'GroupingLabels')),
	};
};

const typeName = (query: Query): string => {
	if (query.type !== 'log') {
		return query.type;
	}

	return query.stages.length > 0 ? '*syntax.PipelineExpr' : '*syntax.MatchersExpr';
};

const requireMetric = (query: Query, side: 'left' | 'right', operator: string): MetricQuery => {
	if (query.type === 'log') {
		throw new ParseError(`unexpected type for ${side} leg of binary operation (${operator}): ${typeName(query)}`);
	}

	if (query.type === 'literal' && logicalOperators.has(operator)) {
		throw new ParseError(`unexpected literal for ${side} leg of logical/set binary operation (${operator}): ${query.value.toFixed(6)}`);
	}

	return query;
};

const join = ({name, matching}: Operator, leftQuery: Query, rightQuery: Query): MetricQuery => {
	const left = requireMetric(leftQuery, 'left', name);
	const right = requireMetric(rightQuery, 'right', name);
	if (left.type === 'literal' && right.type === 'literal') {
		const value = comparisons.has(name)
			? Number(applyComparison(name, left.value, right.value))
			: applyArithmetic(name, left.value, right.value);
		return {type: 'literal', value};
	}

	return {
		type: 'binary', operator: name, matching, left, right,
	};
};

/**
A binary operation. The tree's own nesting is undone first, since the grammar weighs operators otherwise than Loki.
Operands are read with readExpression.
*/
export const readBinary = (
	tree: SyntaxTree,
	root: SyntaxNode,
	readExpression: (tree: SyntaxTree, node: SyntaxNode) => Query,
): MetricQuery => {
	const operands: SyntaxNode[] = [];
	const operators: Operator[] = [];
	const flatten = (node: SyntaxNode): void => {
		const [left, operator, modifier, right] = childrenOf(node);
		flattenOperand(left!);
		operators.push({name: tree.tokenAt(operator!).canonical, matching: readMatching(tree, modifier!)});
		flattenOperand(right!);
	};

	const flattenOperand = (operand: SyntaxNode): void => {
		const metric = childNamed(operand, 'MetricExpr');
		const binary = metric && childNamed(metric, 'BinOpExpr');
		if (binary) {
			flatten(binary);
		} else {
			operands.push(operand);
		}
	};

	flatten(root);
	let at = 0;
	const climb = (minWeight: number): Query => {
		let left: Query = readExpression(tree, operands[at]!);
		while (at < operators.length && weights[operators[at]!.name]! >= minWeight) {
			const operator = operators[at]!;
			const weight = weights[operator.name]!;
			at++;
			left = join(operator, left, climb(operator.name === '^' ? weight : weight + 1));
		}

		return left;
	};

	return climb(1) as MetricQuery;
};
