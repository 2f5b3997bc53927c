// Two 32-bit lanes of FNV-1a with different primes, joined to one whole number that JSON and Map keys hold exactly.
const lowPrime = 0x01_00_01_93;
const highPrime = 0x85_EB_CA_6B;
const lowSeed = 0x81_1C_9D_C5;
const highSeed = 0xC2_B2_AE_35;
const highBits = 0x1F_FF_FF;
const laneSize = 0x1_00_00_00_00;

/** A 53-bit hash as two lanes that can be added up. */
export type Lanes = {readonly low: number; readonly high: number};

/** Hashes a text; `seed` tells equal texts in different places apart. */
export function hashLanes(text: string, seed = 0): Lanes {
	let low = lowSeed ^ seed;
	let high = highSeed ^ Math.imul(seed, lowPrime);
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		low = Math.imul(low ^ code, lowPrime);
		high = Math.imul(high ^ code, highPrime);
		high ^= high >>> 15;
	}

	low ^= low >>> 16;
	low = Math.imul(low, highPrime);
	return {low: low ^ (low >>> 13), high: high ^ (high >>> 16)};
}

/** Joins two lanes to a whole number below 2^53. */
export const joinLanes = (low: number, high: number): number => ((high & highBits) * laneSize) + (low >>> 0);

/** A 53-bit hash of a text. */
export function hashText(text: string): number {
	const {low, high} = hashLanes(text);
	return joinLanes(low, high);
}
