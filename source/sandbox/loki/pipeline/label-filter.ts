import {applyComparison} from '../../../logql/operators.js';
import type {LabelFilter} from '../../../logql/ast.js';
import {parseBytes} from '../../../logql/bytes.js';
import {parseGoDuration} from '../../../logql/duration.js';
import {quote} from '../../../logql/go-strings.js';
import {parseGoFloat} from '../../../logql/go-float.js';
import {compileMatcher} from '../evaluate/compile-matcher.js';
import {ipMatcher} from './ip.js';
import type {Step} from './line-state.js';

type Compared = Extract<LabelFilter, {type: 'number' | 'duration' | 'bytes'}>;

const readers: Readonly<Record<Compared['type'], (text: string) => number | undefined>> = {
	number: parseGoFloat,
	duration: parseGoDuration,
	bytes: parseBytes,
};

/** What Go says of a value that is no number, duration or size. */
export const conversionError = (type: Compared['type'], text: string): string => {
	switch (type) {
		case 'number': {
			return `strconv.ParseFloat: parsing ${quote(text)}: invalid syntax`;
		}

		case 'duration': {
			return `time: invalid duration ${quote(text)}`;
		}

		case 'bytes': {
			return /^[\d,.]/.test(text)
				? `unhandled size name: ${text.replace(/^[\d,.]+/, '').trim().toLowerCase()}`
				: 'strconv.ParseFloat: parsing "": invalid syntax';
		}
	}
};

const comparedStep = ({
	type, name, operator, value,
}: Compared): Step => {
	const read = readers[type];
	return state => {
		// With an error on the line, only filters on strings take it away.
		if (state.error !== '') {
			return true;
		}

		const text = state.get(name);
		if (text === undefined) {
			return false;
		}

		const number = read(text);
		if (number === undefined) {
			state.fail('LabelFilterErr', conversionError(type, text));
			return true;
		}

		return applyComparison(operator, number, value);
	};
};

/**
A label filter.

@throws Error where an ip() pattern is none.
*/
export const labelFilterStep = (filter: LabelFilter): Step => {
	switch (filter.type) {
		case 'string': {
			const {name, matches} = compileMatcher(filter.matcher);
			return state => matches(state.valueOf(name));
		}

		case 'ip': {
			const matcher = ipMatcher(filter.text);
			const isWanted = filter.operator === '=';
			return state => {
				if (state.error !== '') {
					return true;
				}

				const text = state.get(filter.name);
				return text !== undefined && matcher.isIn(text) === isWanted;
			};
		}

		case 'and': {
			const left = labelFilterStep(filter.left);
			const right = labelFilterStep(filter.right);
			return state => {
				const isLeft = left(state);
				return right(state) && isLeft;
			};
		}

		case 'or': {
			const left = labelFilterStep(filter.left);
			const right = labelFilterStep(filter.right);
			return state => left(state) || right(state);
		}

		case 'number':
		case 'duration':
		case 'bytes': {
			return comparedStep(filter);
		}
	}
};

/** The labels that a filter looks at. */
export const filteredNames = (filter: LabelFilter): string[] => {
	switch (filter.type) {
		case 'string': {
			return [filter.matcher.name];
		}

		case 'and':
		case 'or': {
			return [...filteredNames(filter.left), ...filteredNames(filter.right)];
		}

		case 'ip':
		case 'number':
		case 'duration':
		case 'bytes': {
			return [filter.name];
		}
	}
};
