import type {RestoringRedactor} from '../types.js';

const placeholder = /<[A-Z][A-Z_]{0,30}(?:_\d{1,6})?>/g;

/** The same redactor, which counts the values that it has hidden from one conversation of several. */
export const countPlaceholders = (redactor: RestoringRedactor): RestoringRedactor => {
	const seen = new Set<string>();
	const note = (redacted: string): string => {
		for (const [found] of redacted.matchAll(placeholder)) {
			seen.add(found);
		}

		return redacted;
	};

	return {
		...redactor,
		redact: text => noteChange(text, redactor.redact(text)),
		redactLines: lines => redactor.redactLines(lines).map((redacted, index) => noteChange(lines[index], redacted)),
		* redactEach(lines) {
			let index = 0;
			for (const redacted of redactor.redactEach(lines)) {
				yield noteChange(lines[index++], redacted);
			}
		},
		hideKnown: (text, others) => noteChange(text, redactor.hideKnown(text, others)),
		count: () => seen.size,
	};

	/** A placeholder that came in as text hides nothing. */
	function noteChange(before: string | undefined, redacted: string): string {
		return redacted === before ? redacted : note(redacted);
	}
};
