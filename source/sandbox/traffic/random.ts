/** A seeded generator: the same seeds give the same numbers on every machine. */
export type Random = {
	/** Uniform in [0, 1). */
	readonly next: () => number;
	/** A whole number, both ends included. */
	readonly int: (from: number, to: number) => number;
	readonly chance: (probability: number) => boolean;
	/** Throws a RangeError for an empty list. */
	readonly pick: <Item>(items: readonly Item[]) => Item;
	readonly poisson: (mean: number) => number;
	/** A count that varies less than Poisson's: a third of its variance. */
	readonly steadyCount: (mean: number) => number;
	/** Log-normal whole milliseconds: most near the median, a few far above it. */
	readonly durationMs: (medianMs: number) => number;
	readonly hex: (digits: number) => string;
};

/** Above this mean a Poisson count is the sum of two halves, so that exp(-mean) stays well above zero. */
const largestPlainMean = 30;
const logNormalSigma = 0.45;

/** Mixes whole numbers into one 32-bit seed; the finaliser is that of MurmurHash3. */
const mixSeeds = (...seeds: readonly number[]): number => {
	let hash = 0x9E_37_79_B9;
	for (const seed of seeds) {
		hash = Math.imul(hash ^ seed, 0x85_EB_CA_6B);
		hash = Math.imul(hash ^ (hash >>> 13) ^ Math.floor(seed / 0x1_00_00_00_00), 0xC2_B2_AE_35);
		hash ^= hash >>> 16;
	}

	return hash >>> 0;
};

/** The generator sfc32 of Chris Doty-Humphrey's PractRand, seeded with the mix of the seeds. */
export const createRandom = (...seeds: readonly number[]): Random => {
	let a = mixSeeds(1, ...seeds);
	let b = mixSeeds(2, ...seeds);
	let c = mixSeeds(3, ...seeds);
	let counter = 1;

	const uint32 = (): number => {
		const sum = (a + b + counter) >>> 0;
		counter = (counter + 1) >>> 0;
		a = (b ^ (b >>> 9)) >>> 0;
		b = (c + (c << 3)) >>> 0;
		c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
		return sum;
	};

	for (let round = 0; round < 12; round++) {
		uint32();
	}

	const next = (): number => uint32() / 0x1_00_00_00_00;

	const poisson = (mean: number): number => {
		if (mean > largestPlainMean) {
			return poisson(mean / 2) + poisson(mean / 2);
		}

		const limit = Math.exp(-mean);
		let count = 0;
		for (let product = next(); product > limit; product *= next()) {
			count++;
		}

		return count;
	};

	return {
		next,
		int: (from, to) => from + Math.floor(next() * (to - from + 1)),
		chance: probability => next() < probability,
		pick(items) {
			const item = items[Math.floor(next() * items.length)];
			if (item === undefined) {
				throw new RangeError('nothing to pick from');
			}

			return item;
		},
		poisson,
		steadyCount(mean) {
			const tries = Math.ceil(mean * 1.5);
			let count = 0;
			for (let left = tries; left > 0; left--) {
				count += next() * tries < mean ? 1 : 0;
			}

			return count;
		},
		durationMs(medianMs) {
			const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
			return Math.max(1, Math.round(medianMs * Math.exp(logNormalSigma * normal)));
		},
		hex(digits) {
			let text = '';
			while (text.length < digits) {
				text += uint32().toString(16).padStart(8, '0');
			}

			return text.slice(0, digits);
		},
	};
};
