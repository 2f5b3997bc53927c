import {emptyLabelSet} from '../labels.js';
import type {
	BinaryOperation,
	Grouping,
	MetricQuery,
	VectorAggregation,
} from '../../../logql/ast.js';
import {combineSets, combineWithScalar} from './binary.js';
import {replaceLabels} from './label-replace.js';
import {evaluateRange, type RangeContext} from './range-aggregation.js';
import {seriesLimitError, type Series} from './series.js';
import {aggregateSeries} from './vector-aggregation.js';
import {combineVectors} from './vector-matching.js';

/** A number that is the same at every step, or series. */
export type MetricResult =
	| {readonly type: 'scalar'; readonly value: number}
	| {readonly type: 'vector'; readonly series: readonly Series[]};

/** Range aggregations whose grouping Loki takes from the sum around them. */
const groupedBySum: ReadonlySet<string> = new Set(['bytes_over_time', 'bytes_rate', 'sum_over_time', 'rate', 'count_over_time']);

const noGrouping: Grouping = {isWithout: false, names: []};

const constantSeries = (value: number, {grid, budget}: RangeContext): Series => {
	budget.use(grid.count);
	const steps = Array.from({length: grid.count}, (_, step) => step);
	return {labels: emptyLabelSet, steps, values: steps.map(() => value)};
};

const requireFewSeries = (series: readonly Series[], {maxSeries}: RangeContext): readonly Series[] => {
	if (series.length > maxSeries) {
		throw seriesLimitError(maxSeries);
	}

	return series;
};

const evaluateAggregation = (query: VectorAggregation, context: RangeContext): readonly Series[] => {
	const {inner, operation, grouping} = query;
	if (inner.type === 'range' && operation === 'sum' && groupedBySum.has(inner.operation)) {
		const series = evaluateRange(inner, context, {outerGrouping: grouping ?? noGrouping, isLimited: true});
		return aggregateSeries(query, series);
	}

	// Loki evaluates these over shards, whose answers are limited as any other answer is.
	const isInnerLimited = ['topk', 'bottomk', 'approx_topk', 'sort', 'sort_desc', 'stddev', 'stdvar'].includes(operation);
	const result = evaluateMetric(inner, context, isInnerLimited);
	const series = result.type === 'scalar' ? [constantSeries(result.value, context)] : result.series;
	return aggregateSeries(query, series);
};

const evaluateBinary = (query: BinaryOperation, context: RangeContext): MetricResult => {
	const left = evaluateMetric(query.left, context, true);
	const right = evaluateMetric(query.right, context, true);
	if (left.type === 'vector' && right.type === 'vector') {
		const isSet = ['and', 'or', 'unless'].includes(query.operator);
		return {type: 'vector', series: (isSet ? combineSets : combineVectors)(query, left.series, right.series)};
	}

	if (left.type === 'vector' && right.type === 'scalar') {
		return {type: 'vector', series: combineWithScalar(query, left.series, right.value, false)};
	}

	if (left.type === 'scalar' && right.type === 'vector') {
		return {type: 'vector', series: combineWithScalar(query, right.series, left.value, true)};
	}

	throw new TypeError('two numbers are made one when a query is parsed');
};

/**
Evaluates a metric query at every step.

With isLimited, its series count against the limit of series.
@throws LokiError in Loki's words.
*/
export const evaluateMetric = (query: MetricQuery, context: RangeContext, isLimited = true): MetricResult => {
	switch (query.type) {
		case 'literal': {
			return {type: 'scalar', value: query.value};
		}

		case 'vector': {
			return {type: 'vector', series: [constantSeries(query.value, context)]};
		}

		case 'range': {
			return {type: 'vector', series: evaluateRange(query, context, {isLimited})};
		}

		case 'aggregation': {
			return {type: 'vector', series: requireFewSeries(evaluateAggregation(query, context), context)};
		}

		case 'label-replace': {
			const inner = evaluateMetric(query.inner, context, isLimited);
			return inner.type === 'scalar' ? inner : {type: 'vector', series: replaceLabels(query, inner.series)};
		}

		case 'binary': {
			const result = evaluateBinary(query, context);
			return result.type === 'scalar' ? result : {type: 'vector', series: requireFewSeries(result.series, context)};
		}
	}
};
