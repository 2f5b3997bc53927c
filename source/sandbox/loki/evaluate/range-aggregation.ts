import {labelSet, type Label, type LabelSet} from '../labels.js';
import type {Grouping, RangeAggregation} from '../../../logql/ast.js';
import {aggregateWindow} from './over-time.js';
import {scanRange} from './range-source.js';
import {RangeWindows} from './range-windows.js';
import type {Source} from './select.js';
import {
	seriesLimitError,
	type SampleBudget,
	type Series,
	type StepGrid,
} from './series.js';
import {WindowSums} from './window-sums.js';

export type RangeContext = {
	readonly source: Source;
	readonly grid: StepGrid;
	readonly budget: SampleBudget;
	/** The most series that an answer may have. */
	readonly maxSeries: number;
};

export type RangeOptions = {
	/** The grouping of the sum around it, which Loki applies while it reads. */
	readonly outerGrouping?: Grouping;
	/** The series are part of the answer, and too many of them refused at once. */
	readonly isLimited: boolean;
};

const groupingOf = ({grouping}: RangeAggregation, {outerGrouping}: RangeOptions): Grouping | undefined => outerGrouping ?? grouping;

const limiter = ({maxSeries}: RangeContext, {isLimited}: RangeOptions, found: LabelSet[]) => (labels: LabelSet): void => {
	found.push(labels);
	if (isLimited && found.length > maxSeries) {
		throw seriesLimitError(maxSeries);
	}
};

/** Counts and bytes: sums that need no second look at the entries. */
const sumWindows = (query: RangeAggregation, context: RangeContext, options: RangeOptions): Series[] => {
	const {operation, range} = query;
	const {grid, budget} = context;
	const windows = new RangeWindows(grid, range.rangeNs, range.offsetNs);
	const found: LabelSet[] = [];
	const sums: WindowSums[] = [];
	const onGroup = limiter(context, options, found);
	scanRange({
		source: context.source,
		range,
		grouping: groupingOf(query, options),
		windows,
		isCountingBytes: operation === 'bytes_over_time' || operation === 'bytes_rate',
		onGroup(labels) {
			onGroup(labels);
			sums.push(new WindowSums(grid.count));
		},
		sink(group, stream, index, value) {
			const relativeNs = windows.relativeNs(stream, index);
			const first = windows.firstStep(relativeNs);
			const last = windows.lastStep(relativeNs);
			if (first <= last) {
				sums[group]!.add(first, last, value);
			}
		},
	});
	const perSecond = operation === 'rate' || operation === 'bytes_rate' ? range.rangeNs / 1e9 : 1;
	const series: Series[] = [];
	for (const [index, labels] of found.entries()) {
		const {steps, values} = sums[index]!.finish();
		budget.use(steps.length);
		series.push({labels, steps, values: perSecond === 1 ? values : values.map(value => value / perSecond)});
	}

	return series;
};

type Collected = {labels: LabelSet; times: number[]; values: number[]};

const inOrder = ({times, values}: Collected): {times: readonly number[]; values: readonly number[]} => {
	if (times.every((time, index) => index === 0 || times[index - 1]! <= time)) {
		return {times, values};
	}

	const order = times.map((_, index) => index).toSorted((a, b) => times[a]! - times[b]! || a - b);
	return {times: order.map(index => times[index]!), values: order.map(index => values[index]!)};
};

/** Aggregations over unwrapped values. */
const aggregateWindows = (query: RangeAggregation, context: RangeContext, options: RangeOptions): Series[] => {
	const {operation, range, parameter = 0} = query;
	const {grid, budget} = context;
	const windows = new RangeWindows(grid, range.rangeNs, range.offsetNs);
	const stepNs = grid.stepMs * 1e6;
	const found: LabelSet[] = [];
	const collected: Collected[] = [];
	const onGroup = limiter(context, options, found);
	scanRange({
		source: context.source,
		range,
		grouping: groupingOf(query, options),
		windows,
		isCountingBytes: false,
		onGroup(labels) {
			onGroup(labels);
			collected.push({labels, times: [], values: []});
		},
		sink(group, stream, index, value) {
			collected[group]!.times.push(windows.relativeNs(stream, index));
			collected[group]!.values.push(value);
		},
	});
	return collected.map((group): Series => {
		const samples = inOrder(group);
		const steps: number[] = [];
		const values: number[] = [];
		let from = 0;
		let to = 0;
		for (let step = 0; step < grid.count; step++) {
			const endNs = step * stepNs;
			while (to < samples.times.length && samples.times[to]! <= endNs) {
				to++;
			}

			while (from < to && samples.times[from]! <= endNs - range.rangeNs) {
				from++;
			}

			if (!(from < to)) {
				continue;
			}

			steps.push(step);
			values.push(aggregateWindow(operation, parameter, {
				samples, from, to, rangeSeconds: range.rangeNs / 1e9,
			}));
		}

		budget.use(steps.length);
		return {labels: group.labels, steps, values};
	});
};

/** The labels of absent_over_time: those that the selector asks to be equal to one value. */
const absentLabels = ({range}: RangeAggregation): LabelSet => {
	const equal = new Map<string, string>();
	const ambiguous = new Set<string>();
	for (const {name, operator, value} of range.query.matchers) {
		if (operator === '=' && !equal.has(name)) {
			equal.set(name, value);
		} else {
			ambiguous.add(name);
		}
	}

	return labelSet([...equal].filter(([name]): boolean => !ambiguous.has(name)) as Label[]);
};

const absentWindows = (query: RangeAggregation, context: RangeContext): Series[] => {
	const present = new Set<number>();
	const options: RangeOptions = {isLimited: false, outerGrouping: {isWithout: false, names: []}};
	const counted = query.range.unwrap ? aggregateWindows(query, context, options) : sumWindows(query, context, options);
	for (const {steps} of counted) {
		for (const step of steps) {
			present.add(step);
		}
	}

	const steps: number[] = [];
	for (let step = 0; step < context.grid.count; step++) {
		if (!present.has(step)) {
			steps.push(step);
		}
	}

	return steps.length > 0 ? [{labels: absentLabels(query), steps, values: steps.map(() => 1)}] : [];
};

/** Evaluates a range aggregation at every step. Throws LokiError where a line's error is not filtered out. */
export const evaluateRange = (query: RangeAggregation, context: RangeContext, options: RangeOptions): Series[] => {
	if (query.operation === 'absent_over_time') {
		return absentWindows(query, context);
	}

	const series = query.range.unwrap ? aggregateWindows(query, context, options) : sumWindows(query, context, options);
	return series.filter(({steps}) => steps.length > 0);
};
