import type {SyntaxNode} from './syntax-tree.js';

/** The children of a node, in order. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] => {
	const children: SyntaxNode[] = [];
	for (let child = node.firstChild; child; child = child.nextSibling) {
		children.push(child);
	}

	return children;
};

export const childNamed = (node: SyntaxNode, name: string): SyntaxNode | undefined => node.getChild(name) ?? undefined;

/** The items of a left-leaning list, such as `Matchers(Matchers(Matcher) Matcher)`. */
export const listItems = (list: SyntaxNode, itemName: string): SyntaxNode[] => {
	const items: SyntaxNode[] = [];
	const visit = (node: SyntaxNode): void => {
		for (const child of childrenOf(node)) {
			if (child.name === itemName) {
				items.push(child);
			} else if (child.name === list.name) {
				visit(child);
			}
		}
	};

	visit(list);
	return items;
};
