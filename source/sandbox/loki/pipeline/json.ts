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

/** The json parser without expressions: every scalar of the line becomes a label, nested ones with their path. */
export const jsonStep: Step = state => {
	if (state.isComplete) {
		return true;
	}

	const {line} = state;
	let isDone = false;
	const visit = (from: number, prefix: string): string | undefined => {
		let nestedError: string | undefined;
		const error = eachMember(line, from, (key, value) => {
			if (value.type === 'object') {
				const path = prefix === '' ? sanitizeKey(key) : prefix + sanitizePart(key);
				nestedError = isWanted(state, path) ? visit(value.from, `${path}_`) : undefined;
				return nestedError === undefined && !isDone;
			}

			if (value.type !== 'array' && value.type !== 'null') {
				state.extract(prefix === '' ? sanitizeKey(key) : prefix + sanitizePart(key), scalarText(line, value));
			}

			isDone = state.isComplete;
			return !isDone;
		});
		return nestedError ?? error;
	};

	const error = visit(0, '');
	if (error !== undefined) {
		state.fail('JSONParserErr', error);
	}

	return true;
};
