import {stripVTControlCharacters} from 'node:util';
import type {NamedMatcher} from '../logql/ast.js';
import {errorDetailsLabel, errorLabel, type Step} from './line-state.js';

/** Takes the colours out of a line. */
export const decolorizeStep: Step = state => {
	state.line = stripVTControlCharacters(state.line);
	return true;
};

/** Takes labels away, by name, or by name and value. */
export const dropStep = (names: readonly NamedMatcher[]): Step => state => {
	for (const {name, matcher} of names) {
		if (matcher && !matcher.matches(state.valueOf(name))) {
			continue;
		}

		if (name === errorLabel) {
			state.error = '';
		} else if (name === errorDetailsLabel) {
			state.errorDetails = '';
		} else if (!matcher || state.get(name) !== undefined) {
			state.delete(name);
		}
	}

	return true;
};

const special: ReadonlySet<string> = new Set([errorLabel, errorDetailsLabel, '__preserve_error__']);

/** Takes all labels away but those named. */
export const keepStep = (names: readonly NamedMatcher[]): Step => state => {
	for (const [name, value] of state.allLabels()) {
		if (special.has(name)) {
			continue;
		}

		const isKept = names.some(kept => kept.name === name && (kept.matcher?.matches(value) ?? true));
		if (!isKept) {
			state.delete(name);
		}
	}

	return true;
};
