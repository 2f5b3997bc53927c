import {eachMember, unescapeJson, type JsonValue} from './json-scan.js';
import type {LineState, Step} from './line-state.js';
import {sanitizeKey, sanitizePart, withoutReplacements} from './sanitize-key.js';

/** A scalar's value as a label has it. */
const scalarText = (line: string, {type, from, to}: JsonValue): string => {
	const raw = line.slice(from, to);
	return type === 'string' ? withoutReplacements(unescapeJson(raw) ?? '') : raw;
};

const isWanted = ({hints}: LineState, prefix: string): boolean => {
	if (!hints.required) {
		return true;
	}

	for (const name of hints.required) {
		if (name.startsWith(prefix)) {
			return true;
		}
	}

	return false;
};

/**
Makes labels of all scalars of a JSON line, nested ones with the names around theirs.
The paths, where given, take for each label the names that lead to it.
*/
export const extractJson = (state: LineState, paths?: Map<string, readonly string[]>): void => {
	const {line} = state;
	let isDone = false;
	const visit = (from: number, prefix: string, parents: readonly string[]): string | undefined => {
		let nestedError: string | undefined;
		const error = eachMember(line, from, (key, value) => {
			const name = prefix === '' ? sanitizeKey(key) : prefix + sanitizePart(key);
			if (value.type === 'object') {
				nestedError = isWanted(state, name) ? visit(value.from, `${name}_`, paths ? [...parents, key] : parents) : undefined;
				return nestedError === undefined && !isDone;
			}

			if (value.type !== 'array' && value.type !== 'null') {
				state.extract(name, scalarText(line, value));
				paths?.set(name, [...parents, key]);
			}

			isDone = state.isComplete;
			return !isDone;
		});
		return nestedError ?? error;
	};

	const error = visit(0, '', []);
	if (error !== undefined) {
		state.fail('JSONParserErr', error);
	}
};

/** The json parser without expressions. */
export const jsonStep: Step = state => {
	if (!state.isComplete) {
		extractJson(state);
	}

	return true;
};
