/** Any value that JSON knows. */
export type Json = string | number | boolean | undefined | readonly Json[] | {readonly [key: string]: Json};

/** What can hide text from a reader, or end the block that the JSON stands in. */
const hiddenCharacters = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/gu;

const escapeUnit = (unit: string): string => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Unit by unit: a tag character is two. */
const escapeHidden = (character: string): string => character.split('').map(unit => escapeUnit(unit)).join('');

/** A text that a model gets to read, cut to a length in UTF-16 code units; it says how much is left out. */
export const clip = (text: string, maxLength: number): string => text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length - maxLength} characters more)`;

/** One value as JSON on one line. Invisible characters are escaped, and `</` as `<\/`, so that no text can close the block around it. */
export const encodeJson = (value: Json): string => (JSON.stringify(value) ?? '""')
	.replaceAll('</', () => String.raw`<\/`)
	.replaceAll(hiddenCharacters, character => escapeHidden(character));

/** An object as JSON, one line a field, and one line an entry of its lists. */
export const encodeBlock = (fields: Readonly<Record<string, Json>>): string => {
	const lines = Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => !Array.isArray(value) || value.length === 0 ? `${encodeJson(name)}: ${encodeJson(value)}` : `${encodeJson(name)}: [\n${value.map(entry => encodeJson(entry as Json)).join(',\n')}\n]`);
	return `{\n${lines.join(',\n')}\n}`;
};
