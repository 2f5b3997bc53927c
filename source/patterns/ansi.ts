const escapeCode = 0x1B;
const bellCode = 0x07;

/** The text without terminal escape sequences; an unfinished one runs to the end of the text. One pass. */
export function stripAnsi(text: string): string {
	let escape = text.indexOf('\u{1B}');
	if (escape < 0) {
		return text;
	}

	let clean = '';
	let kept = 0;
	while (escape >= 0) {
		clean += text.slice(kept, escape);
		kept = sequenceEnd(text, escape);
		escape = text.indexOf('\u{1B}', kept);
	}

	return clean + text.slice(kept);
}

function sequenceEnd(text: string, escape: number): number {
	const kind = text[escape + 1];
	if (kind === '[') {
		let index = escape + 2;
		// Parameter and intermediate bytes, then one final byte (ECMA-48, 5.4).
		while (index < text.length && text.charCodeAt(index) >= 0x20 && text.charCodeAt(index) < 0x40) {
			index++;
		}

		return Math.min(index + 1, text.length);
	}

	if (kind === ']') {
		for (let index = escape + 2; index < text.length; index++) {
			const code = text.charCodeAt(index);
			if (code === bellCode) {
				return index + 1;
			}

			if (code === escapeCode) {
				return text[index + 1] === '\\' ? index + 2 : index;
			}
		}

		return text.length;
	}

	return Math.min(escape + 2, text.length);
}
