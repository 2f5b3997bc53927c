import {LokiError} from '../http/loki-error.js';
import {
	formatLabels,
	labelSet,
	labelValue,
	type LabelSet,
} from '../labels.js';
import type {Grouping} from '../../../logql/ast.js';
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

/** The labels of the series of a line that is grouped by names, where they have values. */
const namedLabels = (state: LineState, names: readonly string[]): LabelSet => {
	const labels = new Map<string, string>();
	for (const name of names) {
		const value = state.get(name);
		if (value !== undefined) {
			labels.set(name, value);
		}
	}

	return labelSet(labels);
};

/** The labels of the series of a line. Throws LokiError where it has an error that no filter took away. */
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
	return isWithout
		? labelSet(state.allLabels().filter(([name]) => !names.includes(name)))
		: namedLabels(state, names);
};

/** Numbers the series of a range aggregation as they are found. */
export class Groups {
	readonly #numbers = new Map<string, number>();
	/** Numbers by the values of the names that are grouped by, which is quicker than by labels. */
	readonly #numbersByValues = new Map<string, number>();

	constructor(
		private readonly grouping: Grouping | undefined,
		private readonly onGroup: (labels: LabelSet) => void,
	) {}

	#number(labels: LabelSet): number {
		let number = this.#numbers.get(labels.key);
		if (number === undefined) {
			number = this.#numbers.size;
			this.#numbers.set(labels.key, number);
			this.onGroup(labels);
		}

		return number;
	}

	/** The number of the series that a line belongs to. */
	numberOf(state: LineState): number {
		const {grouping} = this;
		if (state.error !== '' || !grouping || grouping.isWithout) {
			return this.#number(seriesLabels(state, grouping));
		}

		let values = '';
		for (const name of grouping.names) {
			values += `${state.get(name) ?? '\u{1}'}\u{0}`;
		}

		let number = this.#numbersByValues.get(values);
		if (number === undefined) {
			number = this.#number(seriesLabels(state, grouping));
			this.#numbersByValues.set(values, number);
		}

		return number;
	}
}
