import {scan} from './scan/scan.js';

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

/** Fixed parts of a template that are as long as this together find little else. */
const enoughLength = 12;
/** What stands between the fixed parts of a line as it was written: what varies, and quotes, which JSON escapes. */
const notFixed = /<\*>|["'\\]/;
const token = /[^\s"'\\]+/g;
const digit = /\d/;
/** Of a line, shorter parts are in many others. */
const minPartLength = 8;

/**
The fixed parts of a pattern as they stand in its lines, for line filters: those of its template, or where a template was put together from other places of the line, those of the lines themselves.
`examples` are lines as they came, newest last; all parts stand in one line of each. `others` are lines of other patterns, none of which has all parts.
Empty where none is worth looking for, or others would be found with them.
*/
export function literalsIn(template: string, examples: readonly string[], others: readonly string[] = []): readonly string[] {
	let lines = examples.map(example => example.split('\n'));
	const chosen: string[] = [];
	const take = (literal: string): void => {
		const left = lines.map(own => own.filter(line => line.includes(literal)));
		if (!(chosen.length < maxLiterals && left.every(own => own.length > 0)) || chosen.some(other => other.includes(literal))) {
			return;
		}

		chosen.push(literal);
		lines = left;
	};

	const wanted = literalsOf(template);
	for (const literal of wanted) {
		take(literal);
	}

	const isOthers = (): boolean => others.some(other => other.split('\n').some(line => chosen.every(literal => line.includes(literal))));
	if (chosen.join('').length < Math.min(enoughLength, wanted.join('').length) || isOthers()) {
		const isCompared = new Set(examples).size > 1;
		for (const literal of fixedParts(lines.at(-1) ?? [], isCompared)) {
			take(literal);
		}
	}

	return isOthers() ? [] : chosen;
}

/** Where a line can be held against others, those tell what varies in it; words that vary are not known where it stands alone. */
const fixedParts = (lines: readonly string[], isCompared: boolean): readonly string[] => lines
	.flatMap(line => (isCompared ? line.replaceAll(token, word => digit.test(word) ? '<*>' : word) : scan(line)).split(notFixed).map(part => part.trim()).filter(part => part.length >= minPartLength && line.includes(part)))
	.toSorted((a, b) => b.length - a.length);
