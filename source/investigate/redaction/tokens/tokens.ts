import {escapeRegex} from '../../../terminal/escape-regex.js';
import {classChanges, isNameLike} from '../shape.js';
import type {Rule} from '../spans.js';
import {tokenFormats} from './token-formats.js';

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
const beginningPattern = new RegExp(`(?<![0-9A-Za-z])(?:${[...bodies.keys()].toSorted((a, b) => b.length - a.length).map(beginning => escapeRegex(beginning)).join('|')})`, 'g');

const isWordCode = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** Names are written with the same beginnings: `sk-some-service`, `re_index_all`. */
const isName = (body: string): boolean => {
	const head = body.slice(0, 64);
	return /\d/.test(head) ? isNameLike(head) : !/[a-z]/.test(head) || !/[A-Z]/.test(head) || classChanges(head) / head.length <= 0.2;
};

/** The token that begins at an index, by the first body that fits. */
const tokenAt = (text: string, from: number, beginning: string): {readonly kind: string; readonly end: number} | undefined => {
	for (const {kind, pattern} of bodies.get(beginning) ?? []) {
		pattern.lastIndex = from;
		const body = pattern.exec(text)?.[0] ?? '';
		const end = from + body.length;
		const goesOn = body.length < 20 && isWordCode(text.charCodeAt(end)) && isWordCode(text.charCodeAt(end - 1));
		if (body !== '' && !goesOn && (kind === 'AWS_KEY_ID' || !isName(body))) {
			return {kind, end};
		}
	}

	return undefined;
};

/** Tokens of vendors, wherever they stand. */
export const findTokens: Rule = (text, found) => {
	beginningPattern.lastIndex = 0;
	for (let match = beginningPattern.exec(text); match; match = beginningPattern.exec(text)) {
		const token = tokenAt(text, match.index + match[0].length, match[0]);
		if (!token) {
			continue;
		}

		found(token.kind, match.index, token.end);
		beginningPattern.lastIndex = token.end;
	}
};
