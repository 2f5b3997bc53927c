import {wildcard} from '../scan/state.js';
import {keyWildcard} from './key-marks.js';
import {isOutcome, isTelling} from './words.js';

const closers: ReadonlyMap<string, string> = new Map([['[', ']'], ['{', '}'], ['(', ')']]);
/** Deeper than this, brackets are text. */
const maxDepth = 12;
/** Longer items are printed objects of their own, not values. */
const longestValue = 60;
const brackets = /[([{]/;
/** The key of an entry that is put together of variables: `7:gold={...}`. */
const keyOfVariables = /^(\s*<\*>:)[\w-]{1,60}(?==)/;
const valueExpression = /^["']?(?:[\w\p{Letter}#$%+\-./@]|<\*>:?)+["']?$/u;
/** `=`, `: ` or `":`, behind which a list is the value of the name before. */
const signBehindName = /([\w\-.]{1,40})["']?\s?[:=]\s?$/;
const fieldExpression = /([\w\-.]{1,40})=([a-z][\w-]{0,60})(?=[),\]}]|$)/gi;
/** A key whose value tells what happened in a sentence, and of what sort a thing is in an object within an object. */
const sortKey = /(?:^|[-._]|(?<=[a-z]))(?:type|kind|category|method|mode|logger|component|module|desc|description|detail|details|phase|stage|step)$/i;
const pieceExpression = /([\s"'(),.:;<=>[\]`{|}]+)/;

/** A bracket that is open, and what stands in it. */
type Group = {
	readonly opener: string;
	/** What stood before the bracket. */
	readonly before: string;
	readonly items: string[];
	current: string;
};

/**
Folds what a program prints of its objects, in a masked text: a list of words is a variable (`[<*>]`), entries of one shape are one entry however many there are,
and values in which they differ are variables. What says how it went stays. Brackets that do not match are text.
*/
export function foldStructures(masked: string): string {
	if (!brackets.test(masked)) {
		return masked;
	}

	const open: Group[] = [{
		opener: '', before: '', items: [], current: '',
	}];
	for (const part of masked.split(/([(),[\]{}])/)) {
		const group = open.at(-1)!;
		const closer = closers.get(group.opener);
		if (closers.has(part) && open.length < maxDepth) {
			open.push({
				opener: part, before: group.current, items: [], current: '',
			});
			group.current = '';
		} else if (part === closer) {
			open.pop();
			open.at(-1)!.current = group.before + group.opener + fold(group, open) + closer;
		} else if (part === ',' && group.opener !== '') {
			group.items.push(group.current);
			group.current = '';
		} else {
			group.current += part;
		}
	}

	return closeAll(open);
}

/** Brackets that were not closed are text; but a text that was cut in a list of entries of one shape is closed behind the last whole one. */
function closeAll(open: readonly Group[]): string {
	let text = '';
	let isClosed = false;
	for (const {opener, before, items, current} of open.toReversed()) {
		const entries = opener === '[' && items.length > 1 ? foldEntries(items) : items;
		const isCutList = entries.length < items.length;
		isClosed ||= isCutList;
		text = before + opener + (isCutList ? entries : [...items, current + text]).join(',') + (isClosed ? closers.get(opener) ?? '' : '');
	}

	return text;
}

/** `Name(...)`, `name={...}`: an object as a program prints it. */
const isObject = ({opener, before}: Group): boolean => opener !== '[' && opener !== '' && /[\w=>]$|[:=]\s$/.test(before);

/** What a bracket holds, folded. */
function fold(group: Group, around: readonly Group[]): string {
	const {opener, before, items, current} = group;
	const all = [...items, current];
	if (isListOfValues(opener, before, all)) {
		return wildcard;
	}

	const entries = opener === '{' ? all.map(item => item.replace(keyOfVariables, (_, start: string) => start + wildcard)) : all;
	const plain = isObject(group) && around.some(one => isObject(one)) ? entries.map(item => withoutSorts(item)) : entries;
	return foldEntries(plain).join(',');
}

/** Several words between commas, or one behind a name, none of which says how it went. */
function isListOfValues(opener: string, before: string, items: readonly string[]): boolean {
	if (opener !== '[') {
		return false;
	}

	const values = items.map(item => item.trim());
	const name = signBehindName.exec(before)?.[1];
	const isPlace = items.length > 1 ? name === undefined || !isTelling(name) : name !== undefined && !isTelling(name);
	return isPlace && values.every(value => value.length <= longestValue && valueExpression.test(value) && !isOutcome(value.replaceAll(/["']/g, '')));
}

/** Entries of one shape that follow each other become one. */
function foldEntries(items: readonly string[]): readonly string[] {
	const kept: string[] = [];
	for (const item of items) {
		const last = kept.at(-1);
		const common = last === undefined ? undefined : commonShape(last, item);
		if (common === undefined) {
			kept.push(item);
		} else {
			kept[kept.length - 1] = common;
		}
	}

	return kept;
}

/** What two entries have in common, with wildcards where their values differ; undefined where they are of other shapes, or one value. */
function commonShape(first: string, second: string): string | undefined {
	const space = /^\s*/.exec(first)?.[0] ?? '';
	const ours = first.trim();
	const theirs = second.trim();
	if (!/[(:=[{]/.test(ours)) {
		return undefined;
	}

	if (ours === theirs) {
		return first;
	}

	const left = piecesOf(ours);
	const right = piecesOf(theirs);
	if (left.length !== right.length) {
		return undefined;
	}

	const merged: string[] = [];
	for (const [index, piece] of left.entries()) {
		const other = right[index]!;
		const isValue = index % 2 === 0 && /[:=]\s?["']?$/.test(left[index - 1] ?? '') && !(left[index + 1] ?? '').startsWith('=');
		const isSame = piece === other;
		if (!isSame && (!isValue || isOutcome(piece) || isOutcome(other) || (isTelling(left[index - 2] ?? '') && !sortKey.test(left[index - 2] ?? '')))) {
			return undefined;
		}

		merged.push(isSame ? piece : keyWildcard);
	}

	return space + merged.join('').replaceAll(keyWildcard, () => wildcard);
}

const piecesOf = (entry: string): readonly string[] => entry.replaceAll(wildcard, () => keyWildcard).split(pieceExpression);

/** In an object within an object, of what sort it is does not tell what happened. */
const withoutSorts = (item: string): string => item.replaceAll(fieldExpression, (whole, key: string, value: string) => sortKey.test(key) && !isOutcome(value) ? `${key}=${wildcard}` : whole);
