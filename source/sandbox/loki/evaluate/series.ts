import {LokiError} from '../http/loki-error.js';
import type {LabelSet} from '../labels.js';
import {addNs, type Nanotime} from '../store/time.js';

/** The moments that a metric query is evaluated at. */
export type StepGrid = {
	readonly start: Nanotime;
	readonly stepMs: number;
	readonly count: number;
};

/** A series with the steps that it has a sample at, in order. */
export type Series = {
	readonly labels: LabelSet;
	readonly steps: readonly number[];
	readonly values: readonly number[];
};

/** A bound on what one query may hold in memory. */
const maxSamples = 40_000_000;

/** Counts the samples of a query and refuses to hold more than the sandbox can. */
export class SampleBudget {
	#used = 0;

	use(samples: number): void {
		this.#used += samples;
		if (this.#used > maxSamples) {
			throw new LokiError(500, `the query holds more than ${maxSamples} samples at once; narrow its range or aggregate its series`);
		}
	}
}

/** The milliseconds of a step; fractions where the start has nanoseconds. */
export const stepTimeMs = ({start, stepMs}: StepGrid, step: number): number => start.ms + (start.subNs / 1e6) + (step * stepMs);

/** The grid's first moment, moved back by an offset. */
export const shiftedStart = ({start}: StepGrid, offsetNs: number): Nanotime => addNs(start, -offsetNs);

/** Loki's refusal of an answer with too many series. */
export const seriesLimitError = (maxSeries: number): LokiError => new LokiError(
	400,
	`maximum number of series (${maxSeries}) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, `
	+ 'reducing the time range, or aggregating results with functions like sum(), count() or topk()',
);
