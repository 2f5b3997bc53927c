import {
	digitBit,
	kinds,
	letterBit,
	wordBits,
} from './characters.js';
import type {ScanState} from './state.js';

const colon = 0x3A;
export const longestHexGroup = 4;
const fewestHexGroups = 5;

/** The end of a MAC address, a GUID of InfiniBand or an IPv6 address that begins with this run; 0 where none does. */
export function endOfHexChain(state: ScanState, start: number, runEnd: number): number {
	if (runEnd - start > longestHexGroup || state.codes[runEnd] !== colon || (state.kindAt(start - 1) & wordBits) !== 0) {
		return 0;
	}

	let groups = 0;
	let index = start;
	let hasDoubleColon = false;
	for (let goesOn = true; goesOn; groups++) {
		const groupEnd = hexEnd(state, index);
		if (groupEnd - index > longestHexGroup) {
			return 0;
		}

		goesOn = state.codes[groupEnd] === colon && (groupEnd > index || !hasDoubleColon);
		hasDoubleColon ||= groupEnd === index;
		index = goesOn ? groupEnd + 1 : groupEnd;
	}

	const isChain = groups >= fewestHexGroups || (hasDoubleColon && groups > 2);
	return isChain && (state.kindAt(index) & wordBits) === 0 && index > runEnd + 1 ? index : 0;
}

/** The end of an IPv6 address that begins with its zeros, `::1`; 0 where none does. */
export function endOfShortAddress(state: ScanState, start: number): number {
	const end = hexEnd(state, start + 2);
	const isGroup = end > start + 2 && end - start - 2 <= longestHexGroup && /\d/.test(state.text.slice(start, end));
	return isGroup && ((state.kindAt(start - 1) | state.kindAt(end)) & wordBits) === 0 ? end : 0;
}

function hexEnd(state: ScanState, start: number): number {
	let index = start;
	for (let kind = kinds[state.codes[index]!]!; kind === digitBit || kind === letterBit; kind = kinds[state.codes[index]!]!) {
		index++;
	}

	return index;
}
