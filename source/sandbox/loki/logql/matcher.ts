import {compileGoRegex} from '../go-regex/go-regex.js';
import {RegexError} from '../go-regex/regex-error.js';
import {quote} from './go-strings.js';
import type {Matcher, MatchOperator} from './ast.js';
import {ParseError} from './parse-error.js';

const literalPattern = /^[\w !"#%&',\-/:;<=>@~]*$/;
const alternativesPattern = /^[\w !"#%&',\-/:;<=>@|~]*$/;

const matchesOf = (operator: MatchOperator, value: string): Matcher['matches'] => {
	if (operator === '=') {
		return candidate => candidate === value;
	}

	if (operator === '!=') {
		return candidate => candidate !== value;
	}

	const isWanted = operator === '=~';
	if (literalPattern.test(value)) {
		return candidate => (candidate === value) === isWanted;
	}

	if (alternativesPattern.test(value)) {
		const values = new Set(value.split('|'));
		return candidate => values.has(candidate) === isWanted;
	}

	const {expression} = compileGoRegex(value, {isAnchored: true, isDotAll: true});
	return candidate => expression.test(candidate) === isWanted;
};

/**
A matcher on a label, anchored where it is a regular expression.

@throws ParseError where the expression is not one of Go's.
*/
export const newMatcher = (name: string, operator: MatchOperator, value: string): Matcher => {
	try {
		return {
			name, operator, value, matches: matchesOf(operator, value),
		};
	} catch (error) {
		if (error instanceof RegexError) {
			throw new ParseError(error.message);
		}

		throw error;
	}
};

export const formatMatcher = ({name, operator, value}: Matcher): string => `${name}${operator}${quote(value)}`;
