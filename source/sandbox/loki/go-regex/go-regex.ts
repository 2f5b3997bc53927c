import {translate} from './translate.js';
import {RegexError} from './regex-error.js';

export type GoRegex = {
	/** Without g and y: it keeps no place. */
	readonly expression: RegExp;
	/** One for each group, in order. */
	readonly groupNames: ReadonlyArray<string | undefined>;
};

export type GoRegexOptions = {
	/** The whole text has to match, as with matchers on labels. */
	readonly isAnchored?: boolean;
	/** A dot matches a line break too, as with matchers on labels. */
	readonly isDotAll?: boolean;
};

const maxLength = 100_000;

/**
Compiles a regular expression of Go's dialect (RE2).

@throws RegexError where Go would refuse it.
*/
export const compileGoRegex = (pattern: string, {isAnchored = false, isDotAll = false}: GoRegexOptions = {}): GoRegex => {
	if (pattern.length > maxLength) {
		throw new RegexError('expression too large', `${pattern.slice(0, 100)}...`);
	}

	// Flags at the very start are JavaScript's own, which its engine does faster than spelt out cases.
	const leading = /^\(\?([ims]+)\)/.exec(pattern)?.[1] ?? '';
	const body = leading ? pattern.slice(leading.length + 3) : pattern;
	const isCaseFree = leading.includes('i') && !/\(\?[a-z]*-/i.test(body);
	const flags = {
		ignoreCase: leading.includes('i') && !isCaseFree,
		multiline: leading.includes('m'),
		dotAll: isDotAll || leading.includes('s'),
		lazy: false,
	};
	// Messages name the whole expression; only a good one is translated without its leading flags.
	translate(pattern, {...flags, ignoreCase: false});
	const {source, groupNames} = translate(body, flags);
	const whole = isAnchored ? `^(?:${source})$` : source;
	try {
		return {expression: new RegExp(whole, isCaseFree ? 'iu' : 'u'), groupNames};
	} catch {
		throw new RegexError('invalid expression', pattern);
	}
};
