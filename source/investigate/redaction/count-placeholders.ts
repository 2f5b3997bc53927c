import type {RestoringRedactor} from '../types.js';

const placeholder = /<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>/g;

/** The same redactor, which counts the values that it has hidden from one conversation of several. */
export const countPlaceholders = (redactor: RestoringRedactor): RestoringRedactor => {
	const seen = new Set<string>();
	return {
		...redactor,
		redact(text) {
			const redacted = redactor.redact(text);
			if (redacted !== text) {
				for (const [found] of redacted.matchAll(placeholder)) {
					seen.add(found);
				}
			}

			return redacted;
		},
		count: () => seen.size,
	};
};
