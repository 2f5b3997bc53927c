import type {Query} from '../ast.js';
import {parseTree} from '../syntax-tree.js';
import {ParseError} from './parse-error.js';
import {readExpression} from './parse-metric.js';

/** Loki's own bound on the length of a query, in characters. */
const maxQueryLength = 131_072;

/**
Parses any query, a stream selector included. Regular expressions in it are not looked at.

@throws ParseError in Loki's words.
*/
export const parse = (text: string): Query => {
	if (text.length > maxQueryLength) {
		throw new ParseError(`input size too long (${text.length} > ${maxQueryLength})`);
	}

	try {
		const tree = parseTree(text);
		return readExpression(tree, tree.root.getChild('Expr')!);
	} catch (error) {
		if (error instanceof RangeError) {
			throw new ParseError('expression nests too deeply');
		}

		throw error;
	}
};
