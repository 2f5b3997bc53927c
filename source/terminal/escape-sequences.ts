const bell = 0x07;
const newline = 0x0A;
const escape = 0x1B;
const stringTerminator = 0x9C;

/** The bytes after ESC that open a string: DCS, SOS, OSC, PM, APC; each has an 8-bit form 0x40 above. */
const stringOpeners = new Set([0x50, 0x58, 0x5D, 0x5E, 0x5F]);
const operatingSystemCommand = 0x5D;
const controlSequence = 0x5B;
const eightBitOffset = 0x40;

/**
Finds where terminal sequences end (ECMA-48, and xterm's BEL for OSC).
One scanner reads one text from left to right: it remembers the next terminator, so a text full of openers that nothing closes stays linear.
*/
export class SequenceScanner {
	readonly #text: string;
	#nextBell = -2;
	#nextTerminator = -2;
	#nextEscapedTerminator = -2;
	#nextNewline = -2;

	constructor(text: string) {
		this.#text = text;
	}

	#afterOpener(opener: number, from: number): number | undefined {
		if (opener === controlSequence) {
			return this.#afterControlSequence(from);
		}

		if (stringOpeners.has(opener)) {
			return this.#afterString(opener, from);
		}

		if (opener >= 0x20 && opener < 0x30) {
			const final = this.#skip(from, 0x20, 0x2F);
			return isBetween(this.#text.charCodeAt(final), 0x30, 0x7E) ? final + 1 : undefined;
		}

		return isBetween(opener, 0x30, 0x7E) ? from : undefined;
	}

	/** CSI: parameter bytes, intermediate bytes, one final byte. */
	#afterControlSequence(from: number): number | undefined {
		const final = this.#skip(this.#skip(from, 0x30, 0x3F), 0x20, 0x2F);
		return isBetween(this.#text.charCodeAt(final), 0x40, 0x7E) ? final + 1 : undefined;
	}

	/** A string never hides more than the rest of its line: one that is not closed on its line is not a sequence. */
	#afterString(opener: number, from: number): number | undefined {
		this.#nextTerminator = this.#find(this.#nextTerminator, String.fromCodePoint(stringTerminator), from);
		this.#nextEscapedTerminator = this.#find(this.#nextEscapedTerminator, `${String.fromCodePoint(escape)}\\`, from);
		this.#nextNewline = this.#find(this.#nextNewline, String.fromCodePoint(newline), from);
		let end = Math.min(this.#nextTerminator + 1, this.#nextEscapedTerminator + 2);
		if (opener === operatingSystemCommand) {
			this.#nextBell = this.#find(this.#nextBell, String.fromCodePoint(bell), from);
			end = Math.min(end, this.#nextBell + 1);
		}

		return Number.isFinite(end) && end <= this.#nextNewline ? end : undefined;
	}

	/** The index of `wanted` at or after `from`; Infinity where there is none. `known` is an earlier answer, still good while it lies ahead. */
	#find(known: number, wanted: string, from: number): number {
		if (known >= from) {
			return known;
		}

		const index = this.#text.indexOf(wanted, from);
		return index === -1 ? Infinity : index;
	}

	#skip(from: number, low: number, high: number): number {
		let index = from;
		while (isBetween(this.#text.charCodeAt(index), low, high)) {
			index++;
		}

		return index;
	}

	/** The index after the complete sequence that starts at `start`, or undefined where none does. */
	endOf(start: number): number | undefined {
		const first = this.#text.charCodeAt(start);
		if (first === escape) {
			return this.#afterOpener(this.#text.charCodeAt(start + 1), start + 2);
		}

		const opener = first - eightBitOffset;
		return first >= 0x80 && (opener === controlSequence || stringOpeners.has(opener)) ? this.#afterOpener(opener, start + 1) : undefined;
	}
}

function isBetween(code: number, low: number, high: number): boolean {
	return code >= low && code <= high;
}
