// Characters of no line, which stand in a key for what is more than a character in its template.

/** Stands for a wildcard inside a key: one character, and a part of the word it is in. */
export const keyWildcard = '\u{E000}';
/** Stands in a key before a word that is no variable, whatever stands in its place in other lines: the name of a known service. */
export const nameMark = '\u{E001}';
