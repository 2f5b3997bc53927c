// What a UTF-16 code unit is to the scanner, as bits that add up over a run.
export const letterBit = 1;
export const digitBit = 2;
/** What joins the parts of a name, an address or a path. */
export const joinerBit = 4;
/** A letter that no hexadecimal number has. */
export const notHexBit = 8;
export const spaceBit = 16;
/** `=` and `:`, behind which a value stands. */
export const signBit = 32;
export const backslashBit = 64;
/** Punctuation that joins two variables to one: 10.0.0.1:8080, 2026-03-01, 12/7. */
export const bridgeBit = 128;

export const wordBits = letterBit | digitBit;
export const runBits = wordBits | joinerBit;

// Scripts from here on (CJK and after) put no spaces between words: each character stands for itself.
const firstUnspaced = 0x2E_80;
const firstLatinLetter = 0xC0;
const firstPunctuation = 0x20_00;
const lastPunctuation = 0x2B_FF;

function bitsOf(code: number): number {
	const character = String.fromCharCode(code);
	const bridge = '.:,-/+~@#$%_;|&'.includes(character) ? bridgeBit : 0;
	if (/\d/.test(character)) {
		return digitBit;
	}

	if (/[a-f]/i.test(character)) {
		return letterBit;
	}

	if (/\w/.test(character)) {
		return letterBit | notHexBit | bridge;
	}

	if ('.-/@%+~#$'.includes(character)) {
		return joinerBit | bridge;
	}

	if (character === '=' || character === ':') {
		return signBit | bridge;
	}

	if (character === '\\') {
		return backslashBit;
	}

	if (/\s/.test(character)) {
		return spaceBit;
	}

	return code >= firstLatinLetter && (code < firstPunctuation || code > lastPunctuation) ? letterBit | notHexBit : bridge;
}

/** The bits of every code unit. */
export const kinds = new Uint8Array(0x1_00_00);
for (let code = 0; code < firstUnspaced; code++) {
	kinds[code] = bitsOf(code);
}
