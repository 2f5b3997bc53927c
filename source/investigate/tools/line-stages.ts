import {errorStage, quote} from '../../loki/logql/logql.js';
import type {Scope} from '../../loki/types.js';

/** The levels that can be asked for; `error` is that and all above it. */
export const askableLevels = ['error', 'warn', 'info', 'debug', 'trace'] as const;

type Level = (typeof askableLevels)[number];

const spellings: Readonly<Record<Exclude<Level, 'error'>, string>> = {
	warn: 'warn|warning', info: 'info|informational|notice', debug: 'debug', trace: 'trace|verbose',
};

/** The stage that keeps lines of one level, as far as this Loki can tell. */
const levelStage = (level: Level, {capabilities}: Scope): string => {
	if (level === 'error') {
		return errorStage(capabilities);
	}

	return capabilities.errorSource === 'line'
		? `|~ ${quote(String.raw`(?i)\b(${spellings[level]})\b`)}`
		: `| ${capabilities.errorSource}=~${quote(`(?i)(${spellings[level]})`)}`;
};

export type LineConditions = {
	readonly contains?: string | undefined;
	readonly notContains?: string | undefined;
	readonly regex?: string | undefined;
	readonly level?: Level | undefined;
};

/** A query for the lines of a selector that meet all conditions. Every text is quoted: it can be nothing but text. */
export const linesQueryOf = (selector: string, {contains, notContains, regex, level}: LineConditions, scope: Scope): string => [
	selector,
	...(contains === undefined ? [] : [`|= ${quote(contains)}`]),
	...(notContains === undefined ? [] : [`!= ${quote(notContains)}`]),
	...(regex === undefined ? [] : [`|~ ${quote(regex)}`]),
	...(level === undefined ? [] : [levelStage(level, scope)]),
].join(' ');
