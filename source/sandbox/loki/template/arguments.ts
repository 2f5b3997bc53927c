import {parseGoFloat} from '../../../logql/go-float.js';
import {TemplateError} from './template-error.js';
import {printValue, type Value} from './value.js';

/** Arguments read leniently, as the cast library that Loki's functions use does. */
export const text = (value: Value): string => (value === undefined ? '' : printValue(value));

export const float = (value: Value): number => {
	if (typeof value === 'number') {
		return value;
	}

	if (typeof value === 'boolean') {
		return value ? 1 : 0;
	}

	return (typeof value === 'string' ? parseGoFloat(value.trim()) : undefined) ?? 0;
};

export const integer = (value: Value): number => {
	if (typeof value === 'string') {
		return /^[+-]?\d+(?:\.0*)?$/.test(value) ? Math.trunc(Number(value)) : 0;
	}

	return Math.trunc(float(value));
};

/** A string that Go would not convert from another type. */
export const requireText = (name: string, value: Value): string => {
	if (typeof value !== 'string') {
		throw new TemplateError(`wrong type for value; expected string; got ${typeof value} in ${name}`);
	}

	return value;
};
