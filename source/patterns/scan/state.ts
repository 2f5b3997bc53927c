import {joinLanes} from '../mining/hash.js';
import type {KnownNames} from '../read/known-names.js';
import {bridgeBit, digitBit, kinds} from './characters.js';

export const wildcard = '<*>';

/** Longest text that is scanned; a longer one is scanned up to here. */
const maxLength = 12_288;
const maxMasks = maxLength / 2;
const longestBridge = 2;
const wildcardCode = 1;
const space = 0x20;
const hyphen = 0x2D;
const slash = 0x2F;
const colon = 0x3A;
/** `2026-03-01`, `01/03/2026`. */
const dateLength = 10;

/** A text under the scanner, with the stretches that are masked so far, from the left to the right. Reused from text to text. */
export class ScanState {
	private readonly starts = new Int32Array(maxMasks);
	private readonly ends = new Int32Array(maxMasks);
	/** What a stretch became: a wildcard, or the class of the HTTP status that begins with this digit. */
	private readonly becomes = new Uint16Array(maxMasks);
	private count = 0;
	text = '';
	/** Names that stay as they are. */
	names: KnownNames | undefined;
	length = 0;
	/** The code units of the text, with zeros behind it: reading past the end is safe. */
	readonly codes = new Uint16Array(maxLength + 16);

	private joins(gapStart: number, gapEnd: number): boolean {
		if (gapEnd - gapStart > longestBridge) {
			return false;
		}

		for (let index = gapStart; index < gapEnd; index++) {
			if ((kinds[this.codes[index]!]! & bridgeBit) === 0) {
				return false;
			}
		}

		return true;
	}

	/** `2026-03-01 12:00:00` is one moment, with its time or without. */
	private isClockBehindDate(last: number, start: number): boolean {
		const {codes} = this;
		const dateEnd = this.ends[last]!;
		const sign = codes[dateEnd - 3];
		return start === dateEnd + 1 && codes[dateEnd] === space && dateEnd - this.starts[last]! === dateLength && (sign === hyphen || sign === slash)
			&& codes[dateEnd - 6] === sign && (codes[start + 2] === colon || codes[start + 1] === colon) && kinds[codes[start]!] === digitBit && kinds[codes[start + 3]!] === digitBit;
	}

	private push(start: number, end: number, becomes: number): void {
		if (this.count === maxMasks) {
			this.ends[this.count - 1] = end;
			return;
		}

		this.starts[this.count] = start;
		this.ends[this.count] = end;
		this.becomes[this.count] = becomes;
		this.count++;
	}

	load(text: string, names: KnownNames | undefined): void {
		this.text = text;
		this.names = names;
		this.length = Math.min(text.length, maxLength);
		this.count = 0;
		const {codes, length} = this;
		for (let index = 0; index < length; index++) {
			codes[index] = text.charCodeAt(index);
		}

		codes.fill(0, length, length + 16);
	}

	/** The bits of the character at an index; none before the start and behind the end. */
	kindAt(index: number): number {
		return index < 0 ? 0 : kinds[this.codes[index]!]!;
	}

	/** Whether the stretch between two indexes is a name that stays. */
	isName(start: number, end: number): boolean {
		return this.names?.isAt(this.text, start, end) === true;
	}

	/** Where the last mask ends; negative where there is none. */
	lastMaskEnd(): number {
		return this.count === 0 ? -1 : this.ends[this.count - 1]!;
	}

	/** Masks what lies between two indexes, the second not included; as one with the mask before it where only punctuation lies between them. */
	mask(start: number, end: number): void {
		const last = this.count - 1;
		if (last >= 0 && this.becomes[last] === wildcardCode && (this.joins(this.ends[last]!, start) || this.isClockBehindDate(last, start))) {
			this.starts[last] = Math.min(start, this.starts[last]!);
			this.ends[last] = Math.max(end, this.ends[last]!);
			return;
		}

		this.push(start, end, wildcardCode);
	}

	/** Leaves only the class of an HTTP status. */
	maskStatus(start: number, end: number): void {
		this.push(start, end, this.codes[start]!);
	}

	/** The text with a wildcard for each mask. */
	toText(): string {
		let masked = '';
		let kept = 0;
		for (let index = 0; index < this.count; index++) {
			const code = this.becomes[index]!;
			masked += this.text.slice(kept, this.starts[index]) + (code === wildcardCode ? wildcard : `${String.fromCharCode(code)}xx`);
			kept = this.ends[index]!;
		}

		return masked + this.text.slice(kept, this.length);
	}

	/** A 53-bit hash of the masked text, without making it. */
	toHash(seed: number): number {
		const {codes, starts, ends, becomes, count, length} = this;
		let low = 0x81_1C_9D_C5 ^ seed;
		let high = 0xC2_B2_AE_35;
		let index = 0;
		for (let next = 0; next <= count; next++) {
			const stop = next < count ? starts[next]! : length;
			for (; index < stop; index++) {
				low = Math.imul(low ^ codes[index]!, 0x01_00_01_93);
				high = Math.imul(high + codes[index]!, 0x85_EB_CA_6B) ^ (low >>> 17);
			}

			if (!(next < count)) {
				continue;
			}

			low = Math.imul(low ^ becomes[next]!, 0x01_00_01_93);
			high = Math.imul(high + becomes[next]!, 0x85_EB_CA_6B) ^ (low >>> 17);
			index = ends[next]!;
		}

		return joinLanes(low ^ (low >>> 15), high ^ (high >>> 13));
	}
}
