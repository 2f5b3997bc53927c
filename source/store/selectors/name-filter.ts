import {Fzf} from 'fzf';
import {compileRegex} from './safe-regex.js';

/** One word of a filter. */
type Term = {
	readonly isNegated: boolean;
	/** Lower case; what stands between the slashes where it is a regular expression. */
	readonly text: string;
	/** Undefined for a plain word. */
	readonly pattern: RegExp | 'unsafe' | undefined;
};

const termsOf = (filter: string): readonly Term[] => filter.split(/\s+/).flatMap(word => {
	const isNegated = word.startsWith('!');
	const text = isNegated ? word.slice(1) : word;
	if (text === '' || text === '/') {
		return [];
	}

	const source = text.startsWith('/') ? text.slice(1).replace(/\/$/, '') : undefined;
	return [{isNegated, text: source ?? text.toLowerCase(), pattern: source === undefined ? undefined : compileRegex(source)}];
});

function isPart({text, pattern}: Term, name: string): boolean {
	return pattern === undefined ? name.toLowerCase().includes(text) : pattern !== 'unsafe' && pattern.test(name);
}

/** The names that hold the letters of a word in their order. */
const matchLetters = (names: readonly string[], text: string): readonly string[] => new Fzf(names, {sort: false, casing: 'case-insensitive'}).find(text).map(({item}) => item);

/**
The names that a filter lets through. Each of its words must be a part of the name, `/.../` is a regular expression, `!` before either turns it round.
Where no name has all the words as they are, their letters in order are enough: `pgweu1` finds `payment-gateway-eu-1`.
*/
export function filterNames(names: readonly string[], filter: string): readonly string[] {
	const terms = termsOf(filter);
	const exact = names.filter(name => terms.every(term => isPart(term, name) !== term.isNegated));
	const loose = terms.filter(({isNegated, pattern}) => !isNegated && pattern === undefined);
	if (exact.length > 0 || loose.length === 0) {
		return exact;
	}

	const strict = terms.filter(term => !loose.includes(term));
	let found: readonly string[] = names.filter(name => strict.every(term => isPart(term, name) !== term.isNegated));
	for (const {text} of loose) {
		// The order is the table's own.
		found = matchLetters(found, text);
	}

	return found;
}

/** Why a filter cannot work as it stands; undefined where it can. */
export const filterTrouble = (filter: string): string | undefined => termsOf(filter).some(({pattern}) => pattern === 'unsafe') ? 'not a regular expression that is safe to run' : undefined;
