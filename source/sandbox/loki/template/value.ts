import {GoTime} from './go-time.js';

/** What a template computes with. A list and a map come from fromJson. */
export type Value = string | number | boolean | undefined | GoTime | readonly Value[] | ReadonlyMap<string, Value>;

const isMap = (value: Value): value is ReadonlyMap<string, Value> => value instanceof Map;

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** Whether Go's templates take a value for true. */
export const isTruthy = (value: Value): boolean => {
	if (Array.isArray(value)) {
		return value.length > 0;
	}

	return value instanceof Map ? value.size > 0 : Boolean(value);
};

/** A value as a template prints it. */
export const printValue = (value: Value): string => {
	if (value === undefined) {
		return '<no value>';
	}

	if (value instanceof GoTime) {
		return value.format('2006-01-02 15:04:05.999999999 -0700 MST');
	}

	if (isList(value)) {
		return `[${value.map(item => printValue(item)).join(' ')}]`;
	}

	if (isMap(value)) {
		const members = [...value].toSorted(([a], [b]) => (a < b ? -1 : 1));
		return `map[${members.map(([key, member]) => `${key}:${printValue(member)}`).join(' ')}]`;
	}

	return String(value);
};
