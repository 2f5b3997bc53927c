import type {LogQuery, Matcher, Stage} from '../../logql/ast.js';
import {lex} from '../../logql/lexer.js';
import {logQueriesIn} from '../../logql/walk.js';
import {readLogql} from './read-logql.js';
import {readMatchers} from './selector-matchers.js';

/** A query without its comments, so that more can be written behind it; on one line. What cannot be read stays as it is. */
export function withoutComments(text: string): string {
	const {tokens, error} = lex(text);
	if (error) {
		return text;
	}

	return tokens.slice(0, -1).map(({from, to}, index) => {
		const gap = text.slice(tokens[index - 1]?.to ?? 0, from);
		return (index === 0 || gap === '' ? '' : (gap.trim() === '' ? gap.replaceAll(/[\t\n\r]+/g, ' ') : ' ')) + text.slice(from, to);
	}).join('');
}

/** A log query's tree. Throws LokiQueryError for what is none, or does not parse. */
function readLogQuery(text: string): LogQuery | undefined {
	const query = readLogql(text);
	return query.type === 'log' ? query : undefined;
}

/** The service that a query asks for by name, in each of its selectors; undefined where it asks for several, or by other labels. Throws LokiQueryError for what does not parse. */
export function serviceOf(text: string, serviceLabel: string): string | undefined {
	const named = logQueriesIn(readLogql(text)).map(({matchers}) => matchers.find(({name, operator}) => name === serviceLabel && operator === '=')?.value);
	return named.length > 0 && new Set(named).size === 1 ? named[0] : undefined;
}

/** Whether a query may read streams that a selector leaves out: those of its own selectors that do not say what the selector says. Throws LokiQueryError for what does not parse. */
export function isBeyond(text: string, selector: string): boolean {
	const watched = readMatchers(selector);
	return logQueriesIn(readLogql(text)).some(({matchers}) => watched.some(matcher => matchers.every(own => !implies(own, matcher))));
}

/** Whether what a matcher lets through, another one does too, as far as that is certain. */
function implies(own: Matcher, other: Matcher): boolean {
	if (own.name !== other.name) {
		return false;
	}

	const isSame = own.operator === other.operator && own.value === other.value;
	return isSame || (own.operator === '=' && isMatched(own.value, other));
}

function isMatched(value: string, {operator, value: wanted}: Matcher): boolean {
	switch (operator) {
		case '=':
		case '!=': {
			return (value === wanted) === (operator === '=');
		}

		case '=~':
		case '!~': {
			// Plain alternatives are told for certain; what else an expression lets through is Loki's to say.
			return /^[\w\-.:|]*$/.test(wanted) && !wanted.includes('.') && wanted.split('|').includes(value) === (operator === '=~');
		}
	}
}

const changing: ReadonlySet<Stage['type']> = new Set(['line-format', 'label-format', 'decolorize', 'unpack', 'drop', 'keep']);

/** Whether lines come out of a log query as they were written, with the labels that they had: what tells their level still does. */
export const keepsLines = (text: string): boolean => readLogQuery(text)?.stages.every(({type}) => !changing.has(type)) ?? false;

const parsers: ReadonlySet<Stage['type']> = new Set(['json', 'logfmt', 'unpack', 'regexp', 'pattern', 'label-filter', 'label-format', 'line-format']);
const parserErrors = ['__error__', '__error_details__'];

/**
A log query as it can be counted. A line that a stage cannot read is a line all the same, but a count fails at it, so what the stage says of it is dropped.
What does not parse stays as it is.
*/
export function countable(text: string): string {
	let stages: readonly Stage[] = [];
	try {
		stages = readLogQuery(text)?.stages ?? [];
	} catch {
		return text;
	}

	const last = stages.at(-1);
	const isDropped = last?.type === 'drop' && last.names.some(({name}) => name === parserErrors[0]);
	return !isDropped && stages.some(({type}) => parsers.has(type)) ? `${text} | drop ${parserErrors.join(', ')}` : text;
}

/** The first stream selector in a query. Throws LokiQueryError for what does not parse. */
export function selectorIn(text: string): string {
	const [first] = logQueriesIn(readLogql(text));
	return first ? text.slice(first.selector.from, first.selector.to) : '{}';
}
