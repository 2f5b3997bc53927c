/** The third moment is not trusted beyond this. */
const largestSkew = 6;

/**
The upper limit of a count that is expected to be `mean`, `z` standard deviations out.
The count's variance is `dispersion * mean + (variation * mean)^2`: counting noise, and a mean that itself wanders by the share `variation`.
The skew of such a count is put in by the first term of Cornish and Fisher's expansion (1938).
*/
export const band = (mean: number, dispersion: number, variation: number, z: number): number => {
	const variance = (dispersion * mean) + ((variation * mean) ** 2);
	const deviation = Math.sqrt(variance);
	if (!(deviation > 0)) {
		return mean;
	}

	const skew = Math.min(largestSkew, (((2 * variance) / mean) - 1) / deviation);
	return mean + (deviation * (z + (((z * z) - 1) * skew / 6)));
};

export const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Moves what is less than the pivot, a value of the range, before what is more; gives the ends of the two parts. */
const partition = (values: Float64Array, low: number, high: number, pivot: number): readonly [end: number, start: number] => {
	let left = low;
	let right = high;
	while (left <= right) {
		while (values[left]! < pivot) {
			left++;
		}

		while (values[right]! > pivot) {
			right--;
		}

		if (left > right) {
			continue;
		}

		const value = values[left]!;
		values[left++] = values[right]!;
		values[right--] = value;
	}

	return [right, left];
};

/** The lower median of the first `length` values, none of them NaN; 0 of none. Moves them about: found by selection (Hoare 1961, FIND), which costs a fraction of sorting. */
export const medianOf = (values: Float64Array, length: number): number => {
	const middle = (length - 1) >> 1;
	let low = 0;
	let high = length - 1;
	while (low < high) {
		const [end, start] = partition(values, low, high, values[middle]!);
		// What lies outside of these is in its place.
		low = end < middle ? start : low;
		high = start > middle ? end : high;
	}

	return length > 0 ? values[middle]! : 0;
};

/** The mean of the first `length` values, without the share `trim` at each end. */
export const trimmedMeanOf = (values: Float64Array, length: number, trim: number): number => {
	const cut = Math.floor(length * trim);
	const sorted = values.subarray(0, length).toSorted();
	let sum = 0;
	for (let index = cut; index < length - cut; index++) {
		sum += sorted[index] ?? 0;
	}

	return length > 0 ? sum / (length - (2 * cut)) : 0;
};
