import {eachMember, jsonErrors, unescapeJson} from './json-scan.js';
import type {Step} from './line-state.js';
import {sanitizeKey, withoutReplacements} from './sanitize-key.js';

/** The unpack parser: the members of a packed line become labels, and its _entry the line. */
export const unpackStep: Step = state => {
	const {line} = state;
	if (line === '' || state.isComplete) {
		return true;
	}

	if (!line.startsWith('{')) {
		state.fail('JSONParserErr', 'expecting json object(6), but it is not');
		return true;
	}

	const members: Array<[string, string]> = [];
	let entry: string | undefined;
	let isBad = false;
	const error = eachMember(line, 0, (key, {type, from, to}) => {
		if (type !== 'string') {
			return true;
		}

		const value = unescapeJson(line.slice(from, to));
		if (key === '_entry') {
			isBad = value === undefined;
			entry = value;
		} else {
			members.push([key, withoutReplacements(value ?? '')]);
		}

		return !isBad;
	});
	if (error !== undefined || isBad) {
		state.fail('JSONParserErr', error ?? jsonErrors.escape);
		return true;
	}

	if (entry !== undefined) {
		for (const [key, value] of members) {
			state.extract(sanitizeKey(key), value);
		}

		state.line = entry;
	}

	return true;
};
