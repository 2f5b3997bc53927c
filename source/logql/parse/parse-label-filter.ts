import type {
	ComparisonOperator,
	LabelFilter,
	Matcher,
	MatchOperator,
} from '../ast.js';
import {childNamed, childrenOf} from '../nodes.js';
import type {SyntaxNode, SyntaxTree} from '../syntax-tree.js';

type Junction = 'and' | 'or' | ',';

/** A matcher node: name, operator, string. */
export const readMatcher = (tree: SyntaxTree, node: SyntaxNode): Matcher => {
	const [name, operator, value] = tree.tokensOf(node);
	return {name: name!.text, operator: operator!.name as MatchOperator, value: value!.text};
};

const comparison = (operator: string): ComparisonOperator => (operator === '=' ? '==' : operator as ComparisonOperator);

const readAtom = (tree: SyntaxTree, node: SyntaxNode): LabelFilter => {
	const [name, operator, ...operands] = tree.tokensOf(node);
	switch (node.name) {
		case 'Matcher': {
			return {type: 'string', matcher: readMatcher(tree, node)};
		}

		case 'IpLabelFilter': {
			return {
				type: 'ip', name: name!.text, operator: operator!.name as '=' | '!=', text: operands.find(token => token.name === 'STRING')!.text,
			};
		}

		case 'UnitFilter': {
			return {
				type: operands[0]!.name === 'BYTES' ? 'bytes' : 'duration',
				name: name!.text,
				operator: comparison(operator!.name),
				value: operands[0]!.value,
			};
		}

		default: {
			const number = operands.at(-1)!;
			return {
				type: 'number',
				name: name!.text,
				operator: comparison(operator!.name),
				value: operands[0]!.name === '-' ? -number.value : number.value,
			};
		}
	}
};

/*
Loki's grammar gives `and` more weight than `or` and none to the comma, so that its parser
reads on behind a comma before it joins what stands before it.
*/
const joinsBefore = (first: Junction, second: Junction): boolean => first === ',' || second === ',' ? false : !(first === 'or' && second === 'and');

const join = (junction: Junction, left: LabelFilter, right: LabelFilter): LabelFilter =>
	({type: junction === 'or' ? 'or' : 'and', left, right});

const associate = (filters: readonly LabelFilter[], junctions: readonly Junction[]): LabelFilter => {
	const operands = [filters[0]!];
	const pending: Junction[] = [];
	const reduce = (): void => {
		const right = operands.pop()!;
		const left = operands.pop()!;
		operands.push(join(pending.pop()!, left, right));
	};

	for (const [index, junction] of junctions.entries()) {
		while (pending.length > 0 && joinsBefore(pending.at(-1)!, junction)) {
			reduce();
		}

		pending.push(junction);
		operands.push(filters[index + 1]!);
	}

	while (pending.length > 0) {
		reduce();
	}

	return operands[0]!;
};

/** A label filter with its and, or, comma and parentheses. */
export const readLabelFilter = (tree: SyntaxTree, root: SyntaxNode): LabelFilter => {
	const filters: LabelFilter[] = [];
	const junctions: Junction[] = [];
	const flatten = (node: SyntaxNode): void => {
		const children = childrenOf(node);
		const inner = children.filter(child => child.name === 'LabelFilter');
		if (inner.length === 2) {
			flatten(inner[0]!);
			const isOr = childNamed(node, 'Or') !== undefined;
			junctions.push(isOr ? 'or' : (childNamed(node, 'And') ? 'and' : ','));
			flatten(inner[1]!);
			return;
		}

		filters.push(inner.length === 1 ? readLabelFilter(tree, inner[0]!) : readAtom(tree, children[0]!));
	};

	flatten(root);
	return associate(filters, junctions);
};
