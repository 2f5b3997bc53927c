/** Up to this many values a series is kept as a list. */
const maxListed = 16;

/** A value and the steps that it counts in, from the first to the last. */
type Listed = {readonly first: number; readonly last: number; readonly value: number};

/** Sums over a stretch of steps, kept as differences from one step to the next. */
class Differences {
	readonly #sums: Float64Array;
	readonly #counts: Int32Array;

	constructor(
		private readonly from: number,
		private readonly length: number,
	) {
		this.#sums = new Float64Array(length + 1);
		this.#counts = new Int32Array(length + 1);
	}

	add(first: number, last: number, value: number): void {
		const start = first - this.from;
		const end = last - this.from + 1;
		this.#sums[start]! += value;
		this.#sums[end]! -= value;
		this.#counts[start]!++;
		this.#counts[end]!--;
	}

	finish(): {steps: number[]; values: number[]} {
		const steps: number[] = [];
		const values: number[] = [];
		let sum = 0;
		let count = 0;
		for (let step = 0; step < this.length; step++) {
			sum += this.#sums[step]!;
			count += this.#counts[step]!;
			if (!(count > 0)) {
				continue;
			}

			steps.push(this.from + step);
			values.push(sum);
		}

		return {steps, values};
	}
}

/**
The sums of one series over sliding windows. Whole numbers only, so that adding and taking away is exact.
A series of few values stays a list, since there may be as many series as lines.
*/
export class WindowSums {
	#listed: Listed[] = [];
	#differences: Differences | undefined;

	constructor(private readonly stepCount: number) {}

	#spread(from: number, length: number): Differences {
		const differences = new Differences(from, length);
		for (const {first, last, value} of this.#listed) {
			differences.add(first, last, value);
		}

		return differences;
	}

	/** Counts a value in all steps from the first to the last. */
	add(first: number, last: number, value: number): void {
		if (this.#differences) {
			this.#differences.add(first, last, value);
			return;
		}

		this.#listed.push({first, last, value});
		if (!(this.#listed.length > maxListed)) {
			return;
		}

		this.#differences = this.#spread(0, this.stepCount);
		this.#listed = [];
	}

	/** The steps that any value counts in, with their sums. */
	finish(): {steps: number[]; values: number[]} {
		if (this.#differences) {
			return this.#differences.finish();
		}

		let first = this.stepCount;
		let last = -1;
		for (const listed of this.#listed) {
			first = Math.min(first, listed.first);
			last = Math.max(last, listed.last);
		}

		return last < first ? {steps: [], values: []} : this.#spread(first, last - first + 1).finish();
	}
}
