import {cut} from '../cap-line.js';
import {wildcard} from '../scan/state.js';
import {keyWildcard} from './key-marks.js';
import {withoutUnits} from './normal-key.js';
import type {KeyWords} from './key-words.js';

const maxTemplateLength = 1000;
const nameBeforeWildcard = /[\w\-.]{1,60}:(?=<\*>)/;
const wordExpression = /((?:<\*>|[^\s!"&'()*,.:;<=>?[\\\]^`{|}]|(?<!\.)\.(?![\s.]|$))+)/;

/** A template of bounded length. */
export const capTemplate = (template: string): string => template.length > maxTemplateLength ? `${cut(template, maxTemplateLength)}…` : template;

/**
Puts wildcards in the places of some words of a key into its template, which has the same words in the same order.
A template may have more words than its key, for a key leaves out units and repeats: the how-manieth of its equals tells which one it is.
*/
export function putWildcards(template: string, {pieces}: KeyWords, indexes: readonly number[]): string {
	const parts = template.split(wordExpression);
	const places = indexes.map(index => placeOf(parts, pieces, index));
	for (const place of places) {
		if (place !== undefined) {
			parts[place] = wildcard;
		}
	}

	return parts.join('');
}

/** A template for two lines of one pattern: without the unit (`<*>ms`, `<*>s`) or the name (`disk:<*>`, `<*>`) in which they differ. */
export function reconcile(template: string, other: string): string {
	if (template === other) {
		return template;
	}

	const parts = template.split(/(\s+)/);
	const otherParts = other.split(/(\s+)/);
	return parts.length === otherParts.length
		? parts.map((part, index) => common(part, otherParts[index] ?? '')).join('')
		: template;
}

function common(part: string, other: string): string {
	if (part === other) {
		return part;
	}

	const bare = withoutUnits(part);
	if (bare === withoutUnits(other)) {
		return bare;
	}

	return bare.replace(nameBeforeWildcard, '') === other ? other : part;
}

function placeOf(parts: readonly string[], pieces: readonly string[], index: number): number | undefined {
	const word = (pieces[index] ?? '').replaceAll(keyWildcard, () => wildcard);
	let before = 0;
	for (let other = 1; other < index; other += 2) {
		before += pieces[other] === pieces[index] ? 1 : 0;
	}

	for (let part = 1; part < parts.length; part += 2) {
		if (parts[part] === word && before-- === 0) {
			return part;
		}
	}

	return undefined;
}
