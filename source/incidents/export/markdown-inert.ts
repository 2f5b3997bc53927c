import {sanitize, sanitizeLine} from '../../terminal/sanitize.js';

/** A line that is longer says no more to a reader. */
const maxSpanLength = 1000;
const maxBlockLength = 100_000;

/** The longest run of backticks in a text. */
const longestRun = (text: string): number => Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));

/** Foreign text inside a sentence: a code span means nothing to Markdown, whatever it holds (CommonMark 6.1). */
export function span(text: string): string {
	const line = sanitizeLine(text).trim();
	if (line === '') {
		return '(empty)';
	}

	const shown = line.length > maxSpanLength ? `${line.slice(0, maxSpanLength)}…` : line;
	const ticks = '`'.repeat(longestRun(shown) + 1);
	const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
	return `${ticks}${pad}${shown}${pad}${ticks}`;
}

/** Foreign text of several lines: a fence that is longer than any inside (CommonMark 4.5). */
export function block(text: string, language = 'text'): string {
	const clean = sanitize(text).trimEnd();
	const shown = clean.length > maxBlockLength ? `${clean.slice(0, maxBlockLength)}\n… ${clean.length - maxBlockLength} characters more` : clean;
	const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
	return `${fence}${language}\n${shown}\n${fence}`;
}
