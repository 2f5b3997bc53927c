/** Shorter than this a fixed part finds too much. */
const minLength = 4;

/** The longest fixed part of a template: what a line filter can look for. Empty where there is none worth looking for. */
export function literalOf(template: string): string {
	let longest = '';
	for (const part of template.split('<*>')) {
		const text = part.trim();
		if (text.length > longest.length) {
			longest = text;
		}
	}

	return longest.length < minLength ? '' : longest;
}
