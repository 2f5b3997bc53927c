import type {Evidence} from '../investigate/types.js';
import {isErrorLevel} from '../patterns/level-words.js';

/** In which a service says who calls it. */
const callerFields = '(?:client|caller|from|user[-_]?agent|source)';
const callerName = new RegExp(`^${callerFields}$`, 'i');

/** What stands directly before a name that is mentioned as the caller, as part of a regular expression for a look-behind: `client=`, `"caller":"`. */
export const callerBefore = String.raw`(?<![a-z\d])${callerFields}(?:["']\s?:\s?|=)["']?`;

/** A text, and how many of the sampled lines say so. */
export type TellingText = {readonly text: string; readonly lines: number; readonly from: 'line' | 'pattern' | 'change'};

/** The texts in which a service that is in trouble names what it depends on: its errors, what its anomalies are about, and what changed. A calm line names anybody. */
export function tellingTexts(evidence: Evidence): readonly string[] {
	return weighedTexts(evidence).map(({text}) => text);
}

/** The same with their weight. */
export function weighedTexts({anomalies, lines, patterns, changes}: Evidence): readonly TellingText[] {
	const abnormal = new Set(anomalies.flatMap(({pattern}) => pattern ? [pattern.id, pattern.template] : []));
	const told = patterns.filter(({id, template, level}) => isErrorLevel(level) || abnormal.has(id) || abnormal.has(template));
	const toldIds = new Set(told.map(({id}) => id));
	return [
		...lines.filter(({level, patternId}) => isErrorLevel(level) || (patternId !== undefined && (toldIds.has(patternId) || abnormal.has(patternId)))).map(({line, repeats}): TellingText => ({text: line, lines: repeats ?? 1, from: 'line'})),
		...told.map(({template, sampledLines}): TellingText => ({text: template, lines: sampledLines, from: 'pattern'})),
		...changes.filter(({name}) => !callerName.test(name)).map(({value, badLines}): TellingText => ({text: value, lines: badLines, from: 'change'})),
	];
}
