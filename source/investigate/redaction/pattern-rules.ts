import type {Rule} from './spans.js';

/** A regular expression whose first group is the secret. At least one of `needs` is in every match: a cheap way out. */
export type PatternRule = {
	readonly kind: string;
	readonly needs: readonly string[];
	readonly pattern: RegExp;
	/** The text, and where the secret stands in it. */
	readonly isSecret?: (secret: string, text: string, start: number) => boolean;
};

/** A rule of many patterns. Each has the flags `d` and `g`. */
export const findByPatterns = (rules: readonly PatternRule[]): Rule => (text, found) => {
	for (const {kind, needs, pattern, isSecret} of rules) {
		if (needs.every(part => !text.includes(part))) {
			continue;
		}

		pattern.lastIndex = 0;
		for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
			for (const group of match.indices!.slice(1)) {
				const [start, end] = group ?? [0, 0];
				if (start < end && (!isSecret || isSecret(text.slice(start, end), text, start))) {
					found(kind, start, end);
				}
			}
		}
	}
};
