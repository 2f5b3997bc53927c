import {compileGoRegex} from '../go-regex/go-regex.js';
import type {Step} from './line-state.js';

/**
The regexp parser: each named group that matches becomes a label.

@throws Error where the expression is bad or names no group.
*/
export const regexpStep = (pattern: string): Step => {
	const {expression, groupNames} = compileGoRegex(pattern);
	const groups: Array<{index: number; name: string}> = [];
	for (const [index, name] of groupNames.entries()) {
		if (name === undefined) {
			continue;
		}

		if (/^\d/.test(name)) {
			throw new Error(`invalid extracted label name '${name}'`);
		}

		groups.push({index: index + 1, name});
	}

	if (groups.length === 0) {
		throw new Error('at least one named capture must be supplied');
	}

	return state => {
		if (state.hints.isIdle) {
			return true;
		}

		const match = expression.exec(state.line);
		if (match) {
			for (const {index, name} of groups) {
				state.extract(name, match[index] ?? '');
			}
		}

		return true;
	};
};
