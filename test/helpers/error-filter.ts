import type {ErrorFilter} from '../../source/patterns/error-filter.js';
import {compileGoRegex} from '../../source/sandbox/loki/go-regex/go-regex.js';

/** What Loki would find, by its regular expressions. */
export function compileFilter({matches, excludes}: ErrorFilter): (line: string) => boolean {
	const wanted = compileGoRegex(matches).expression;
	const unwanted = excludes === undefined ? undefined : compileGoRegex(excludes).expression;
	return line => wanted.test(line) && !(unwanted?.test(line) ?? false);
}
