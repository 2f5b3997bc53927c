/** Control characters and quotes as rsyslog (`#012`) and others (`\042`) write them: octal, three digits, below 0o50. */
const octalEscape = /[#\\]0([0-4][0-7])/g;

/** The text that octal escapes stand for. */
export function decodeEscapes(text: string): string {
	// One character is quicker to look for than two, and most texts have neither.
	return text.includes('#') || text.includes('\\')
		? text.replaceAll(octalEscape, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)))
		: text;
}
