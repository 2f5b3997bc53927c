import type {Stream} from '../store/stream.js';
import {addNs, type Nanotime} from '../store/time.js';
import {shiftedStart, type StepGrid} from './series.js';

/**
Which steps' windows an entry falls into. A window at T holds (T - range, T].
Times are nanoseconds from the first step, which a number holds exactly for a hundred days.
*/
export class RangeWindows {
	readonly #start: Nanotime;
	readonly #stepNs: number;
	readonly #rangeNs: number;
	readonly #count: number;

	constructor(grid: StepGrid, rangeNs: number, offsetNs: number) {
		this.#start = shiftedStart(grid, offsetNs);
		this.#stepNs = grid.count > 1 ? grid.stepMs * 1e6 : 1;
		this.#rangeNs = rangeNs;
		this.#count = grid.count;
	}

	/** The smallest whole number of steps that is not less than a time. */
	#stepsTo(ns: number): number {
		const steps = Math.ceil(ns / this.#stepNs);
		if ((steps - 1) * this.#stepNs >= ns) {
			return steps - 1;
		}

		return steps * this.#stepNs < ns ? steps + 1 : steps;
	}

	/** Indexes of the entries that fall into any window. */
	bounds(stream: Stream): {from: number; to: number} {
		const last = addNs(this.#start, (this.#count - 1) * this.#stepNs);
		return {
			from: stream.searchAfter(addNs(this.#start, -this.#rangeNs)),
			to: stream.searchAfter(last),
		};
	}

	/** Nanoseconds of an entry from the first step. */
	relativeNs(stream: Stream, index: number): number {
		return ((stream.timesMs[index]! - this.#start.ms) * 1e6) + (stream.subNs[index]! - this.#start.subNs);
	}

	/** The first step at or behind a moment. */
	firstStep(relativeNs: number): number {
		return relativeNs <= 0 ? 0 : this.#stepsTo(relativeNs);
	}

	/** The last step whose window still holds a moment. */
	lastStep(relativeNs: number): number {
		return Math.min(this.#count, this.#stepsTo(relativeNs + this.#rangeNs)) - 1;
	}
}
