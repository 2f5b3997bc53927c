import {
	emptyLabelSet,
	labelSet,
	type LabelSet,
} from '../labels.js';
import type {Grouping, VectorAggregation} from '../../../logql/ast.js';
import type {Series} from './series.js';

type Group = {
	readonly labels: LabelSet;
	readonly members: Series[];
};

const groupLabels = ({labels}: Series, grouping: Grouping | undefined): LabelSet => {
	if (!grouping || (!grouping.isWithout && grouping.names.length === 0)) {
		return emptyLabelSet;
	}

	const names = new Set(grouping.names);
	return labelSet(labels.labels.filter(([name, value]) => grouping.isWithout ? !names.has(name) && value !== '' : names.has(name)));
};

const groupSeries = (series: readonly Series[], grouping: Grouping | undefined): Group[] => {
	const groups = new Map<string, Group>();
	for (const member of series) {
		const labels = groupLabels(member, grouping);
		const group = groups.get(labels.key);
		if (group) {
			group.members.push(member);
		} else {
			groups.set(labels.key, {labels, members: [member]});
		}
	}

	return [...groups].map(([, group]) => group);
};

/** What is known of a group's values at one step, taken in one by one. */
type Accumulator = {
	count: number;
	value: number;
	mean: number;
	squares: number;
};

const accumulate = (operation: string, accumulator: Accumulator, value: number): void => {
	accumulator.count++;
	switch (operation) {
		case 'sum': {
			accumulator.value += value;
			break;
		}

		case 'max': {
			if (accumulator.count === 1 || value > accumulator.value || Number.isNaN(accumulator.value)) {
				accumulator.value = value;
			}

			break;
		}

		case 'min': {
			if (accumulator.count === 1 || value < accumulator.value || Number.isNaN(accumulator.value)) {
				accumulator.value = value;
			}

			break;
		}

		default: {
			const delta = value - accumulator.mean;
			accumulator.mean += delta / accumulator.count;
			accumulator.squares += delta * (value - accumulator.mean);
		}
	}
};

const resultOf = (operation: string, {count, value, mean, squares}: Accumulator): number => {
	switch (operation) {
		case 'avg': {
			return mean;
		}

		case 'count': {
			return count;
		}

		case 'stdvar': {
			return squares / count;
		}

		case 'stddev': {
			return Math.sqrt(squares / count);
		}

		default: {
			return value;
		}
	}
};

const aggregateGroup = (operation: string, {labels, members}: Group): Series => {
	const accumulators: Array<Accumulator | undefined> = [];
	for (const {steps, values} of members) {
		for (const [index, step] of steps.entries()) {
			accumulators[step] ??= {
				count: 0, value: 0, mean: 0, squares: 0,
			};
			const accumulator = accumulators[step];
			accumulate(operation, accumulator, values[index]!);
		}
	}

	const steps: number[] = [];
	const values: number[] = [];
	for (const [step, accumulator] of accumulators.entries()) {
		if (!accumulator) {
			continue;
		}

		steps.push(step);
		values.push(resultOf(operation, accumulator));
	}

	return {labels, steps, values};
};

type Candidate = {readonly series: Series; readonly value: number};

const isLess = (a: number, b: number): boolean => a < b || (Number.isNaN(a) && !Number.isNaN(b));

/** The k greatest or least series of each group at each step. Each keeps its own labels. */
const selectExtremes = ({operation, parameter}: VectorAggregation, {members}: Group): Series[] => {
	const byStep = new Map<number, Candidate[]>();
	for (const series of members) {
		for (const [index, step] of series.steps.entries()) {
			const candidate = {series, value: series.values[index]!};
			const candidates = byStep.get(step);
			if (candidates) {
				candidates.push(candidate);
			} else {
				byStep.set(step, [candidate]);
			}
		}
	}

	const isTop = operation !== 'bottomk';
	const chosen = new Map<Series, {steps: number[]; values: number[]}>();
	for (const [step, found] of [...byStep].toSorted(([a], [b]) => a - b)) {
		const candidates = found.toSorted((a, b) => {
			if (isLess(a.value, b.value)) {
				return isTop ? 1 : -1;
			}

			return isLess(b.value, a.value) ? (isTop ? -1 : 1) : 0;
		});
		for (const {series, value} of candidates.slice(0, parameter)) {
			const kept = chosen.get(series) ?? {steps: [], values: []};
			kept.steps.push(step);
			kept.values.push(value);
			chosen.set(series, kept);
		}
	}

	return [...chosen].map(([{labels}, {steps, values}]) => ({labels, steps, values}));
};

const sortedByFirst = (series: readonly Series[], isDescending: boolean): Series[] =>
	series.toSorted((a, b) => (isDescending ? b.values[0]! - a.values[0]! : a.values[0]! - b.values[0]!));

/** Evaluates a vector aggregation over series that are there already. */
export const aggregateSeries = (query: VectorAggregation, inner: readonly Series[]): Series[] => {
	const {operation, grouping} = query;
	switch (operation) {
		case 'sort':
		case 'sort_desc': {
			return sortedByFirst(inner, operation === 'sort_desc');
		}

		case 'topk':
		case 'bottomk':
		case 'approx_topk': {
			const chosen = groupSeries(inner, grouping).flatMap(group => selectExtremes(query, group));
			return sortedByFirst(chosen, operation !== 'bottomk');
		}

		default: {
			return groupSeries(inner, grouping).map(group => aggregateGroup(operation, group));
		}
	}
};
