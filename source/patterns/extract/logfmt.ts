import {unescape, type Fields} from './json.js';

/** Pairs that a line must begin with to be taken for logfmt. */
const minPairs = 2;
const maxFields = 100;
const pairExpression = /\s*([@a-z_][\w\-./@]{0,60})=(?:"((?:[^"\\]|\\.)*)"?|([^\s"]*))(?=\s|$)/isy;

/** Reads the pairs of a line that is nothing but `key=value key="a value"`; undefined for any other line. */
export function readLogfmt(text: string): Fields | undefined {
	const fields = new Map<string, string>();
	pairExpression.lastIndex = 0;
	let end = 0;
	while (fields.size < maxFields) {
		const found = pairExpression.exec(text);
		if (!found) {
			break;
		}

		end = pairExpression.lastIndex;
		const [, key = '', quoted, bare = ''] = found;
		if (!fields.has(key)) {
			fields.set(key, quoted === undefined ? bare : unescape(quoted));
		}
	}

	const rest = text.slice(end).trim();
	return fields.size >= minPairs && (rest === '' || fields.size >= maxFields) ? fields : undefined;
}
