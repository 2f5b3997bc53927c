import {stripVTControlCharacters} from 'node:util';
import type {NamedMatcher} from '../../../logql/ast.js';
import {compileMatcher} from '../evaluate/compile-matcher.js';
import {errorDetailsLabel, errorLabel, type Step} from './line-state.js';

/** Takes the colours out of a line. */
export const decolorizeStep: Step = state => {
	state.line = stripVTControlCharacters(state.line);
	return true;
};

/** The names with their matchers ready to run, where they have one. */
const compileNames = (names: readonly NamedMatcher[]) => names.map(({name, matcher}) => ({name, matches: matcher && compileMatcher(matcher).matches}));

/** Takes labels away, by name, or by name and value. */
export const dropStep = (names: readonly NamedMatcher[]): Step => {
	const dropped = compileNames(names);
	return state => {
		for (const {name, matches} of dropped) {
			if (matches && !matches(state.valueOf(name))) {
				continue;
			}

			if (name === errorLabel) {
				state.error = '';
			} else if (name === errorDetailsLabel) {
				state.errorDetails = '';
			} else if (!matches || state.get(name) !== undefined) {
				state.delete(name);
			}
		}

		return true;
	};
};

const special: ReadonlySet<string> = new Set([errorLabel, errorDetailsLabel, '__preserve_error__']);

/** Takes all labels away but those named. */
export const keepStep = (names: readonly NamedMatcher[]): Step => {
	const kept = compileNames(names);
	return state => {
		for (const [name, value] of state.allLabels()) {
			const isKept = special.has(name) || kept.some(one => one.name === name && (one.matches?.(value) ?? true));
			if (!isKept) {
				state.delete(name);
			}
		}

		return true;
	};
};
