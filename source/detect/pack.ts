import {Buffer} from 'node:buffer';

const unknownMark = 0;
const floatMark = 1;
const firstCount = 2;
/** Larger whole numbers are written as floats, which is what they are in a Float32Array. */
const largestCount = 2 ** 28;

const isCount = (value: number): boolean => value >= 0 && value < largestCount && Number.isSafeInteger(value) && !Object.is(value, -0);

/** Writes numbers as text, exactly: one byte for NaN and for small counts, five for what is not whole. */
export const pack = (values: Float32Array): string => {
	// The longest form takes five bytes.
	const bytes = new Uint8Array(values.length * 5);
	const view = new DataView(bytes.buffer);
	let length = 0;
	for (const value of values) {
		if (Number.isNaN(value)) {
			bytes[length++] = unknownMark;
			continue;
		}

		if (!isCount(value)) {
			bytes[length] = floatMark;
			view.setFloat32(length + 1, value);
			length += 5;
			continue;
		}

		let rest = value + firstCount;
		while (rest > 127) {
			bytes[length++] = (rest & 127) | 128;
			rest >>>= 7;
		}

		bytes[length++] = rest;
	}

	return Buffer.from(bytes.subarray(0, length)).toString('base64');
};

/** Reads what `pack` wrote into `target`. False where the text is not of that length or form. */
export const isUnpacked = (text: string, target: Float32Array): boolean => {
	const bytes = Buffer.from(text, 'base64');
	let at = 0;
	for (let index = 0; index < target.length; index++) {
		if (at >= bytes.length) {
			return false;
		}

		if (bytes[at] === floatMark) {
			if (at + 5 > bytes.length) {
				return false;
			}

			target[index] = bytes.readFloatBE(at + 1);
			at += 5;
			continue;
		}

		let count = 0;
		let shift = 0;
		while (at < bytes.length && (bytes[at] ?? 0) > 127 && shift < 28) {
			count |= ((bytes[at++] ?? 0) & 127) << shift;
			shift += 7;
		}

		count |= (bytes[at++] ?? 0) << shift;
		target[index] = count === unknownMark ? NaN : count - firstCount;
	}

	return at === bytes.length;
};
