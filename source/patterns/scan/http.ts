import {
	joinerBit,
	kinds,
	letterBit,
	digitBit,
	spaceBit,
	wordBits,
} from './characters.js';
import type {ScanState} from './state.js';

const space = 0x20;
const quote = 0x22;
const slash = 0x2F;
const question = 0x3F;
const hyphen = 0x2D;
const smallV = 0x76;
const methods: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'HEAD', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT']);
const longestMethod = 'OPTIONS'.length;
/** Parts of a path that name the route, and their length; what follows is a variable. */
const keptSegments = 2;
const longestSegment = 24;
/** A status stands behind a space, a sign or a quote. */
const codesBeforeStatus: ReadonlySet<number> = new Set([...' =:"\''].map(character => character.charCodeAt(0)));
/** Characters before a number that are looked at for the word that names it. */
const lookBehind = 24;
/** `HTTP/1.1" 200`, `status=200`, `"status":200`, `status code 200`, `Completed 200`, a server's time before it, haproxy's timers before it. */
const statusName = /(?:status|https?|(?:status|response|http)[ \-_]?code)(?: is|\/[\d.]+)?["']?[ :=]{1,3}["']?$|(?:completed|responded) $|\| $|\d\.\d{3,6} $|\d(?:\/-?\d+){3,4} $/i;

/** Whether what begins at an index is the target of a request: `GET /orders`, `GET "/orders"`. */
export function isAfterHttpMethod(state: ScanState, start: number): boolean {
	let end = state.codes[start - 1] === quote ? start - 2 : start - 1;
	if (state.codes[end] !== space) {
		return false;
	}

	while (state.codes[end - 1] === space) {
		end--;
	}

	let wordStart = end;
	while (wordStart > 0 && end - wordStart <= longestMethod + 1 && (state.kindAt(wordStart - 1) & wordBits) !== 0) {
		wordStart--;
	}

	return methods.has(state.text.slice(wordStart, end));
}

/** Whether the three digits that begin at an index are an HTTP status. */
export function isHttpStatus(state: ScanState, start: number): boolean {
	const first = state.codes[start]!;
	const before = state.codes[start - 1];
	const mayBe = first >= 0x31 && first <= 0x35 && before !== undefined && codesBeforeStatus.has(before);
	return mayBe && statusName.test(state.text.slice(Math.max(0, start - lookBehind), start));
}

/** Masks the path of a request but for the first words, which name the route, and the status behind it. Gives the index to go on from. */
export function maskRequestPath(state: ScanState, start: number): number {
	const end = targetEnd(state, start);
	let pathEnd = start;
	while (pathEnd < end && state.codes[pathEnd] !== question) {
		pathEnd++;
	}

	let segmentStart = start + 1;
	for (let segment = 0; segmentStart < pathEnd; segment++) {
		if (segment >= keptSegments) {
			state.mask(segmentStart, pathEnd);
			break;
		}

		let segmentEnd = segmentStart;
		while (segmentEnd < pathEnd && state.codes[segmentEnd] !== slash) {
			segmentEnd++;
		}

		if (!isRouteWord(state, segmentStart, segmentEnd)) {
			state.mask(segmentStart, segmentEnd);
		}

		segmentStart = segmentEnd + 1;
	}

	if (pathEnd < end) {
		state.mask(pathEnd, end);
	}

	return maskStatusBehind(state, end);
}

/** `GET /orders 200 12 ms`. */
function maskStatusBehind(state: ScanState, end: number): number {
	const first = state.codes[end + 1]!;
	const isNumber = state.codes[end] === space && first >= 0x31 && first <= 0x35 && state.kindAt(end + 2) === digitBit && state.kindAt(end + 3) === digitBit;
	if (!isNumber || (end + 4 < state.length && (state.kindAt(end + 4) & spaceBit) === 0)) {
		return end;
	}

	state.maskStatus(end + 1, end + 4);
	return end + 4;
}

function targetEnd(state: ScanState, start: number): number {
	let index = start;
	while (index < state.length && (state.kindAt(index) & spaceBit) === 0 && !'"\'`<>()[]{}|\\^'.includes(state.text.charAt(index))) {
		index++;
	}

	return index;
}

function isRouteWord(state: ScanState, start: number, end: number): boolean {
	const isVersion = state.codes[start] === smallV && end - start <= 3;
	for (let index = start; index < end; index++) {
		const kind = kinds[state.codes[index]!]!;
		const isKept = (kind & letterBit) !== 0 || state.codes[index] === hyphen || (isVersion && kind === digitBit);
		if (!isKept || ((kind & joinerBit) !== 0 && state.codes[index] !== hyphen)) {
			return false;
		}
	}

	return end - start <= longestSegment;
}
