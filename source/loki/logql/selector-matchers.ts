import {sanitizeLine} from '../../terminal/sanitize.js';
import {LokiQueryError} from '../http/errors/index.js';
import {nodesOf} from './logql-nodes.js';
import {matcher, parseSelector, type MatchOperator} from './logql.js';

export type SelectorMatcher = {
	readonly label: string;
	readonly operator: MatchOperator;
	readonly value: string;
};

const maxShown = 200;
const matcherPattern = /^(\w+)\s*([!=][=~]?)\s*(["`].*)$/s;
const operators: ReadonlySet<string> = new Set<MatchOperator>(['=', '!=', '=~', '!~']);
const isOperator = (text: string): text is MatchOperator => operators.has(text);

/** The text that a literal stands for; undefined for escapes that only Go knows. */
function unquote(literal: string): string | undefined {
	if (/^`[^`]*`$/.test(literal)) {
		return literal.slice(1, -1);
	}

	try {
		const value: unknown = JSON.parse(literal);
		return typeof value === 'string' ? value : undefined;
	} catch {
		return undefined;
	}
}

function readOne(text: string): SelectorMatcher | undefined {
	const [, label = '', operator = '', literal = ''] = matcherPattern.exec(text) ?? [];
	const value = unquote(literal);
	return isOperator(operator) && value !== undefined ? {label, operator, value} : undefined;
}

/** The matchers of a stream selector as they are written. Throws LokiQueryError for anything but a stream selector. */
export function matcherTexts(selector: string): readonly string[] {
	const text = parseSelector(selector);
	return nodesOf(text).filter(({name}) => name === 'Matcher').map(({from, to}) => text.slice(from, to));
}

/**
The matchers of a stream selector that may come from anywhere, each read to its meaning. Written again with `matcher` they cannot mean
anything else to Loki than they did here. Throws LokiQueryError for anything but a stream selector, and for escapes that only Go knows.
*/
export function readMatchers(selector: string): readonly SelectorMatcher[] {
	return matcherTexts(selector).map(text => {
		const found = readOne(text);
		if (!found) {
			throw new LokiQueryError({
				why: 'a matcher is a label, one of = != =~ !~, and a value in double quotes or backticks',
				query: sanitizeLine(selector, {maxLength: maxShown}),
			});
		}

		return found;
	});
}

/** The same without those that cannot be read. */
export const readableMatchers = (selector: string): readonly SelectorMatcher[] => matcherTexts(selector).map(text => readOne(text)).filter(found => found !== undefined);

/** The matchers of a selector as they are added to another one. */
export const writeMatchers = (matchers: readonly SelectorMatcher[]): readonly string[] => matchers.map(({label, operator, value}) => matcher(label, operator, value));
