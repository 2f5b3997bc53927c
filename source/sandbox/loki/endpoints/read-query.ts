import type {LogQuery, Matcher, Query} from '../../../logql/ast.js';
import {ParseError} from '../../../logql/parse/parse-error.js';
import {parse} from '../../../logql/parse/parse.js';
import {matchersInFilter, matchersInStage, queriesIn} from '../../../logql/walk.js';
import {compileMatcher} from '../evaluate/compile-matcher.js';
import {compileGoRegex} from '../go-regex/go-regex.js';
import {RegexError} from '../go-regex/regex-error.js';
import {badRequest} from '../http/loki-error.js';

const noMatcherReason = 'queries require at least one regexp or equality matcher that does not have an empty-compatible value. '
	+ 'For instance, app=~".*" does not meet this requirement, but app=~".+" will';

const checkMatchers = (matchers: readonly Matcher[]): void => {
	for (const matcher of matchers) {
		compileMatcher(matcher);
	}
};

const checkLogQuery = ({matchers, stages}: LogQuery): void => {
	const compiled = matchers.map(matcher => compileMatcher(matcher));
	checkMatchers(stages.flatMap(stage => matchersInStage(stage)));
	// It would read the streams that have none of its labels, which is everything.
	if (compiled.every(({matches}) => matches(''))) {
		throw new ParseError(noMatcherReason);
	}
};

const checkReplacement = (pattern: string): void => {
	try {
		compileGoRegex(pattern, {isAnchored: true});
	} catch (error) {
		throw new ParseError(`invalid regex in label_replace: ${(error as Error).message}`);
	}
};

const check = (query: Query): void => {
	switch (query.type) {
		case 'log': {
			checkLogQuery(query);
			break;
		}

		case 'range': {
			checkMatchers(query.range.unwrap?.filters.flatMap(filter => matchersInFilter(filter)) ?? []);
			break;
		}

		case 'label-replace': {
			checkReplacement(query.pattern);
			break;
		}

		case 'aggregation':
		case 'binary':
		case 'literal':
		case 'vector': {
			break;
		}
	}
};

/**
Any query, with its matchers and regular expressions checked.

@throws ParseError in Loki's words.
*/
export const readQuery = (text: string): Query => {
	const query = parse(text);
	try {
		for (const inner of queriesIn(query)) {
			check(inner);
		}
	} catch (error) {
		throw error instanceof RegexError ? new ParseError(error.message) : error;
	}

	return query;
};

/**
A query that has to be about log lines.

@throws ParseError or LokiError in Loki's words.
*/
export const readLogQuery = (text: string): LogQuery => {
	const query = readQuery(text);
	if (query.type !== 'log') {
		throw badRequest('only log selector is supported');
	}

	return query;
};

/**
The matchers of a query that has to be a stream selector and nothing else.

@throws ParseError or LokiError in Loki's words.
*/
export const readSelector = (text: string): readonly Matcher[] => {
	const query = readQuery(text);
	if (query.type !== 'log' || query.stages.length > 0) {
		throw badRequest('only label matchers are supported');
	}

	return query.matchers;
};
