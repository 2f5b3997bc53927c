import {
	errorStage,
	errorStageOf,
	levelLabelOf,
	quote,
} from '../../loki/logql/logql.js';
import {wordsOfLevel} from '../../patterns/level-words.js';
import type {Scope} from '../../loki/types.js';

/** The levels that can be asked for; `error` is that and all above it. */
export const askableLevels = ['error', 'warn', 'info', 'debug', 'trace'] as const;

type Level = (typeof askableLevels)[number];

/** The stage that keeps lines of one level, as far as this Loki can tell. */
const levelStage = (level: Level, scope: Scope, service: string | undefined): string => {
	const {capabilities} = scope;
	if (level === 'error') {
		return service === undefined ? errorStage(capabilities) : errorStageOf(scope, service);
	}

	const label = levelLabelOf(capabilities);
	const words = wordsOfLevel(level).join('|');
	return label === undefined
		? `|~ ${quote(String.raw`(?i)\b(${words})\b`)}`
		: `| ${label}=~${quote(`(?i)(${words})`)}`;
};

export type LineConditions = {
	readonly contains?: string | undefined;
	readonly notContains?: string | undefined;
	readonly regex?: string | undefined;
	readonly level?: Level | undefined;
	/** Where the lines are of one: it may mark its errors in its own way. */
	readonly service?: string | undefined;
};

/** A query for the lines of a selector that meet all conditions. Every text is quoted: it can be nothing but text. */
export const linesQueryOf = (selector: string, {contains, notContains, regex, level, service}: LineConditions, scope: Scope): string => [
	selector,
	...(contains === undefined ? [] : [`|= ${quote(contains)}`]),
	...(notContains === undefined ? [] : [`!= ${quote(notContains)}`]),
	...(regex === undefined ? [] : [`|~ ${quote(regex)}`]),
	...(level === undefined ? [] : [levelStage(level, scope, service)]),
].join(' ');
