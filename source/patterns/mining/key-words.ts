import {hashLanes, joinLanes, type Lanes} from './hash.js';
import {keyWildcard, nameMark} from './key-marks.js';
import {
	isBeforeVerb,
	isOutcome,
	isTelling,
	isWordOfPlace,
} from './words.js';

/** Words of a key that may turn out to be variables; the rest of a longer key only has to be equal. */
const maxCandidates = 40;
/** Different values in one place that make it a variable: of ids, of names, of words, and of either where little else is said. */
const valuesOfId = 2;
const valuesOfName = 3;
const valuesOfWord = 5;
const valuesOfShortKey = 12;
/** With fewer other words a key says too little to merge early: where a name stands, and elsewhere; an id or a name with dots can be nothing else. */
const fewestWords = 2;
const fewNamesWords = 3;
const fewWords = 4;
const shortestName = 3;
const shortestRepeated = 4;

// Dots inside a word belong to it, not those behind it or in a row: `wait state......1`.
const wordExpression = /((?:[^\s!"&'()*,.:;<=>?[\\\]^`{|}]|(?<!\.)\.(?![\s.]|$))+)/;
const participle = /^[a-z]{3,}(?:ing|ed)$/i;
const holeLanes = hashLanes('\u{0}');
const wildcardLanes = hashLanes(keyWildcard);

/** A key as words with what stands between them: the words are the pieces with odd indexes. */
export type KeyWords = {
	readonly pieces: readonly string[];
	/** The hash of each piece and its place, and of all together with the level. */
	readonly lanes: readonly Lanes[];
	readonly sum: Lanes;
	/** Filled when they are first asked for. */
	candidates: readonly Candidate[] | undefined;
};

/** Splits a key into words. Keys of different levels have different hashes. */
export function splitKey(level: string, key: string): KeyWords {
	return joinPieces(hashLanes(level), key.split(wordExpression));
}

function joinPieces(start: Lanes, pieces: readonly string[]): KeyWords {
	const lanes = pieces.map((piece, index) => inPlace(hashLanes(piece), index));
	let {low, high} = start;
	for (const lane of lanes) {
		low = (low + lane.low) >>> 0;
		high = (high + lane.high) >>> 0;
	}

	return {
		pieces, lanes, sum: {low, high}, candidates: undefined,
	};
}

/** Other pieces in the place of all that a key has: its level stays. */
function rejoin({lanes, sum}: KeyWords, pieces: readonly string[]): KeyWords {
	let {low, high} = sum;
	for (const lane of lanes) {
		low = (low - lane.low) >>> 0;
		high = (high - lane.high) >>> 0;
	}

	return joinPieces({low, high}, pieces);
}

/** Equal words in different places count differently: odd factors keep every bit. */
const inPlace = ({low, high}: Lanes, index: number): Lanes => ({
	low: Math.imul(low, (index * 2) + 1),
	high: Math.imul(high ^ (high >>> 15), (index * 0x9E_37_79_B2) | 1),
});

export const hashOfKey = ({sum}: KeyWords): number => joinLanes(sum.low, sum.high);

const hashWithout = ({lanes, sum}: KeyWords, indexes: readonly number[], instead: Lanes): number => {
	let {low, high} = sum;
	for (const index of indexes) {
		const gone = lanes[index]!;
		const put = inPlace(instead, index);
		low = (low - gone.low + put.low) >>> 0;
		high = (high - gone.high + put.high) >>> 0;
	}

	return joinLanes(low, high);
};

/** The hash that all keys share which differ in these words only. */
export const hashWithHoles = (words: KeyWords, indexes: readonly number[]): number => hashWithout(words, indexes, holeLanes);

/** The hash of the key with a wildcard in the place of a word. */
export const hashWithWildcard = (words: KeyWords, index: number): number => hashWithout(words, [index], wildcardLanes);

/** The key with wildcards in the places of some words. */
export function withWildcards(words: KeyWords, indexes: readonly number[]): KeyWords {
	return rejoin(words, words.pieces.map((piece, index) => indexes.includes(index) ? keyWildcard : piece));
}

/** The key with one wildcard in the place of `host:<*>`; undefined where the word is followed by anything else. */
export function withoutPort(words: KeyWords, index: number): KeyWords | undefined {
	const {pieces} = words;
	return pieces[index]?.includes(nameMark) === true || pieces[index + 1] !== ':' || pieces[index + 2] !== keyWildcard ? undefined : rejoin(words, pieces.toSpliced(index, 3, keyWildcard));
}

/** The key with one wildcard in the place of several words, between which are spaces; undefined where they could not be one name, or no name stands there, or the key says too little without it. */
export function withOneName(words: KeyWords, index: number, count: number): KeyWords | undefined {
	const {pieces} = words;
	const end = index + (count * 2) - 1;
	const inside = pieces.slice(index, end);
	const areNames = inside.length === end - index && inside.every((piece, place) => place % 2 === 1 ? piece === ' ' : isPartOfName(piece));
	const saysEnough = fixedWords(pieces) - inside.filter((piece, place) => place % 2 === 0 && isFixed(piece)).length >= fewNamesWords;
	return !areNames || !saysEnough || !isNamePlace(pieces, index) || isToldValue(pieces, index) ? undefined : rejoin(words, pieces.toSpliced(index, end - index, keyWildcard));
}

const isPartOfName = (word: string): boolean => word !== '' && !word.includes(nameMark) && !isOutcome(word) && !participle.test(word) && !isWordOfPlace(word);

/** A word that may be a variable. */
export type Candidate = {
	readonly index: number;
	/** How many different words in its place prove it. */
	readonly values: number;
	/** It is, or stands where stands, a name, in a key that says enough without it. */
	readonly isName: boolean;
};

/** The words of a key that may be variables, from the left to the right. */
export function candidatesOf(words: KeyWords): readonly Candidate[] {
	words.candidates ??= findCandidates(words.pieces);
	return words.candidates;
}

function findCandidates(pieces: readonly string[]): readonly Candidate[] {
	const fixed = fixedWords(pieces);
	const candidates: Candidate[] = [];
	for (let index = 1; index < pieces.length && candidates.length < maxCandidates; index += 2) {
		const others = fixed - (isFixed(pieces[index] ?? '') ? 1 : 0);
		const values = pieces[index] === keyWildcard ? undefined : valuesFor(pieces, index, others);
		if (values !== undefined) {
			candidates.push({index, values, isName: values <= valuesOfName});
		}
	}

	return candidates;
}

/** Whether a key is one that these words with wildcards stand for: it has the same words, or words that may be variables in the places of wildcards. */
export function stands(general: KeyWords, key: KeyWords): boolean {
	const {pieces} = key;
	if (general.pieces.length !== pieces.length || general.pieces.some((piece, index) => !(piece === pieces[index] || (piece === keyWildcard && index % 2 === 1)))) {
		return false;
	}

	const places = new Set(candidatesOf(key).map(({index}) => index));
	return pieces.every((piece, index) => piece === general.pieces[index] || places.has(index));
}

/** How many words of a key have no variable part. */
function fixedWords(pieces: readonly string[]): number {
	let fixed = 0;
	for (let index = 1; index < pieces.length; index += 2) {
		fixed += isFixed(pieces[index] ?? '') ? 1 : 0;
	}

	return fixed;
}

const isFixed = (word: string): boolean => !word.includes(keyWildcard) && /\p{Letter}{2}/u.test(word);

function valuesFor(pieces: readonly string[], index: number, others: number): number | undefined {
	const word = pieces[index] ?? '';
	const next = pieces[index + 1] ?? '';
	// The key of a value and the name of a function say what the line is about; a lone word is all that it says.
	if (others === 0 || word.includes(nameMark) || (next.startsWith('(') && !word.includes(keyWildcard)) || (next.startsWith('=') && !word.includes('.')) || isOutcome(word)) {
		return undefined;
	}

	if (isToldValue(pieces, index) || (pieces[index - 1] === ' ' && isBeforeVerb(pieces[index - 2] ?? '', pieces[index - 4] ?? ''))) {
		return undefined;
	}

	const isPlace = isNamePlace(pieces, index);
	// A verb proves nothing, but where a name is known to stand it may be one: `the billing service`.
	if (!isPlace && participle.test(word)) {
		return Infinity;
	}

	// What stands before a bracket is its subject: `restart (command 7)`.
	const isName = isPlace || (isNameLike(word) && !next.startsWith(' ('));
	if (others >= fewestWords && others < fewNamesWords && (word.includes(keyWildcard) || /\..+\./.test(word))) {
		return valuesOfName;
	}

	if (word.length < shortestName || others < fewNamesWords || (!isName && others < fewWords)) {
		return isNameLike(word) && others >= fewestWords ? valuesOfWord : valuesOfShortKey;
	}

	if (!isName) {
		return valuesOfWord;
	}

	return word.includes(keyWildcard) ? valuesOfId : valuesOfName;
}

/** What stands behind `error=`, `"state": ` or `code = ` is what happened, however many values it has. */
const isToldValue = (pieces: readonly string[], index: number): boolean => /^["']?\s*[:=]\s*["'\\]*$/.test(pieces[index - 1] ?? '') && isTelling(pieces[index - 2] ?? '');

/** Behind `=`, `:`, a bracket, a quote, or a word such as `user` stands a name. */
function isNamePlace(pieces: readonly string[], index: number): boolean {
	const before = pieces[index - 1] ?? '';
	// `name:<*>`, as an image and its tag.
	const hasTag = pieces[index + 1] === ':' && pieces[index + 2]?.startsWith(keyWildcard) === true;
	return hasTag || isRepeated(pieces, index) || /["'(:=[`{]\s?$/.test(before) || (before === ' ' && isWordOfPlace(pieces[index - 2] ?? ''));
}

/** What a line tells twice is a name: `Failed to start payment.service - The payment service`. */
function isRepeated(pieces: readonly string[], index: number): boolean {
	const word = pieces[index] ?? '';
	return word.length >= shortestRepeated && pieces.some((other, otherIndex) => otherIndex !== index && otherIndex % 2 === 1 && other.includes(word));
}

/** Identifiers look unlike the words of a sentence. */
const isNameLike = (word: string): boolean => word.includes(keyWildcard) || /[#$%+\-./@_~]|[a-z][A-Z]|^[A-Z]{2}/.test(word);
