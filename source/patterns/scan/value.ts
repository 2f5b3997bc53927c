import {isTelling} from '../mining/words.js';
import {
	kinds,
	letterBit,
	spaceBit,
	wordBits,
} from './characters.js';
import type {ScanState} from './state.js';

const equals = 0x3D;
const space = 0x20;
const quote = 0x22;
const apostrophe = 0x27;
const backslash = 0x5C;
const dot = 0x2E;
const hyphen = 0x2D;
const at = 0x40;
const longestKey = 40;
const longestQuoted = 400;

/** Where a bare value ends, other than at a space; the last three open a structure that has parts of its own. */
const endsValue = new Uint8Array(0x1_00_00);
for (const character of ',;)]}"\'`|&{([') {
	endsValue[character.charCodeAt(0)] = 1;
}

/**
Masks the value behind `key=`, `key = ` or `"key":`, where the key does not say what happened.
Gives the index to go on from: behind the value where it was masked, else behind the sign.
*/
export function maskValue(state: ScanState, index: number): number {
	const {codes} = state;
	const isEquals = codes[index] === equals;
	const isQuotedKey = codes[index - 1] === quote;
	if ((!isEquals && !isQuotedKey) || codes[index + 1] === equals) {
		return index + 1;
	}

	const isSpaced = isEquals && codes[index - 1] === space;
	const keyEnd = isSpaced || isQuotedKey ? index - 1 : index;
	const keyStart = startOfKey(state, keyEnd);
	if (keyStart === keyEnd) {
		return index + 1;
	}

	const valueStart = (isSpaced || isQuotedKey) && codes[index + 1] === space ? index + 2 : index + 1;
	const key = state.text.slice(keyStart, keyEnd);
	const levelEnd = endOfLevelNumber(state, key, valueStart, isQuotedKey);
	if (levelEnd > 0) {
		return levelEnd;
	}

	if (isTelling(key)) {
		return index + 1;
	}

	const first = codes[valueStart];
	if (first === quote || first === apostrophe) {
		return maskQuoted(state, valueStart);
	}

	return isEquals ? maskBare(state, valueStart) : index + 1;
}

function startOfKey({codes}: ScanState, keyEnd: number): number {
	let start = keyEnd;
	while (start > 0 && keyEnd - start <= longestKey) {
		const code = codes[start - 1]!;
		if ((kinds[code]! & wordBits) === 0 && code !== dot && code !== hyphen && code !== at) {
			break;
		}

		start--;
	}

	return start;
}

const levelKey = /(?:level|severity|severity_?number|priority)$/i;
const anyNumber = /^"?\d{1,3}\b/;
const knownNumber = /^(?:[1-6]0|[1-6][05]0)\b/;

/** Where a number ends that is a level (30 of pino, 400 of Monolog, 17 of OpenTelemetry, 3 of syslog), which tells as much as a word; 0 for any other value. */
const endOfLevelNumber = ({text}: ScanState, key: string, start: number, isQuotedKey: boolean): number => {
	const found = levelKey.test(key) ? (isQuotedKey ? anyNumber : knownNumber).exec(text.slice(start, start + 6)) : undefined;
	return found ? start + found[0].length : 0;
};

function maskQuoted(state: ScanState, start: number): number {
	const {codes, length} = state;
	const mark = codes[start];
	const limit = Math.min(length, start + longestQuoted);
	for (let index = start + 1; index < limit; index++) {
		if (codes[index] === backslash) {
			index++;
		} else if (codes[index] === mark) {
			if (index > start + 1 && !state.isName(start + 1, index)) {
				state.mask(start + 1, index);
			}

			return index + 1;
		}
	}

	return start + 1;
}

function maskBare(state: ScanState, start: number): number {
	const {codes, length} = state;
	let end = start;
	while (end < length && (kinds[codes[end]!]! & spaceBit) === 0 && endsValue[codes[end]!] === 0) {
		end++;
	}

	// A full stop ends the sentence, not the value.
	while (end > start + 1 && codes[end - 1] === dot && (end === length || (state.kindAt(end) & spaceBit) !== 0)) {
		end--;
	}

	if (end === start || ('{(['.includes(state.text.charAt(end) || ' ') && isIdentifier(state, start, end))) {
		return start;
	}

	if (!state.isName(start, end)) {
		state.mask(start, end);
	}

	return end;
}

/** A name of letters and dots before a bracket is the type of a structure: `Rect(`, `java.util.Map{`; any other value only stands before a bracket. */
function isIdentifier({codes}: ScanState, start: number, end: number): boolean {
	for (let index = start; index < end; index++) {
		if ((kinds[codes[index]!]! & letterBit) === 0 && codes[index] !== dot) {
			return false;
		}
	}

	return true;
}
