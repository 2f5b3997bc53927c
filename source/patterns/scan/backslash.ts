import {
	joinerBit,
	letterBit,
	spaceBit,
	wordBits,
} from './characters.js';
import type {ScanState} from './state.js';

const backslash = 0x5C;
const colon = 0x3A;
const question = 0x3F;
const dot = 0x2E;
const smallU = 0x75;
const escapedUnicode = /^\\u[\dA-Fa-f]{4}/;

/** Passes an escaped character, whose letter begins no word, or masks a Windows path. Gives the index to go on from. */
export function passBackslash(state: ScanState, index: number): number {
	if (beginsPath(state, index)) {
		const end = pathEnd(state, index);
		if (end > index + 2) {
			state.mask(state.codes[index - 1] === colon ? index - 2 : index, end);
			return end;
		}
	}

	const next = state.codes[index + 1]!;
	return next === smallU && escapedUnicode.test(state.text.slice(index, index + 6)) ? index + 6 : index + (String.raw`nrtbf"\/`.includes(String.fromCharCode(next)) ? 2 : 1);
}

/** `C:\`, `\\server` or `\\?\`. */
function beginsPath(state: ScanState, index: number): boolean {
	const before = state.kindAt(index - 1);
	if (state.codes[index - 1] === colon) {
		return (state.kindAt(index - 2) & letterBit) !== 0 && (state.kindAt(index - 3) & wordBits) === 0;
	}

	const third = state.codes[index + 2]!;
	return state.codes[index + 1] === backslash && (before & wordBits) === 0
		&& ((state.kindAt(index + 2) & wordBits) !== 0 || third === question || third === dot);
}

function pathEnd(state: ScanState, start: number): number {
	let index = start;
	while (state.codes[index] === backslash || state.codes[index] === question || (state.kindAt(index) & (wordBits | joinerBit)) !== 0) {
		index++;
	}

	// A drive and a path with spaces goes on behind them where a backslash follows within the next word: `C:\Program Files\nginx`.
	while ((state.kindAt(index) & spaceBit) !== 0) {
		let next = index + 1;
		while ((state.kindAt(next) & (wordBits | joinerBit)) !== 0) {
			next++;
		}

		if (state.codes[next] !== backslash || next === index + 1) {
			break;
		}

		index = pathEnd(state, next);
	}

	return index;
}
