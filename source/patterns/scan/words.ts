import {namesWithDigits, units} from '../mining/vocabulary.js';
import {
	digitBit,
	joinerBit,
	kinds,
	letterBit,
	signBit,
	wordBits,
} from './characters.js';
import type {ScanState} from './state.js';

const underscore = 0x5F;
const hyphen = 0x2D;
const plus = 0x2B;
const smallestLongBridge = 3;
const longestBridge = 8;
const longestUnit = 5;

/** Masks each word with a digit, its sign included. Parts of a word between underscores are words of their own. */
export function maskWords(state: ScanState, start: number, end: number): void {
	const {codes} = state;
	let index = start;
	while (index < end) {
		if ((kinds[codes[index]!]! & wordBits) === 0) {
			index++;
			continue;
		}

		const wordStart = index;
		let seen = 0;
		for (let kind = kinds[codes[index]!]!; (kind & wordBits) !== 0 && index < end; kind = kinds[codes[++index]!]!) {
			seen |= kind;
		}

		if ((seen & digitBit) !== 0 && !((seen & letterBit) !== 0 && index - wordStart <= 7 && namesWithDigits.has(state.text.slice(wordStart, index).toLowerCase()))) {
			maskParts(state, wordStart, index);
		}
	}
}

function maskParts(state: ScanState, start: number, end: number): void {
	const {codes} = state;
	let index = start;
	while (index < end) {
		const partStart = index;
		let seen = 0;
		while (index < end && codes[index] !== underscore) {
			seen |= kinds[codes[index]!]!;
			index++;
		}

		if ((seen & digitBit) !== 0) {
			maskPart(state, partStart, index);
		}

		index++;
	}
}

function maskPart(state: ScanState, start: number, end: number): void {
	const {codes} = state;
	let digitsEnd = start;
	while (kinds[codes[digitsEnd]!]! === digitBit) {
		digitsEnd++;
	}

	const goesOn = (state.kindAt(end) & (joinerBit | signBit)) !== 0 && (state.kindAt(end + 1) & wordBits) !== 0;
	const hasUnit = !goesOn && digitsEnd > start && digitsEnd < end && end - digitsEnd <= longestUnit && units.has(state.text.slice(digitsEnd, end));
	const sign = codes[start - 1];
	const isSigned = (sign === hyphen || sign === plus) && ((state.kindAt(start - 2) & wordBits) === 0 || codes[start - 2] === underscore);
	state.mask(bridgeStart(state, isSigned ? start - 1 : start), hasUnit ? digitsEnd : end);
}

/** Short words between two masked ones of one run (`R2-N-7`, `4fa1-dead-12`) belong to the same id. */
export function bridgeStart(state: ScanState, start: number): number {
	const gapStart = state.lastMaskEnd();
	const gap = start - gapStart;
	return gapStart >= 0 && gap >= smallestLongBridge && gap <= longestBridge && /^[-.][A-Za-z]{1,2}[-.]$|^-[a-f]{4}-$|^:[a-f]{1,4}:$/.test(state.text.slice(gapStart, start))
		? gapStart
		: start;
}
