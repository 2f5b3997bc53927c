import type {Evidence} from '../investigate/types.js';
import {isErrorLevel} from '../patterns/level-words.js';

/** In which a service says who calls it. */
const callerFields = '(?:client|caller|from|user[-_]?agent|source)';
const callerName = new RegExp(`^${callerFields}$`, 'i');

/** What stands directly before a name that is mentioned as the caller, as part of a regular expression for a look-behind: `client=`, `"caller":"`. */
export const callerBefore = String.raw`(?<![a-z\d])${callerFields}(?:["']\s?:\s?|=)["']?`;

/** The texts in which a service that is in trouble names what it depends on: its errors, what its anomalies are about, and what changed. A calm line names anybody. */
export function tellingTexts({anomalies, lines, patterns, changes}: Evidence): readonly string[] {
	const abnormal = new Set(anomalies.flatMap(({pattern}) => pattern ? [pattern.id, pattern.template] : []));
	const told = patterns.filter(({id, template, level}) => isErrorLevel(level) || abnormal.has(id) || abnormal.has(template));
	const toldIds = new Set(told.map(({id}) => id));
	return [
		...lines.filter(({level, patternId}) => isErrorLevel(level) || (patternId !== undefined && (toldIds.has(patternId) || abnormal.has(patternId)))).map(({line}) => line),
		...told.map(({template}) => template),
		...changes.filter(({name}) => !callerName.test(name)).map(({value}) => value),
	];
}
