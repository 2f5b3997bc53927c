/** Shorter than this a fixed part finds too much. */
const minLength = 4;
/** More filters find no fewer lines, and cost Loki more. */
const maxLiterals = 3;

/**
What a template has of its own that does not stand in the line as it is: wildcards, the quotes and keys of fields,
what joins a component to its message, and what stands for a character that is not shown.
*/
const notInLine = /<\*>|["'\\…⏎\u{2400}-\u{2421}]|<U\+[\dA-F]{4,6}>|(?:^|\s)[\w\-.]+[:=]|: |\s{2,}/u;

/** The longest fixed parts of a template, longest first: what line filters can look for. Empty where none is worth looking for. */
export function literalsOf(template: string): readonly string[] {
	const parts = template.split(notInLine).map(part => part.trim()).filter(part => part.length >= minLength);
	return [...new Set(parts)].toSorted((a, b) => b.length - a.length).slice(0, maxLiterals);
}
