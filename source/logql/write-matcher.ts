import type {Matcher, MatchOperator} from './ast.js';
import {quote} from './go-strings.js';

export const formatMatcher = ({name, operator, value}: Matcher): string => `${name}${operator}${quote(value)}`;

/** `matcher('app', '=', 'api')` is `app="api"`. */
export const matcher = (name: string, operator: MatchOperator, value: string): string => formatMatcher({name, operator, value});

/** Literal text inside a regular expression of Loki (RE2). */
export const escapeRegex = (value: string): string => value.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

const alternatives = (values: readonly string[]): string => values.map(value => escapeRegex(value)).join('|');

/** A matcher for any of several values; an empty one stands for streams without the label. */
export const anyOf = (name: string, values: readonly string[]): string => {
	const [only] = values;
	return only !== undefined && values.length === 1 ? matcher(name, '=', only) : matcher(name, '=~', alternatives(values));
};

/** Matchers for anything but these values; none for no values. */
export const noneOf = (name: string, values: readonly string[]): readonly string[] =>
	values.length === 0 ? [] : [matcher(name, '!~', alternatives(values))];
