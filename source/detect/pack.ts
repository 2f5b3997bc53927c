import {Buffer} from 'node:buffer';

const unknownMark = 0;
const floatMark = 1;
const firstCount = 2;
/** Larger whole numbers are written as floats, which is what they are in a Float32Array. */
const largestCount = 2 ** 28;
/** The longest form of a number. */
const maxBytes = 5;

/** Whether arrays are saved as text, for JSON, or as they are, for whoever writes them at once with `packBytes`. */
export type Packing = 'text' | 'views';

/** Used again by each call: a state has thousands of arrays. */
let scratch = new Uint8Array(2048 * maxBytes);
const single = new DataView(new ArrayBuffer(4));

/** Writes numbers as bytes, exactly: one for NaN and for small counts, five for what is not whole. The bytes are good until the next call. */
export const packBytes = (values: Float32Array): Uint8Array => {
	if (scratch.length < values.length * maxBytes) {
		scratch = new Uint8Array(values.length * maxBytes);
	}

	const bytes = scratch;
	let length = 0;
	for (const value of values) {
		if (Number.isNaN(value)) {
			bytes[length++] = unknownMark;
			continue;
		}

		// A negative zero is not the count zero.
		const isCount = value >= 0 && value < largestCount && Math.trunc(value) === value && (value !== 0 || !Object.is(value, -0));
		if (!isCount) {
			single.setFloat32(0, value);
			bytes[length++] = floatMark;
			bytes[length++] = single.getUint8(0);
			bytes[length++] = single.getUint8(1);
			bytes[length++] = single.getUint8(2);
			bytes[length++] = single.getUint8(3);
			continue;
		}

		let rest = value + firstCount;
		while (rest > 127) {
			bytes[length++] = (rest & 127) | 128;
			rest >>>= 7;
		}

		bytes[length++] = rest;
	}

	return bytes.subarray(0, length);
};

/** The same as text. */
export const pack = (values: Float32Array): string => Buffer.from(packBytes(values)).toString('base64');

export const packAs = (packing: Packing): ((values: Float32Array) => string | Float32Array) => packing === 'views' ? values => values : pack;

const isGiver = (packed: unknown): packed is () => unknown => typeof packed === 'function';

/** The bytes of what was packed: text, bytes, or a function that gives them. */
const bytesOf = (packed: unknown): unknown => {
	if (isGiver(packed)) {
		return packed();
	}

	return typeof packed === 'string' ? Buffer.from(packed, 'base64') : packed;
};

/** Reads what was packed, as text, as bytes, or as a function that gives the bytes, into `target`. False where it is none of them, or not of that length or form. */
export const isUnpacked = (packed: unknown, target: Float32Array): boolean => {
	const bytes = bytesOf(packed);
	return bytes instanceof Uint8Array && areBytesUnpacked(bytes, target);
};

const areBytesUnpacked = (bytes: Uint8Array, target: Float32Array): boolean => {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const {length} = bytes;
	let at = 0;
	for (let index = 0; index < target.length; index++) {
		if (at >= length) {
			return false;
		}

		const first = bytes[at++]!;
		if (first === unknownMark) {
			target[index] = NaN;
			continue;
		}

		if (first === floatMark) {
			if (at + 4 > length) {
				return false;
			}

			target[index] = view.getFloat32(at);
			at += 4;
			continue;
		}

		let count = first & 127;
		let last = first;
		for (let shift = 7; last > 127 && shift <= 28 && at < length; shift += 7) {
			last = bytes[at++]!;
			count |= (last & 127) << shift;
		}

		if (last > 127) {
			return false;
		}

		target[index] = count - firstCount;
	}

	return at === length;
};
