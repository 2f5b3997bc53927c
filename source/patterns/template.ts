import {cut} from './cap-line.js';
import {keyWildcard, withoutUnits} from './normal-key.js';
import type {KeyWords} from './key-words.js';
import {wildcard} from './scan-state.js';

const maxTemplateLength = 1000;
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

/** A template for two lines of one pattern: without a unit in which they differ (`<*>ms`, `<*>s`). */
export function reconcile(template: string, other: string): string {
	if (template === other) {
		return template;
	}

	const parts = template.split(/(\s+)/);
	const otherParts = other.split(/(\s+)/);
	return parts.length === otherParts.length
		? parts.map((part, index) => part === otherParts[index] || withoutUnits(part) !== withoutUnits(otherParts[index] ?? '') ? part : withoutUnits(part)).join('')
		: template;
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
