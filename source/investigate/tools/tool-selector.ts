import {andSelector, serviceSelector} from '../../loki/logql/logql.js';
import {readMatchers, writeMatchers} from '../../loki/logql/selector-matchers.js';
import type {Scope} from '../../loki/types.js';
import type {Matcher} from '../../logql/ast.js';
import {ToolInputError, ToolRefusal} from './tool-errors.js';

/** Classes, wildcards and repetitions: what may stand for anything. */
const anything = /\\[a-z]|\[[^[\]]{0,100}\]|[*+.?]|\{\d{0,4},?\d{0,4}\}/gi;

/** In each alternative, something is left of the pattern when all that may stand for anything is taken away. */
const isSelectivePattern = (pattern: string): boolean => pattern.replace(/^\(\?[a-z]{1,5}\)/i, '').split('|').every(part => /\w/.test(part.replaceAll(anything, '')));

const isSelective = ({operator, value}: Matcher): boolean => operator === '=' ? value !== '' : operator === '=~' && isSelectivePattern(value);

/** A selector from anywhere within the scope: each matcher is read and written anew, and the scope's own are added. Throws LokiQueryError for what is no selector. */
export const withinScope = (selector: string, {selector: scope}: Scope): string => andSelector(scope, ...writeMatchers(readMatchers(selector)));

/** The lines that a question is about: one service's, or those of a selector that picks some out. Throws ToolInputError, ToolRefusal or LokiQueryError. */
export const readTarget = ({service, selector}: {readonly service?: string | undefined; readonly selector?: string | undefined}, scope: Scope): {readonly selector: string; readonly name: string} => {
	if (service !== undefined && selector === undefined) {
		return {selector: serviceSelector(scope, service), name: service};
	}

	if (selector === undefined || service !== undefined) {
		throw new ToolInputError('give either service or selector, not both');
	}

	const watched = new Set(writeMatchers(readMatchers(scope.selector)));
	const own = readMatchers(selector).filter(matcher => !watched.has(writeMatchers([matcher])[0] ?? ''));
	if (own.every(matcher => !isSelective(matcher))) {
		throw new ToolRefusal({
			why: 'the selector picks nothing out of the watched scope',
			instead: 'Name a service, or add a matcher such as pod="..." or app=~"pay.+".',
			short: 'the selector is too wide',
		});
	}

	return {selector: withinScope(selector, scope), name: `{${writeMatchers(own).join(', ')}}`};
};
