import {float, integer} from './arguments.js';
import {TemplateError} from './template-error.js';
import {fixed, variadic, type TemplateFunction} from './template-function.js';

const requireDivisor = (name: string, divisor: number): number => {
	if (divisor === 0) {
		throw new TemplateError(`error calling ${name}: runtime error: integer divide by zero`);
	}

	return divisor;
};

const round = (value: number, places: number): number => {
	const scale = 10 ** places;
	const scaled = value * scale;
	const whole = Math.trunc(scaled);
	return (Math.abs(scaled - whole) >= 0.5 ? whole + Math.sign(scaled) : whole) / scale;
};

/** Functions on numbers: whole ones, and those with an f for fractions. */
export const numberFunctions: Readonly<Record<string, TemplateFunction>> = {
	int: fixed(1, ([value]) => integer(value)),
	float64: fixed(1, ([value]) => float(value)),
	add: variadic(0, values => values.reduce<number>((total, value) => total + integer(value), 0)),
	sub: fixed(2, ([a, b]) => integer(a) - integer(b)),
	mul: variadic(1, values => values.reduce<number>((product, value) => product * integer(value), 1)),
	div: fixed(2, ([a, b]) => Math.trunc(integer(a) / requireDivisor('div', integer(b)))),
	mod: fixed(2, ([a, b]) => integer(a) % requireDivisor('mod', integer(b))),
	addf: variadic(0, values => values.reduce<number>((total, value) => total + float(value), 0)),
	subf: variadic(1, ([first, ...others]) => others.reduce<number>((rest, value) => rest - float(value), float(first))),
	mulf: variadic(1, values => values.reduce<number>((product, value) => product * float(value), 1)),
	divf: variadic(1, ([first, ...others]) => others.reduce<number>((rest, value) => rest / float(value), float(first))),
	max: variadic(1, values => Math.max(...values.map(value => integer(value)))),
	min: variadic(1, values => Math.min(...values.map(value => integer(value)))),
	maxf: variadic(1, values => Math.max(...values.map(value => float(value)))),
	minf: variadic(1, values => Math.min(...values.map(value => float(value)))),
	ceil: fixed(1, ([value]) => Math.ceil(float(value))),
	floor: fixed(1, ([value]) => Math.floor(float(value))),
	round: variadic(2, ([value, places]) => round(float(value), integer(places))),
};
