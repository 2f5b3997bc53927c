import {compileGoRegex} from '../go-regex/go-regex.js';
import type {LineFilter, LineOperator} from '../../../logql/ast.js';
import {ipMatcher} from './ip.js';
import type {Step} from './line-state.js';
import {patternTest} from './pattern.js';

export type LineTest = (line: string) => boolean;

const plainText = /^[\w !"#%&',\-/:;<=>@~]*$/;

const negative: ReadonlySet<LineOperator> = new Set(['!=', '!~', '!>']);

const regexTest = (pattern: string): LineTest => {
	if (pattern === '') {
		return () => true;
	}

	if (plainText.test(pattern)) {
		return line => line.includes(pattern);
	}

	const {expression} = compileGoRegex(pattern);
	return line => expression.test(line);
};

const testOf = (operator: LineOperator, {isIp, text}: LineFilter['terms'][number]): LineTest => {
	if (isIp) {
		if (operator !== '|=' && operator !== '!=') {
			throw new Error('ip: invalid operation');
		}

		const matcher = ipMatcher(text);
		return line => matcher.isIn(line);
	}

	switch (operator) {
		case '|=':
		case '!=': {
			return line => line.includes(text);
		}

		case '|~':
		case '!~': {
			return regexTest(text);
		}

		case '|>':
		case '!>': {
			return patternTest(text);
		}
	}
};

/** Whether a line passes line filters, one after the other; the terms of one are alternatives. */
export const lineTest = (filters: readonly LineFilter[]): LineTest => {
	const tests = filters.map(({operator, terms}): LineTest => {
		const isNegative = negative.has(operator);
		const alternatives = terms.map(term => testOf(operator, term));
		const [first] = alternatives;
		return alternatives.length === 1 ? line => first!(line) !== isNegative : line => alternatives.some(test => test(line)) !== isNegative;
	});
	return tests.length === 1 ? tests[0]! : line => tests.every(test => test(line));
};

export const lineFilterStep = (filters: readonly LineFilter[]): Step => {
	const test = lineTest(filters);
	return state => test(state.line);
};
