import {removeColors} from '../terminal/color-codes.js';
import {sanitize} from '../terminal/sanitize.js';
import {decodeEscapes} from './scan/escapes.js';

/** A line without colour codes, its octal escapes decoded. What they stand for is made visible as the screen does it: `#033]0;` must not become the sequence that it spells. */
export function cleanLine(text: string): string {
	const plain = removeColors(text);
	const decoded = decodeEscapes(plain);
	return decoded === plain ? plain : sanitize(decoded);
}
