import type {Found} from './spans.js';

/** A shorter value is part of too many words. */
const minLength = 4;
/** Values up to this length stand in a set for each length; the few longer ones are compared one by one. */
const maxSetLength = 512;
const hashSize = 1 << 16;

type Bucket = {readonly sets: Map<number, Map<string, string>>; readonly long: Map<string, string>};

/** Values that were found before, and where else they stand. */
export type KnownValues = {
	readonly add: (kind: string, value: string) => void;
	/** Every place in a text where one of the values stands. Takes time in proportion to the text, however many values there are. */
	readonly report: (text: string, found: Found, isWanted?: (kind: string) => boolean) => void;
};

const hashAt = (text: string, index: number): number => ((text.charCodeAt(index) * 31_337) ^ (text.charCodeAt(index + 1) * 4099) ^ (text.charCodeAt(index + 2) * 257) ^ text.charCodeAt(index + 3)) & (hashSize - 1);

const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95;

/** A short value counts only where no word goes on: `1234` is not in `91234567`. */
const standsAlone = (text: string, start: number, end: number): boolean => end - start >= 8
	|| (!(isWordCode(text.charCodeAt(start - 1)) && isWordCode(text.charCodeAt(start))) && !(isWordCode(text.charCodeAt(end)) && isWordCode(text.charCodeAt(end - 1))));

export const createKnownValues = (): KnownValues => {
	const mayBegin = new Uint8Array(hashSize);
	const buckets = new Map<string, Bucket>();
	let isEmpty = true;

	const endOf = (text: string, index: number, isWanted: (kind: string) => boolean): {readonly end: number; readonly kind: string} | undefined => {
		const bucket = buckets.get(text.slice(index, index + minLength));
		if (!bucket) {
			return undefined;
		}

		let best: {readonly end: number; readonly kind: string} | undefined;
		for (const [length, values] of bucket.sets) {
			const kind = length <= text.length - index ? values.get(text.slice(index, index + length)) : undefined;
			if (kind !== undefined && isWanted(kind) && index + length > (best?.end ?? 0) && standsAlone(text, index, index + length)) {
				best = {end: index + length, kind};
			}
		}

		for (const [value, kind] of bucket.long) {
			if (isWanted(kind) && index + value.length > (best?.end ?? 0) && text.startsWith(value, index)) {
				best = {end: index + value.length, kind};
			}
		}

		return best;
	};

	return {
		add(kind, value) {
			if (value.length < minLength) {
				return;
			}

			isEmpty = false;
			mayBegin[hashAt(value, 0)] = 1;
			const beginning = value.slice(0, minLength);
			const bucket: Bucket = buckets.get(beginning) ?? {sets: new Map(), long: new Map()};
			buckets.set(beginning, bucket);
			if (value.length > maxSetLength) {
				bucket.long.set(value, kind);
				return;
			}

			const values = bucket.sets.get(value.length) ?? new Map<string, string>();
			bucket.sets.set(value.length, values);
			values.set(value, values.get(value) ?? kind);
		},
		report(text, found, isWanted = () => true) {
			if (isEmpty) {
				return;
			}

			for (let index = 0; index + minLength <= text.length; index++) {
				const match = mayBegin[hashAt(text, index)] === 1 ? endOf(text, index, isWanted) : undefined;
				if (match) {
					found(match.kind, index, match.end);
				}
			}
		},
	};
};
