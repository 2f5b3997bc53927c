import {parseGoFloat} from '../../../logql/go-float.js';
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
