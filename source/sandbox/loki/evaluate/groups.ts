import {LokiError} from '../http/loki-error.js';
import {
	emptyLabelSet,
	formatLabels,
	labelSet,
	labelValue,
	type Label,
	type LabelSet,
} from '../labels.js';
import type {Grouping} from '../logql/ast.js';
import {errorLabel, preserveErrorLabel, type LineState} from '../pipeline/line-state.js';

const pipelineError = (labels: LabelSet): LokiError => {
	const error = labelValue(labels, errorLabel);
	return new LokiError(400, [
		`pipeline error: '${error}' for series: '${formatLabels(labels)}'.`,
		`Use a label filter to intentionally skip this error. (e.g | __error__!="${error}").`,
		'To skip all potential errors you can match empty errors.(e.g __error__="")',
		'The label filter can also be specified after unwrap. (e.g | unwrap latency | __error__="" )',
		'',
	].join('\n'));
};

/** The series that a line belongs to. Throws LokiError where it has an error that no filter took away. */
const seriesLabels = (state: LineState, grouping: Grouping | undefined): LabelSet => {
	if (state.error !== '') {
		const labels = state.labels();
		if (labelValue(labels, preserveErrorLabel) !== 'true') {
			throw pipelineError(labels);
		}

		return labels;
	}

	if (!grouping) {
		return state.labels();
	}

	const {names, isWithout} = grouping;
	if (names.length === 0) {
		return emptyLabelSet;
	}

	if (isWithout) {
		return labelSet(state.allLabels().filter(([name]) => !names.includes(name)));
	}

	const labels = new Map<string, string>();
	for (const name of names) {
		const value = state.get(name);
		if (value !== undefined) {
			labels.set(name, value);
		}
	}

	return labelSet(labels as Iterable<Label>);
};

/** Numbers the series of a range aggregation as they are found. */
export class Groups {
	readonly #numbers = new Map<string, number>();

	constructor(
		private readonly grouping: Grouping | undefined,
		private readonly onGroup: (labels: LabelSet) => void,
	) {}

	/** The number of the series that a line belongs to. */
	numberOf(state: LineState): number {
		const labels = seriesLabels(state, this.grouping);
		let number = this.#numbers.get(labels.key);
		if (number === undefined) {
			number = this.#numbers.size;
			this.#numbers.set(labels.key, number);
			this.onGroup(labels);
		}

		return number;
	}
}
