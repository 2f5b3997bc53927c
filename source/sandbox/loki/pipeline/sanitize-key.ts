const known = new Map<string, string>();
const maxKnown = 10_000;

/** A field's name as a label's: anything that is no letter, digit or underscore becomes an underscore. */
export const sanitizeKey = (key: string): string => {
	let name = known.get(key);
	if (name === undefined) {
		name = key.trim().replaceAll(/\W/g, '_');
		if (/^\d/.test(name)) {
			name = `_${name}`;
		}

		if (known.size < maxKnown) {
			known.set(key, name);
		}
	}

	return name;
};

/** A part of a nested field's name, which may begin with a digit. */
export const sanitizePart = (part: string): string => part.replaceAll(/\W/g, '_');

const replacement = '\u{FFFD}';

/** A value without what replaces bytes that were no UTF-8: Loki keeps no replacement characters in labels. */
export const withoutReplacements = (value: string): string => (value.includes(replacement) ? value.replaceAll(replacement, ' ') : value);
