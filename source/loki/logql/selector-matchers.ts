import type {Matcher, Query} from '../../logql/ast.js';
import {logQueriesIn} from '../../logql/walk.js';
import {formatMatcher} from '../../logql/write-matcher.js';
import {invalidQuery, readLogql} from './read-logql.js';

/** Whether a query answers with lines or with numbers. Throws LokiQueryError, with line and column, where it does not parse. */
export const queryKind = (query: string): 'log' | 'metric' => readLogql(query).type === 'log' ? 'log' : 'metric';

/**
The stream selector in a text, without comments, parentheses and space around it.
Throws LokiQueryError, with line and column, for anything else: line filters and metric queries too, since matchers and stages are added to it.
*/
export function parseSelector(text: string): string {
	const {from, to} = readSelector(text).selector;
	return text.slice(from, to);
}

/** The matchers of a stream selector, as they stand in it. Throws LokiQueryError for anything else. */
export const matchersOf = (selector: string): readonly string[] => readSelector(selector).matchers.map(({from, to}) => selector.slice(from, to));

/**
The matchers of a stream selector that may come from anywhere, each read to its meaning. Written again with `writeMatchers` they cannot mean
anything else to Loki than they did here. Throws LokiQueryError for anything but a stream selector.
*/
export const readMatchers = (selector: string): readonly Matcher[] => readSelector(selector).matchers;

/** Matchers as they are added to a selector. */
export const writeMatchers = (matchers: readonly Matcher[]): readonly string[] => matchers.map(matcher => formatMatcher(matcher));

/** Adds matchers to a stream selector; one that is there already is not added again. Throws LokiQueryError for what does not parse. */
export const andSelector = (selector: string, ...matchers: readonly string[]): string => restrictQuery(selector, ...matchers);

/** Adds matchers to every stream selector in a query. Throws LokiQueryError where the query does not parse. */
export function restrictQuery(query: string, ...matchers: readonly string[]): string {
	let result = query;
	for (const {selector, matchers: written} of logQueriesIn(readLogql(query)).toReversed()) {
		const present = new Set(written.map(({from, to}) => query.slice(from, to)));
		const added = matchers.filter(candidate => !present.has(candidate));
		const end = selector.to - 1;
		result = result.slice(0, end) + added.map(addition => `, ${addition}`).join('') + result.slice(end);
	}

	return result;
}

function readSelector(text: string): Extract<Query, {type: 'log'}> {
	const query = readLogql(text);
	if (query.type !== 'log') {
		throw invalidQuery(text, 0, 'expected a stream selector, not a metric query');
	}

	if (query.pipeline) {
		throw invalidQuery(text, query.pipeline.from, 'expected only a stream selector; remove what follows it');
	}

	return query;
}
