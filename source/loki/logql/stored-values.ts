import type {Query} from '../../logql/ast.js';
import {quote} from '../../logql/go-strings.js';
import {ParseError} from '../../logql/parse/parse-error.js';
import {parse} from '../../logql/parse/parse.js';
import {logQueriesIn} from '../../logql/walk.js';
import {
	escapeRegex,
	matcher,
	anyOf as anyOfStored,
	noneOf as noneOfStored,
} from '../../logql/write-matcher.js';

/** What may stand in a shown value for something else: a newline, spaces for tabs, pictures of control characters, hidden ones by their number, marks that were counted, and the end of one that was cut. */
const standIn = /[⏎\u{2400}-\u{241F}␡]| {4,}|<U\+([\dA-F]{4,6})>|…\+[\d,]+ marks?|…$/gu;
/** Most queries hold nothing of that, and need not be read. */
const mayStandIn = /[…⏎\u{2400}-\u{241F}␡]|<U\+| {4}/u;
const firstPicture = 0x24_00;
const lastCode = 0x10_FF_FF;
/** Label values are cut at 1024; at a whole character, which may be a little earlier. */
const surelyWhole = 1000;
const tabSpaces = 4;
/** Longer runs of spaces are taken for whole tabs, or none. */
const maxMixedSpaces = 16;

/** All ways to write a run of spaces with tabs. */
function spaceRuns(length: number): readonly string[] {
	if (length > maxMixedSpaces) {
		return [' '.repeat(length), '\t'.repeat(Math.floor(length / tabSpaces)) + ' '.repeat(length % tabSpaces)];
	}

	return length < tabSpaces ? [' '.repeat(length)] : [...spaceRuns(length - 1).map(rest => ` ${rest}`), ...spaceRuns(length - tabSpaces).map(rest => `\t${rest}`)];
}

/** What a piece of a shown value may stand for, as alternatives of a regular expression; undefined where only for itself. */
function meanings(piece: string, code: string | undefined, isCut: boolean): readonly string[] | undefined {
	const itself = escapeRegex(piece);
	if (piece.startsWith(' ')) {
		return spaceRuns(piece.length);
	}

	if (piece === '⏎') {
		return [itself, '\r?\n'];
	}

	if (piece === '␡') {
		return [itself, '\u{7F}'];
	}

	if (piece === '…') {
		return isCut ? [itself, '(?:.|\n)*'] : undefined;
	}

	if (piece.startsWith('…')) {
		return [itself, String.raw`\p{M}+`];
	}

	const point = code === undefined ? piece.codePointAt(0)! - firstPicture : Number.parseInt(code, 16);
	return point > lastCode ? undefined : [itself, escapeRegex(String.fromCodePoint(point))];
}

/**
A label's value is made safe where it comes in, and everything here knows it by that. This is the regular expression (RE2, anchored by Loki) of all values that are shown as this one: what to ask for in its place.
Undefined where the value can only be itself.
*/
export function storedPattern(shown: string): string | undefined {
	let pattern = '';
	let isChanged = false;
	let from = 0;
	for (const match of shown.matchAll(standIn)) {
		const found = meanings(match[0], match[1], shown.length >= surelyWhole);
		if (!found) {
			continue;
		}

		isChanged = true;
		pattern += `${escapeRegex(shown.slice(from, match.index))}(?:${found.join('|')})`;
		from = match.index + match[0].length;
	}

	return isChanged ? pattern + escapeRegex(shown.slice(from)) : undefined;
}

const isAnyStandIn = (values: readonly string[]): boolean => values.some(value => storedPattern(value) !== undefined);

const alternatives = (values: readonly string[]): string => values.map(value => storedPattern(value) ?? escapeRegex(value)).join('|');

/** A matcher for any of several values as they are shown; an empty one stands for streams without the label. */
export const anyOf = (name: string, values: readonly string[]): string => isAnyStandIn(values) ? matcher(name, '=~', alternatives(values)) : anyOfStored(name, values);

/** Matchers for anything but these values as they are shown; none for no values. */
export const noneOf = (name: string, values: readonly string[]): readonly string[] => isAnyStandIn(values) ? [matcher(name, '!~', alternatives(values))] : noneOfStored(name, values);

/** A query as it is sent: where a matcher of a stream selector names a value as it is shown, it asks for what Loki holds. What does not parse is sent as it is. */
export function withStoredValues(query: string): string {
	if (!mayStandIn.test(query)) {
		return query;
	}

	const parsed = parseOrNot(query);
	let result = query;
	for (const {name, operator, value, from, to} of (parsed ? logQueriesIn(parsed) : []).flatMap(({matchers}) => matchers).toReversed()) {
		const pattern = operator === '=' || operator === '!=' ? storedPattern(value) : undefined;
		if (pattern !== undefined) {
			result = `${result.slice(0, from)}${name}${operator === '=' ? '=~' : '!~'}${quote(pattern)}${result.slice(to)}`;
		}
	}

	return result;
}

function parseOrNot(query: string): Query | undefined {
	try {
		return parse(query);
	} catch (error) {
		if (error instanceof ParseError) {
			return undefined;
		}

		throw error;
	}
}
