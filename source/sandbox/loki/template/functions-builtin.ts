import {quote} from '../../../logql/go-strings.js';
import {integer, text} from './arguments.js';
import {sprintf} from './sprintf.js';
import {TemplateError} from './template-error.js';
import {fixed, variadic, type TemplateFunction} from './template-function.js';
import {isTruthy, printValue, type Value} from './value.js';

const compare = (a: Value, b: Value): number => {
	if (typeof a !== typeof b || (typeof a !== 'string' && typeof a !== 'number')) {
		throw new TemplateError('incompatible types for comparison');
	}

	if (a === b) {
		return 0;
	}

	return a < (b as typeof a) ? -1 : 1;
};

const isEqual = (a: Value, b: Value): boolean => {
	if (a !== undefined && b !== undefined && typeof a !== typeof b) {
		throw new TemplateError('incompatible types for comparison');
	}

	return a === b;
};

const index = (values: readonly Value[]): Value => {
	let [value] = values;
	for (const key of values.slice(1)) {
		if (Array.isArray(value)) {
			const at = integer(key);
			if (at < 0 || at >= value.length) {
				throw new TemplateError('error calling index: reflect: slice index out of range');
			}

			value = value[at] as Value;
		} else if (value instanceof Map) {
			value = (value as ReadonlyMap<string, Value>).get(text(key));
		} else {
			throw new TemplateError(`error calling index: can't index item of type ${typeof value}`);
		}
	}

	return value;
};

const length = (value: Value): number => {
	if (typeof value === 'string') {
		return new TextEncoder().encode(value).length;
	}

	if (Array.isArray(value)) {
		return value.length;
	}

	if (value instanceof Map) {
		return value.size;
	}

	throw new TemplateError(`error calling len: len of type ${typeof value}`);
};

const slice = ([value, from, to]: readonly Value[]): Value => {
	const source = Array.isArray(value) ? value as readonly Value[] : text(value);
	const end = to === undefined ? source.length : integer(to);
	const start = from === undefined ? 0 : integer(from);
	if (start < 0 || end > source.length || start > end) {
		throw new TemplateError(`error calling slice: index out of range: ${start}`);
	}

	return source.slice(start, end);
};

const print = (values: readonly Value[]): string => {
	let printed = '';
	for (const [position, value] of values.entries()) {
		const isSpaced = position > 0 && typeof value !== 'string' && typeof values[position - 1] !== 'string';
		printed += (isSpaced ? ' ' : '') + printValue(value);
	}

	return printed;
};

/** The functions that every Go template has. `and` and `or` are called with all their arguments computed. */
export const builtinFunctions: Readonly<Record<string, TemplateFunction>> = {
	and: variadic(1, values => values.find(value => !isTruthy(value)) ?? (values.every(value => isTruthy(value)) ? values.at(-1) : values.find(value => !isTruthy(value)))),
	or: variadic(1, values => values.find(value => isTruthy(value)) ?? values.at(-1)),
	not: fixed(1, ([value]) => !isTruthy(value)),
	eq: variadic(2, ([first, ...others]) => others.some(other => isEqual(first, other))),
	ne: fixed(2, ([a, b]) => !isEqual(a, b)),
	lt: fixed(2, ([a, b]) => compare(a, b) < 0),
	le: fixed(2, ([a, b]) => compare(a, b) <= 0),
	gt: fixed(2, ([a, b]) => compare(a, b) > 0),
	ge: fixed(2, ([a, b]) => compare(a, b) >= 0),
	index: variadic(1, index),
	len: fixed(1, ([value]) => length(value)),
	slice: variadic(1, slice),
	print: variadic(0, print),
	println: variadic(0, values => `${values.map(value => printValue(value)).join(' ')}\n`),
	printf: variadic(1, ([format, ...values]) => sprintf(text(format), values)),
	html: fixed(1, ([value]) => text(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;').replaceAll('\'', '&#39;')),
	js: fixed(1, ([value]) => quote(text(value)).slice(1, -1)),
	urlquery: variadic(1, values => encodeURIComponent(print(values)).replaceAll('%20', '+')),
};
