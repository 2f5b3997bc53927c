import {levelOfWord} from './level-words.js';
import type {LogLevel} from './types.js';

// These two are regular expressions of Loki as well (RE2): what a line sounds like is asked of Loki in the same words.

/** Words that only a failure has, as whole words: no key of a pair, no part of a path or of a name. */
export const failureSaid = String.raw`(?:^|[^\w$\-./=])(?:error|exception|fatal|panic|critical|traceback|failed|failure|refused|denied|unreachable|undefined|uncaught|unhandled|segfault|segmentation fault|core dumped|out of memory|timed out|not found|not defined|no such|no space left|reset by peer|broken pipe|could not|couldn't|cannot|can't|unable to|econnrefused|econnreset|etimedout|enotfound|enoent)(?:[^\w"\-./:=]|[.:]\s|[.:]"?$|"[^:]|$)`;

/** The same words where they say that there was none: `0 errors`, `failed: 0`, `error: null`. */
export const noFailureSaid = String.raw`(?:^|\W)(?:(?:no|0|zero|without|without any)\s+(?:errors?|exceptions?|failed|failures?)|(?:errors?|err|exceptions?|failed|failures?)"?\s*[:=]\s*(?:"?(?:0+|null|nil|none|false|<\*>)(?:[^\w.]|$)|""|\[\]|\{\}))|[(,:;]\s*<\*>\s+(?:errors?|failed|failures?)`;

const failure = new RegExp(failureSaid, 'i');
const noFailure = new RegExp(noFailureSaid, 'gi');
const shoutedWord = /(?<![\w\-./])(?:CRITICAL|FATAL|PANIC|ERROR|WARN|WARNING|INFO|DEBUG|TRACE)(?![\w\-./=])/;
const fatalWord = /(?<![\w\-./])(?:critical|fatal|panic)(?![\w\-./=])/i;
const warningWord = /(?<![\w\-./])warning(?![\w\-./=])/i;
const longestSearched = 300;

/** The level that a text without a mark shows by its words; unknown where it shows none. */
export function levelInText(text: string): LogLevel {
	const start = text.slice(0, longestSearched).replaceAll(noFailure, ' ');
	const shouted = levelOfWord(shoutedWord.exec(start)?.[0] ?? '');
	if (shouted !== undefined) {
		return shouted;
	}

	if (failure.test(start)) {
		return levelOfWord(fatalWord.exec(start)?.[0] ?? '') ?? 'error';
	}

	return warningWord.test(start) ? 'warn' : 'unknown';
}

/** Words from which Loki 3 guesses the level of a line that has none, wherever in it they stand. */
const guessedFrom: ReadonlyMap<LogLevel, RegExp> = new Map([
	['trace', /\btrace\b/i],
	['debug', /\bdebug\b/i],
	['fatal', /\bfatal\b/i],
	['critical', /\bcritical\b/i],
	['error', /\berr(?:or)?\b/i],
	['warn', /\bwarn(?:ing)?\b/i],
	['info', /\binfo\b/i],
]);

/** Whether a level may be no more than Loki's guess from a word of the line. */
export const wasGuessed = (line: string, level: LogLevel): boolean => guessedFrom.get(level)?.test(line) ?? false;
