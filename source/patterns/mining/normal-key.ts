import {cut} from '../cap-line.js';
import {hashText} from './hash.js';
import {keyWildcard} from './key-marks.js';
import {foldStructures} from './structures.js';
import {isVerdict} from './words.js';

const months = 'Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?';
const weekdays = 'Mon|Tue|Wed|Thu|Fri|Sat|Sun';
/** `Fri Jul <*> <*> PDT <*>`, `<*> Mar <*>`, `<*>/Mar/<*>`: what is left of a date whose numbers are masked. */
const dayAndMonth = String.raw`(?:\b(?:${weekdays}),? )?(?:\b(?:${months}) +<\*>|<\*>[ \-/](?:${months})\b)`;
const dateExpression = new RegExp(String.raw`${dayAndMonth}(?:[ ,\-/:]{1,2}<\*>)*(?: (?:[A-Z]{3,4}|[ap]m|[AP]M)(?: <\*>)?(?![\w:]))?`, 'g');
const zoneExpression = /(?<=<\*>) (?:UTC|GMT|Z|[AP]M)(?![\w:])/g;
const booleanExpression = /(?<=[ (,:=])(?:true|false|TRUE|FALSE|True|False)(?=[\s),.:;\]}]|$)/g;
const frameExpression = /^(?:[\w$]+\.){2,20}[\w$<>]+:<\*>$/;
const longestFrame = 200;
const longestName = 40;
const keptFrames = 2;
/** Accounts that every system has are values like any other account. */
const accountExpression = /(?<=\b(?:user|for|by|as|account) )(?:root|admin|administrator|guest|nobody)(?=[\s),.:;]|$)/g;
const structureExpression = /(?<==)[A-Z]\w*[([{](?:<\*>[ ,]*)+[)\]}]/g;

/**
Masks what only shows once the numbers are gone: the names in a date, booleans that are no outcome, values that are a structure of variables.
Spacing stays.
*/
export function refineTemplate(masked: string): string {
	let refined = masked.replaceAll(dateExpression, '<*>').replaceAll(zoneExpression, '').replaceAll(accountExpression, '<*>');
	if (/true|false/i.test(refined)) {
		refined = refined.replaceAll(booleanExpression, (word: string, offset: number, whole: string) => isOutcomeAt(whole, offset) ? word : '<*>');
	}

	return cutCallChain(foldStructures(refined).replaceAll(structureExpression, '<*>'));
}

/** `a.b.c:<*> d.e.f:<*> g.h.i:<*>` is a call stack in one line: its top frames stay. */
function cutCallChain(text: string): string {
	if (!text.includes(':<*> ')) {
		return text;
	}

	const kept: string[] = [];
	let frames = 0;
	for (const word of text.split(' ')) {
		frames = word.length < longestFrame && frameExpression.test(word) ? frames + 1 : 0;
		if (frames <= keptFrames) {
			kept.push(word);
		} else if (frames === keptFrames + 1) {
			kept.push('…');
		}
	}

	return kept.join(' ');
}

/** Whether the word before a boolean makes it an outcome: `success=false`, `passed: true`. */
function isOutcomeAt(text: string, offset: number): boolean {
	const words = text.slice(Math.max(0, offset - longestName), offset).split(/[ (:=]/);
	return isVerdict(words.findLast(word => word !== '') ?? '');
}

const attachedUnit = /(?<=<\*>)(?:[GKMT]?i?B|[gkmt]b|[mnuµμ]?s|[Cdhkmx]|secs?|mins?|hrs?|[GKM]i|[GKM]?Hz|px|bytes)(?![\w/])/g;
/** A text without the units of its masked numbers, where no space is between them. */
export const withoutUnits = (text: string): string => text.replaceAll(attachedUnit, '');

const spacedUnit = /(?<=<\*>) (?:[GKMT]i?B|[gkmt]b|bytes?|[mnuµ]s|m?secs?|seconds?|min(?:ute)?s?|hours?|days?|[GKM]?Hz)(?![\w/])/g;
/** `1020 bytes (1.0 KB)`. */
const sizeToldTwice = /(?<=<\*>) \(<\*>\)/g;
/** `< 1 sec`, `~10`. */
const comparedNumber = /[<>~≤≥]{1,2}(?=<\*>(?!>))/g;
const maxKeyLength = 1000;
const longestRepeat = 4;
const repeatLengths = Array.from({length: longestRepeat}, (_, index) => index + 1);

/** What makes two templates one pattern: blind to spacing, to the unit of a number and to the length of a list. */
export function keyOfTemplate(template: string): string {
	const unitless = template
		.replaceAll(attachedUnit, '')
		.replaceAll(spacedUnit, '')
		.replaceAll(sizeToldTwice, '')
		.replaceAll(comparedNumber, '')
		.replaceAll('<*>', () => keyWildcard);
	return capKey(collapseKey(unitless));
}

/** A key of bounded length: what lies behind is in it as a hash, so that two long texts that end differently are not one. */
function capKey(key: string): string {
	const end = key.length > maxKeyLength ? key.lastIndexOf(' ', maxKeyLength) : -1;
	return end < 0 ? cut(key, maxKeyLength) : `${key.slice(0, end)} …${hashText(key.slice(end)).toString(36)}`;
}

/** A key with single spaces and without repeats. */
export const collapseKey = (key: string): string => collapseLists(key.split(/\s+/).filter(word => word !== '')).join(' ');

/** `a<*> b a<*> b a<*> b` becomes `a<*> b`: a list is as long as it happens to be. */
function collapseLists(words: readonly string[]): readonly string[] {
	const kept: string[] = [];
	for (const word of words) {
		kept.push(word);
		kept.length -= repeatLengths.find(length => length * 2 <= kept.length && repeats(kept, length)) ?? 0;
	}

	return kept;
}

function repeats(words: readonly string[], period: number): boolean {
	let hasVariable = false;
	for (let back = 1; back <= period; back++) {
		const last = bare(words[words.length - back] ?? '');
		if (last !== bare(words[words.length - back - period] ?? '')) {
			return false;
		}

		hasVariable ||= last.includes(keyWildcard);
	}

	return hasVariable;
}

const bare = (word: string): string => word.endsWith(',') ? word.slice(0, -1) : word;
