import {removeColors} from './color-codes.js';
import {
	isHiddenAstral,
	unitKind,
	unitKinds,
} from './hidden-characters.js';
import {cutMarkRuns, hasLongMarkRun} from './mark-runs.js';

export type SanitizeOptions = {
	/** The most UTF-16 code units of the result; a longer one is cut and ends in `…`. */
	readonly maxLength?: number;
	/** False shows each newline as `⏎`. */
	readonly keepNewlines?: boolean;
};

const defaultMaxLength = 200_000;
const ellipsis = '…';
const newlinePicture = '⏎';
const replacementCharacter = '\u{FFFD}';
const tab = 0x09;
const newline = 0x0A;
const carriageReturn = 0x0D;
const rubout = 0x7F;
const combiningKeycap = 0x20_E3;
/** Fixed, not up to a tab stop: the width of a text must not depend on where it is put. */
const tabSpaces = ' '.repeat(4);

/**
Makes any text safe to write to a terminal. Linear in the length of the text.
Colour codes (SGR) are removed, for they hide nothing. Every other sequence is shown as what it is, with all that it carries: `␛Phidden␛\\`, `␛[2K`, the address behind a link.
Every control character but newline becomes a visible picture (`␛`, `<U+009B>`), a tab four spaces, CRLF a newline. Of more than 8 combining marks in a row the rest is counted: `…+2,992 marks`.
Bidi, zero-width and tag characters become `<U+202E>`; joiners and variation selectors stay inside emoji. Lone surrogates become U+FFFD.
A stream is sanitised on its accumulated text, since a colour code can be split between two pieces. Sanitising twice changes nothing.
*/
export function sanitize(text: string, options: SanitizeOptions = {}): string {
	const maxLength = options.maxLength ?? defaultMaxLength;
	const isMultiline = options.keepNewlines ?? true;
	const isClean = text.length <= maxLength && nextSuspicious(text, 0, isMultiline) === text.length && !hasLongMarkRun(text);
	return isClean ? text : cap(rewrite(cutMarkRuns(removeColors(text)), maxLength, isMultiline), maxLength);
}

/** The same for a text that takes one row: newlines are shown as `⏎`. */
export function sanitizeLine(text: string, options: {readonly maxLength?: number} = {}): string {
	return sanitize(text, {...options, keepNewlines: false});
}

/** The index of the first code unit at or after `from` that is not plain text. */
function nextSuspicious(text: string, from: number, isMultiline: boolean): number {
	for (let index = from; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (unitKinds[code] !== unitKind.plain || (code === newline && !isMultiline)) {
			return index;
		}
	}

	return text.length;
}

/** The safe text, or a little more than `maxLength` code units of it. */
function rewrite(text: string, maxLength: number, isMultiline: boolean): string {
	let result = '';
	/** The character that the result ends in, as far as a joiner or variation selector after it cares. */
	let previous = '';
	let index = 0;
	while (index < text.length && result.length <= maxLength) {
		const next = nextSuspicious(text, index, isMultiline);
		if (next > index) {
			result += text.slice(index, Math.min(next, index + maxLength + 1));
			previous = text.charAt(next - 1);
			index = next;
			continue;
		}

		const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
		index += character.length;
		const shown = show(character, previous, text.codePointAt(index), isMultiline);
		result += shown;
		previous = shown === '' ? previous : shown;
	}

	return result;
}

/** What is shown for one character that is not plain text. */
function show(character: string, previous: string, nextCode: number | undefined, isMultiline: boolean): string {
	const code = character.codePointAt(0) ?? 0;
	if (code > 0xFF_FF) {
		return isHiddenAstral(character) ? codePicture(code) : character;
	}

	const kind = unitKinds[code];
	if (kind === unitKind.surrogate) {
		return replacementCharacter;
	}

	if (kind === unitKind.joiner && isEmojiEnd(previous) && isPictographic(nextCode)) {
		return character;
	}

	if (kind === unitKind.variation && canTakeVariation(previous, nextCode)) {
		return character;
	}

	return code === newline || kind === unitKind.control ? showControl(code, nextCode, isMultiline) : codePicture(code);
}

function showControl(code: number, nextCode: number | undefined, isMultiline: boolean): string {
	if (code === carriageReturn && nextCode === newline) {
		return '';
	}

	if (code === newline) {
		return isMultiline ? '\n' : newlinePicture;
	}

	if (code === tab) {
		return tabSpaces;
	}

	if (code === rubout) {
		return '␡';
	}

	// Unicode has pictures of C0 from U+2400 on, and none of C1.
	return code < 0x20 ? String.fromCodePoint(0x24_00 + code) : codePicture(code);
}

function codePicture(code: number): string {
	return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

function isPictographic(code: number | undefined): boolean {
	return code !== undefined && /\p{Extended_Pictographic}/u.test(String.fromCodePoint(code));
}

function isEmojiEnd(previous: string): boolean {
	return /^[\p{Emoji_Modifier}\p{Extended_Pictographic}\u{FE0F}]$/u.test(previous);
}

function canTakeVariation(previous: string, nextCode: number | undefined): boolean {
	return /^\p{Extended_Pictographic}$/u.test(previous) || (/^[\d#*]$/.test(previous) && nextCode === combiningKeycap);
}

/** Cuts at a whole character, with nothing before the `…` that needed what was cut. */
function cap(text: string, maxLength: number): string {
	if (text.length <= maxLength) {
		return text;
	}

	if (maxLength < 1) {
		return '';
	}

	let end = maxLength - 1;
	while (end > 0 && isLoose(text.charCodeAt(end - 1))) {
		end--;
	}

	return text.slice(0, end) + ellipsis;
}

function isLoose(code: number): boolean {
	const kind = unitKinds[code];
	return kind === unitKind.joiner || kind === unitKind.variation || (code >= 0xD8_00 && code < 0xDC_00);
}
