import type {KnownNames} from '../read/known-names.js';
import {
	backslashBit,
	digitBit,
	joinerBit,
	kinds,
	letterBit,
	notHexBit,
	runBits,
	signBit,
	wordBits,
} from './characters.js';
import {passBackslash} from './backslash.js';
import {
	maskNumber,
	maskNumbers,
	maskRun,
	shortestHexWord,
	shortestRandomToken,
} from './run.js';
import {endOfShortAddress, longestHexGroup} from './hex.js';
import {ScanState} from './state.js';
import {maskValue} from './value.js';

const colon = 0x3A;
const slash = 0x2F;
const hyphen = 0x2D;

// Scratch memory: a scan begins and ends within one call.
const state = new ScanState();

/**
Replaces the variable parts of a text by `<*>`: numbers, ids, dates, addresses, hosts, paths, URLs, and values of keys that do not say what happened.
Words, punctuation, spacing and the names that are given stay as they are. One pass from left to right, no backtracking.
*/
export function scan(text: string, names?: KnownNames): string {
	run(text, names);
	return state.toText();
}

/** The hash of what `scan` makes of a text, for the price of the pass alone. Different seeds give different hashes. */
export function scanToHash(text: string, seed: number, names?: KnownNames): number {
	run(text, names);
	return state.toHash(seed);
}

function run(text: string, names: KnownNames | undefined): void {
	state.load(text, names);
	const {codes, length} = state;
	let index = 0;
	while (index < length) {
		const kind = kinds[codes[index]!]!;
		if ((kind & runBits) === 0) {
			index = (kind & (signBit | backslashBit)) === 0 ? index + 1 : passSign(kind, index);
			continue;
		}

		const start = index;
		let seen = 0;
		for (let next = kind; (next & runBits) !== 0; next = kinds[codes[++index]!]!) {
			seen |= next;
		}

		index = finishRun(start, index, seen);
	}
}

function passSign(kind: number, index: number): number {
	if (state.codes[index] === colon && state.codes[index + 1] === colon) {
		const end = endOfShortAddress(state, index);
		if (end > 0) {
			state.mask(index, end);
			return end;
		}
	}

	return (kind & signBit) === 0 ? passBackslash(state, index) : maskValue(state, index);
}

/** Masks what is variable in the run between two indexes, whose bits are known. Gives the index to go on from. */
function finishRun(start: number, end: number, seen: number): number {
	const next = state.codes[end]!;
	if (next === colon) {
		if (state.codes[end + 1] === slash && state.codes[end + 2] === slash && end - start > 1) {
			const stop = urlEnd(end + 3);
			const nameEnd = state.names ? endOfLabel(end + 3) : 0;
			state.mask(nameEnd > 0 && state.isName(end + 3, nameEnd) ? nameEnd : start, stop);
			return stop;
		}

		if (end - start <= longestHexGroup) {
			return maskRun(state, start, end);
		}
	}

	// Words without a digit and a joiner stay, but for those that are hexadecimal and nothing else, or random.
	if ((seen & (digitBit | joinerBit)) === 0) {
		return ((seen & notHexBit) === 0 && end - start >= shortestHexWord) || end - start >= shortestRandomToken ? maskRun(state, start, end) : end;
	}

	if ((seen & letterBit) !== 0 || (seen & digitBit) === 0) {
		return maskRun(state, start, end);
	}

	return (seen & joinerBit) === 0 ? maskNumber(state, start, end) : maskNumbers(state, start, end);
}

/** The end of the first part of a host's name. */
function endOfLabel(start: number): number {
	let index = start;
	while ((state.kindAt(index) & wordBits) !== 0 || state.codes[index] === hyphen) {
		index++;
	}

	return index;
}

function urlEnd(start: number): number {
	let index = start;
	while (index < state.length && ((state.kindAt(index) & (wordBits | joinerBit)) !== 0 || '=&?:;,!*'.includes(state.text.charAt(index)))) {
		index++;
	}

	while (index > start && '.,;:!?'.includes(state.text.charAt(index - 1))) {
		index--;
	}

	return index;
}
