import {LokiError} from '../http/loki-error.js';
import {
	labelSet,
	labelValue,
	type Label,
	type LabelSet,
} from '../labels.js';
import type {BinaryOperation} from '../../../logql/ast.js';
import {combine, signatureOf} from './binary.js';
import type {Series} from './series.js';

type Combined = {readonly labels: LabelSet; readonly samples: Map<number, number>};

const resultLabels = (operation: BinaryOperation, many: LabelSet, one: LabelSet): LabelSet => {
	const {
		group, isOn, names, include,
	} = operation.matching;
	if (group === 'one-to-one') {
		const matched = new Set(names);
		return labelSet(many.labels.filter(([name]) => matched.has(name) === isOn));
	}

	const included = include.map((name): Label => [name, labelValue(one, name)]).filter(([, value]) => value !== '');
	const replaced = new Set(include);
	return labelSet([...many.labels.filter(([name]) => !replaced.has(name)), ...included]);
};

/** Whether two series have a step in common. */
const overlaps = (a: Series, b: Series): boolean => {
	const steps = new Set(a.steps);
	return b.steps.some(step => steps.has(step));
};

/** The series of the side that may not have two of one signature, by signature. */
const uniqueSide = ({matching}: BinaryOperation, series: readonly Series[]): Map<string, Series[]> => {
	const bySignature = new Map<string, Series[]>();
	for (const one of series) {
		const signature = signatureOf(one.labels, matching);
		const found = bySignature.get(signature) ?? [];
		if (found.some(other => overlaps(other, one))) {
			const side = matching.group === 'right' ? 'left' : 'right';
			throw new LokiError(500, `found duplicate series on the ${side} hand-side;many-to-many matching not allowed: matching labels must be unique on one side`);
		}

		bySignature.set(signature, [...found, one]);
	}

	return bySignature;
};

/** Combines two series step by step into the samples of their result. */
const combinePair = ({operator, matching}: BinaryOperation, many: Series, one: Series, {samples}: Combined): void => {
	const isRightMany = matching.group === 'right';
	const others = new Map(one.steps.map((step, index) => [step, one.values[index]!]));
	for (const [index, step] of many.steps.entries()) {
		const other = others.get(step);
		if (other === undefined) {
			continue;
		}

		const value = many.values[index]!;
		const [left, right] = isRightMany ? [other, value] : [value, other];
		const result = combine(operator, matching.isBool, left, right, left);
		if (result === undefined) {
			continue;
		}

		if (samples.has(step)) {
			throw new LokiError(500, matching.group === 'one-to-one'
				? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
				: 'multiple matches for labels: grouping labels must ensure unique matches');
		}

		samples.set(step, result);
	}
};

const toSeries = ({labels, samples}: Combined): Series => {
	const sorted = [...samples].toSorted(([a], [b]) => a - b);
	return {labels, steps: sorted.map(([step]) => step), values: sorted.map(([, value]) => value)};
};

/**
Arithmetic and comparisons between two vectors.

@throws LokiError where a series would meet several.
*/
export const combineVectors = (operation: BinaryOperation, left: readonly Series[], right: readonly Series[]): Series[] => {
	const [manySide, oneSide] = operation.matching.group === 'right' ? [right, left] : [left, right];
	const ones = uniqueSide(operation, oneSide);
	const combined = new Map<string, Combined>();
	for (const many of manySide) {
		for (const one of ones.get(signatureOf(many.labels, operation.matching)) ?? []) {
			const labels = resultLabels(operation, many.labels, one.labels);
			const found = combined.get(labels.key) ?? {labels, samples: new Map<number, number>()};
			combinePair(operation, many, one, found);
			combined.set(labels.key, found);
		}
	}

	return [...combined].map(([, one]) => toSeries(one)).filter(({steps}) => steps.length > 0);
};
