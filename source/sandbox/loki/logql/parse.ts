import {badRequest} from '../http/loki-error.js';
import type {LogQuery, Matcher, Query} from './ast.js';
import {ParseError} from './parse-error.js';
import {readExpression} from './parse-metric.js';
import {parseTree} from './syntax-tree.js';

/** Loki's own bound on the length of a query, in characters. */
const maxQueryLength = 131_072;

/**
Parses any query.

@throws ParseError in Loki's words.
*/
export const parseQuery = (query: string): Query => {
	if (query.length > maxQueryLength) {
		throw new ParseError(`input size too long (${query.length} > ${maxQueryLength})`);
	}

	const tree = parseTree(query);
	try {
		return readExpression(tree, tree.root.getChild('Expr')!);
	} catch (error) {
		if (error instanceof RangeError) {
			throw new ParseError('expression nests too deeply');
		}

		throw error;
	}
};

/** Parses a query that has to be about log lines. */
export const parseLogQuery = (query: string): LogQuery => {
	const parsed = parseQuery(query);
	if (parsed.type !== 'log') {
		throw badRequest('only log selector is supported');
	}

	return parsed;
};

/** Parses a query that has to be a stream selector and nothing else. */
export const parseSelector = (query: string): readonly Matcher[] => {
	const parsed = parseQuery(query);
	if (parsed.type !== 'log' || parsed.stages.length > 0) {
		throw badRequest('only label matchers are supported');
	}

	return parsed.matchers;
};
