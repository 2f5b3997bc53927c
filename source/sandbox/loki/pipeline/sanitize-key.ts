const known = new Map<string, string>();
const maxKnown = 10_000;

const cached = (key: string, make: () => string): string => {
	let name = known.get(key);
	if (name === undefined) {
		name = make();
		if (known.size < maxKnown) {
			known.set(key, name);
		}
	}

	return name;
};

/** A part of a nested field's name: anything that is no letter, digit or underscore becomes an underscore. */
export const sanitizePart = (part: string): string => part.trim().replaceAll(/\W/gu, '_');

/** A field's name as a label's, which may not begin with a digit. */
export const sanitizeKey = (key: string): string => cached(key, () => sanitizePart(key).replace(/^(?=\d)/, '_'));

const replacement = '\u{FFFD}';

/** A value without what replaces bytes that were no UTF-8: Loki keeps no replacement characters in labels. */
export const withoutReplacements = (value: string): string => (value.includes(replacement) ? value.replaceAll(replacement, ' ') : value);
