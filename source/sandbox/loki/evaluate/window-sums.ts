/** Steps of a range of which each gets a value. */
const maxSparseEvents = 16;

/**
Sums over sliding windows: each value counts in all steps from one to another.
Few values are kept as they are; more go into an array of differences, whose running total is the sum at each step.
*/
export class WindowSums {
	#events: number[] | undefined = [];
	#sums: Float64Array | undefined;
	#counts: Int32Array | undefined;

	constructor(private readonly stepCount: number) {}

	#spread(): void {
		const events = this.#events;
		if (!events) {
			return;
		}

		this.#events = undefined;
		this.#sums = new Float64Array(this.stepCount + 1);
		this.#counts = new Int32Array(this.stepCount + 1);
		for (let index = 0; index < events.length; index += 3) {
			this.#addDense(events[index]!, events[index + 1]!, events[index + 2]!);
		}
	}

	#addDense(firstStep: number, lastStep: number, value: number): void {
		this.#sums![firstStep]! += value;
		this.#sums![lastStep + 1]! -= value;
		this.#counts![firstStep]!++;
		this.#counts![lastStep + 1]!--;
	}

	add(firstStep: number, lastStep: number, value: number): void {
		if (this.#events) {
			this.#events.push(firstStep, lastStep, value);
			if (this.#events.length >= maxSparseEvents * 3) {
				this.#spread();
			}

			return;
		}

		this.#addDense(firstStep, lastStep, value);
	}

	/** The steps that any value counts in, with their sums. */
	finish(): {steps: number[]; values: number[]} {
		this.#spread();
		const steps: number[] = [];
		const values: number[] = [];
		let sum = 0;
		let count = 0;
		for (let step = 0; step < this.stepCount; step++) {
			sum += this.#sums![step]!;
			count += this.#counts![step]!;
			if (!(count > 0)) {
				continue;
			}

			steps.push(step);
			values.push(sum);
		}

		this.#sums = undefined;
		this.#counts = undefined;
		return {steps, values};
	}
}
