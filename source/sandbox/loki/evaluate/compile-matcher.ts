import type {Matcher, MatchOperator} from '../../../logql/ast.js';
import {compileGoRegex} from '../go-regex/go-regex.js';

/** A matcher that is ready to run. A label that is not there has the empty value. */
export type CompiledMatcher = {
	readonly name: string;
	readonly matches: (value: string) => boolean;
};

const literalPattern = /^[\w !"#%&',\-/:;<=>@~]*$/;
const alternativesPattern = /^[\w !"#%&',\-/:;<=>@|~]*$/;

const matchesOf = (operator: MatchOperator, value: string): CompiledMatcher['matches'] => {
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
Makes a matcher ready to run, anchored where it is a regular expression.

@throws RegexError where the expression is not one of Go's.
*/
export const compileMatcher = ({name, operator, value}: Matcher): CompiledMatcher => ({name, matches: matchesOf(operator, value)});
