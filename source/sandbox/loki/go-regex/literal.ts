import type {Flags} from './cursor.js';

/** A character that stands for itself, in the source of a JavaScript expression with the u flag. */
const escapeChar = (char: string): string => (/[$()*+./?[\\\]^{|}]/.test(char) ? `\\${char}` : char);

/** As escapeChar, inside a class, where a hyphen has a meaning. */
export const escapeMember = (char: string): string => (char === '-' ? String.raw`\-` : escapeChar(char));

const isSingle = (text: string): boolean => [...text].length === 1;

/** A character, in both cases where case does not matter. */
export const literal = (char: string, {ignoreCase}: Flags): string => {
	const lower = char.toLowerCase();
	const upper = char.toUpperCase();
	return ignoreCase && lower !== upper && isSingle(lower) && isSingle(upper) ? `[${lower}${upper}]` : escapeChar(char);
};

/** The other case of the ASCII letters between two characters, as members of a class. */
export const otherCase = (low: string, high: string): string => {
	let members = '';
	for (let code = low.codePointAt(0)!; code <= Math.min(high.codePointAt(0)!, 0x7F); code++) {
		const char = String.fromCodePoint(code);
		if (/[a-z]/i.test(char)) {
			members += char === char.toLowerCase() ? char.toUpperCase() : char.toLowerCase();
		}
	}

	return members;
};
