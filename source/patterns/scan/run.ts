import {isHostName, isPackageName} from '../mining/words.js';
import {digitBit, joinerBit, wordBits} from './characters.js';
import {isAfterHttpMethod, isHttpStatus, maskRequestPath} from './http.js';
import {endOfHexChain} from './hex.js';
import type {ScanState} from './state.js';
import {bridgeStart, maskWords} from './words.js';

const colon = 0x3A;
const dot = 0x2E;
const slash = 0x2F;
const underscore = 0x5F;
const hyphen = 0x2D;
const plus = 0x2B;
const tilde = 0x7E;
/** What belongs to the number behind it. */
const signs: ReadonlySet<number> = new Set([hyphen, plus, slash]);
const less = 0x3C;
const question = 0x3F;
/** Letters a to f and no other make a word hexadecimal from this length on. */
export const shortestHexWord = 8;
export const shortestRandomToken = 20;
const statusLength = 3;

/** Masks a run of digits and joiners: a number with its sign, a date, an address. */
export function maskNumbers(state: ScanState, start: number, end: number): number {
	let first = start;
	while (first < end && state.kindAt(first) !== digitBit) {
		first++;
	}

	let last = end;
	while (last > first && state.kindAt(last - 1) !== digitBit) {
		last--;
	}

	if (first === last) {
		return end;
	}

	const before = state.codes[first - 1];
	const isSigned = first > start && before !== undefined && signs.has(before) && (state.kindAt(first - 2) & wordBits) === 0;
	return last - first === statusLength && !isSigned && end === last ? maskNumber(state, first, last) : maskSpan(state, isSigned ? first - 1 : first, last, end);
}

function maskSpan(state: ScanState, start: number, stop: number, end: number): number {
	state.mask(start, stop);
	return end;
}

/** Masks a run of digits. */
export function maskNumber(state: ScanState, start: number, end: number): number {
	if (end - start === statusLength && isHttpStatus(state, start)) {
		state.maskStatus(start, end);
	} else {
		state.mask(start, end);
	}

	return end;
}

/**
Masks what is variable in a run: letters, digits and the punctuation that joins them, without spaces.
Gives the index to go on from, which may lie behind the run.
*/
export function maskRun(state: ScanState, start: number, runEnd: number): number {
	const chainEnd = endOfHexChain(state, start, runEnd);
	if (chainEnd > 0) {
		state.mask(start, chainEnd);
		return chainEnd;
	}

	const end = trimmedEnd(state, start, runEnd);
	if (end === start) {
		return runEnd;
	}

	if (state.codes[start] === slash && isAfterHttpMethod(state, start)) {
		return maskRequestPath(state, start);
	}

	if (beginsPath(state, start, end)) {
		return maskPath(state, start, end, runEnd);
	}

	const shape = shapeOf(state, start, end);
	if (state.names && isNamed(state, start, end, shape)) {
		return runEnd;
	}

	if (shape.isWhole || isAddress(state, start, end, shape)) {
		state.mask(bridgeStart(state, start), end);
	} else if (shape.digits > 0 && end - start === shape.digits) {
		maskNumber(state, start, end);
	} else if (shape.digits > 0) {
		maskWords(state, start, end);
	}

	return runEnd;
}

/** Leaves a name that stays; of a host of that name, only the name. */
function isNamed(state: ScanState, start: number, end: number, {dots}: RunShape): boolean {
	if (state.isName(start, end)) {
		return true;
	}

	const dotAt = dots === 0 ? -1 : state.codes.indexOf(dot, start);
	if (dotAt <= start || dotAt >= end || !state.isName(start, dotAt)) {
		return false;
	}

	state.mask(dotAt + 1, end);
	return true;
}

/** Categories of the characters of a run: underscore and hyphen, digit, a to f, g to z, A to F, G to Z, dot, slash, at sign, any other. */
const categories = new Uint8Array(0x1_00_00).fill(9);
for (const [category, characters] of ['_-', '0123456789', 'abcdef', 'ghijklmnopqrstuvwxyz', 'ABCDEF', 'GHIJKLMNOPQRSTUVWXYZ', '.', '/', '@'].entries()) {
	for (const character of characters) {
		categories[character.charCodeAt(0)] = category;
	}
}

const digitCategory = 1;
const tally = new Int32Array(10);

type RunShape = {
	readonly digits: number;
	readonly dots: number;
	readonly slashes: number;
	readonly hasAt: boolean;
	/** One id or path: all hexadecimal, a long mixture of cases and digits, or parts between many slashes. */
	readonly isWhole: boolean;
};

function shapeOf(state: ScanState, start: number, end: number): RunShape {
	tally.fill(0);
	for (let index = start; index < end; index++) {
		tally[categories[state.codes[index]!]!]!++;
	}

	const digits = tally[digitCategory]!;
	const lowerHex = tally[2]!;
	const lowerOther = tally[3]!;
	const upperHex = tally[4]!;
	const upperOther = tally[5]!;
	const dots = tally[6]!;
	const slashes = tally[7]!;
	const ats = tally[8]!;
	const others = tally[9]!;
	const lower = lowerHex + lowerOther;
	const upper = upperHex + upperOther;
	const isToken = slashes + others + ats === 0;
	const hasOneCase = upper === 0 || lower === 0;
	const isHexadecimal = isToken && lowerOther + upperOther === 0 && hasOneCase && state.codes[start] !== underscore;
	// One number, or several with dots between them: `9f4ef63c`, `5.2c`.
	const beginsWithDigit = (state.kindAt(start) & digitBit) !== 0;
	const isHex = isHexadecimal && (dots === 0 ? lower + upper + digits >= shortestHexWord : beginsWithDigit && digits + lower + upper + dots === end - start);
	const isLetters = isToken && digits + dots === 0 && end - start >= shortestRandomToken && upper * 3 >= end - start && lower * 3 >= end - start && changesCase(state, start, end);
	const isRandom = isToken && dots <= 2 && end - start >= shortestRandomToken && digits > 1 && upper > 2 && lower > 2 && (digits + upper) * 4 > end - start;
	return {
		digits, dots, slashes, hasAt: ats > 0, isWhole: isHex || isLetters || isRandom || slashes > 2 || (slashes > 0 && dots > 1),
	};
}

/** Whether capitals follow small letters as often as by chance, which in names they do not. */
function changesCase({codes}: ScanState, start: number, end: number): boolean {
	let changes = 0;
	for (let index = start + 1; index < end; index++) {
		changes += codes[index]! <= 0x5A && codes[index - 1]! >= 0x61 ? 1 : 0;
	}

	return changes * 5 >= end - start;
}

/** `/etc/hosts`, `./run`, `~/x`; not the end of a tag, `</p>`. */
function beginsPath(state: ScanState, start: number, end: number): boolean {
	let index = start;
	while (state.codes[index] === dot || state.codes[index] === tilde) {
		index++;
	}

	return state.codes[index] === slash && index + 1 < end && (state.kindAt(start - 1) & wordBits) === 0 && state.codes[start - 1] !== less;
}

/** An e-mail address, the name of a host or of an application. */
function isAddress(state: ScanState, start: number, end: number, shape: RunShape): boolean {
	if (shape.slashes > 0 || shape.dots === 0) {
		return false;
	}

	const run = state.text.slice(start, end);
	if (shape.hasAt) {
		return /^[^@]+@[\d\-.a-z]+\.[a-z]+$/.test(run);
	}

	const hasPort = state.codes[end] === colon && (state.kindAt(end + 1) & digitBit) !== 0;
	return isHostName(run, hasPort) || isPackageName(run);
}

/** Punctuation at the end of a run belongs to the sentence. */
function trimmedEnd(state: ScanState, start: number, runEnd: number): number {
	let end = runEnd;
	while (end > start && (state.kindAt(end - 1) & joinerBit) !== 0 && state.codes[end - 1] !== slash) {
		end--;
	}

	// A sign in front is no part of a word.
	return end === start + 1 && (state.codes[start] === hyphen || state.codes[start] === plus) ? start : end;
}

/** A path of the file system is one variable, with the query behind it. */
function maskPath(state: ScanState, start: number, end: number, runEnd: number): number {
	if (state.codes[runEnd] !== question) {
		state.mask(start, end);
		return runEnd;
	}

	let queryEnd = runEnd;
	while ((state.kindAt(queryEnd) & (wordBits | joinerBit)) !== 0 || '?&=;:,'.includes(state.text.charAt(queryEnd) || ' ')) {
		queryEnd++;
	}

	state.mask(start, queryEnd);
	return queryEnd;
}
