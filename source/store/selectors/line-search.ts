import {escapeRegex} from '../../terminal/escape-regex.js';
import {memoizeLast} from './memoize.js';
import {compileRegex} from './safe-regex.js';

/** What is searched for in lines: words in any case, or what stands between two slashes as a regular expression. */
export type LineSearch = {readonly from: 'words' | 'regex'; readonly value: string};

export function readSearch(search: string): LineSearch {
	const source = /^\/(.+)\/$/.exec(search)?.[1];
	return source === undefined ? {from: 'words', value: search} : {from: 'regex', value: source};
}

/** Finds all places of a search in a text (flags `gi`); undefined for an empty one, and for an expression that cannot be used here. */
export const searchPattern = memoizeLast((search: string): RegExp | undefined => {
	const {from, value} = readSearch(search);
	if (from === 'words') {
		return value === '' ? undefined : new RegExp(escapeRegex(value), 'gi');
	}

	const expression = compileRegex(value);
	return expression === 'unsafe' ? undefined : new RegExp(expression.source, 'giu');
}, search => [search]);
