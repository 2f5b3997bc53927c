/** What JSON leaves as it is and a terminal acts on, or nobody sees: DEL, C1, bidi and zero-width characters, separators. Its own indentation stays. */
const unsafe = /[^\P{Control}\t\n]|[\p{Default_Ignorable_Code_Point}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/gu;

const escapeUnit = (unit: string): string => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A value as JSON that means the same and is safe to look at: what a terminal could take for an order stands as `\u009b`. */
export const encodeSafeJson = (value: unknown, indentation?: string | number): string =>
	// Unit by unit: a character above the basic plane is two.
	JSON.stringify(value, undefined, indentation).replaceAll(unsafe, character => character.split('').map(unit => escapeUnit(unit)).join(''));
