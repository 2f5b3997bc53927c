import type {LabelSet} from '../labels.js';
import type {BinaryOperation, VectorMatching} from '../../../logql/ast.js';
import {applyArithmetic, applyComparison} from '../../../logql/operators.js';
import type {Series} from './series.js';

const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '>=', '<', '<=']);

/** What an operation makes of two samples; undefined where the sample goes. */
export const combine = (operator: string, isBool: boolean, left: number, right: number, kept: number): number | undefined => {
	if (!comparisons.has(operator)) {
		return applyArithmetic(operator, left, right);
	}

	const isTrue = applyComparison(operator, left, right);
	if (isBool) {
		return isTrue ? 1 : 0;
	}

	return isTrue ? kept : undefined;
};

/** A vector and a number. A comparison that filters keeps the vector's sample. */
export const combineWithScalar = (
	{operator, matching}: BinaryOperation,
	series: readonly Series[],
	scalar: number,
	isScalarLeft: boolean,
): Series[] => {
	const {isBool} = matching;
	const combineOne = ({labels, steps, values}: Series): Series => {
		const keptSteps: number[] = [];
		const keptValues: number[] = [];
		for (const [index, step] of steps.entries()) {
			const value = values[index]!;
			const result = isScalarLeft
				? combine(operator, isBool, scalar, value, value)
				: combine(operator, isBool, value, scalar, value);
			if (result === undefined) {
				continue;
			}

			keptSteps.push(step);
			keptValues.push(result);
		}

		return {labels, steps: keptSteps, values: keptValues};
	};

	return series.map(one => combineOne(one)).filter(({steps}) => steps.length > 0);
};

/** The labels that two series have to share, as one string. */
export const signatureOf = ({labels}: LabelSet, {isOn, names}: VectorMatching): string => {
	const wanted = new Set(names);
	return JSON.stringify(labels.filter(([name]) => wanted.has(name) === isOn));
};

/** `and`, `or`, `unless`, step by step, by the labels that they match on. */
export const combineSets = ({operator, matching}: BinaryOperation, left: readonly Series[], right: readonly Series[]): Series[] => {
	const present = (series: readonly Series[]): Map<string, Set<number>> => {
		const stepsOf = new Map<string, Set<number>>();
		for (const {labels, steps} of series) {
			const signature = signatureOf(labels, matching);
			const found = stepsOf.get(signature) ?? new Set();
			for (const step of steps) {
				found.add(step);
			}

			stepsOf.set(signature, found);
		}

		return stepsOf;
	};

	const keep = (series: readonly Series[], other: ReadonlyMap<string, ReadonlySet<number>>, isWanted: boolean): Series[] => {
		const kept: Series[] = [];
		for (const one of series) {
			const steps = other.get(signatureOf(one.labels, matching));
			const indexes = one.steps.map((_, index) => index).filter(index => (steps?.has(one.steps[index]!) ?? false) === isWanted);
			if (indexes.length > 0) {
				kept.push({
					labels: one.labels,
					steps: indexes.map(index => one.steps[index]!),
					values: indexes.map(index => one.values[index]!),
				});
			}
		}

		return kept;
	};

	return operator === 'or' ? [...left, ...keep(right, present(left), false)] : keep(left, present(right), operator === 'and');
};
