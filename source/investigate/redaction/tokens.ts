import {classChanges, isNameLike} from './shape.js';
import type {Rule} from './spans.js';
import {tokenFormats} from './token-formats.js';

const escape = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

type Body = {readonly kind: string; readonly pattern: RegExp};

/** What may follow each beginning, in the order of the table. */
const bodies = new Map<string, readonly Body[]>();
for (const [kind, beginnings, rest] of tokenFormats) {
	const body = {kind, pattern: new RegExp(`(?:${rest})`, 'y')};
	for (const beginning of beginnings.split(/ +/)) {
		bodies.set(beginning, [...bodies.get(beginning) ?? [], body]);
	}
}

/** Longer ones first: `sk-ant-` is not `sk-`. */
const beginningPattern = new RegExp(`(?<![0-9A-Za-z])(?:${[...bodies.keys()].toSorted((a, b) => b.length - a.length).map(beginning => escape(beginning)).join('|')})`, 'g');

const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Names are written with the same beginnings: `sk-some-service`, `re_index_all`. */
const isName = (body: string): boolean => /\d/.test(body) ? isNameLike(body.slice(0, 64)) : !/[a-z]/.test(body) || !/[A-Z]/.test(body) || classChanges(body) / body.length <= 0.2;

/** Tokens of vendors, wherever they stand. */
export const findTokens: Rule = (text, found) => {
	beginningPattern.lastIndex = 0;
	for (let match = beginningPattern.exec(text); match; match = beginningPattern.exec(text)) {
		const from = match.index + match[0].length;
		for (const {kind, pattern} of bodies.get(match[0])!) {
			pattern.lastIndex = from;
			const body = pattern.exec(text)?.[0];
			if (body === undefined || (kind !== 'AWS_KEY_ID' && isName(body)) || (isWordCode(text.charCodeAt(from + body.length)) && isWordCode(body.charCodeAt(body.length - 1)) && body.length < 20)) {
				continue;
			}

			found(kind, match.index, from + body.length);
			beginningPattern.lastIndex = from + body.length;
			break;
		}
	}
};
