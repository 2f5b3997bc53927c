import type {LogLevel} from './types.js';

/** Every level, loudest first. */
export const levels: readonly LogLevel[] = ['critical', 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'];

/** How programs, loggers and shippers write each level, in small letters: the one list that counting, reading, tools, doctor and exports go by. */
const spellings: Readonly<Record<Exclude<LogLevel, 'unknown'>, readonly string[]>> = {
	critical: ['critical', 'crit', 'alert', 'emerg', 'emergency'],
	fatal: ['fatal', 'fata', 'ftl', 'panic', 'pani', 'dpanic'],
	error: ['error', 'err', 'erro', 'eror', 'fail', 'severe'],
	warn: ['warn', 'warning', 'wrn', 'warni'],
	info: ['info', 'information', 'informational', 'inf', 'log', 'note', 'system', 'notice'],
	debug: ['debug', 'dbug', 'dbg', 'debg', 'debu', 'fine'],
	trace: ['trace', 'trce', 'trc', 'trac', 'verbose', 'vrb', 'finer', 'finest', 'silly'],
};

const byWord: ReadonlyMap<string, LogLevel> = new Map(levels.flatMap(level => level === 'unknown' ? [] : spellings[level].map(word => [word, level] as const)));

/** Klog, glog, Ruby, Android, MongoDB: the first letter alone, where a header or a field makes a letter a level. */
const byLetter: ReadonlyMap<string, LogLevel> = new Map([['f', 'fatal'], ['e', 'error'], ['w', 'warn'], ['i', 'info'], ['d', 'debug'], ['v', 'trace']]);

const longest = 24;
// A colour's code, whole or with its escape made visible, and what slog and Erlang add: `ERROR+2`, `:error`.
const around = /^:|\p{Other}|␛|\[[\d:;]{1,12}m|[+-]\d{1,2}$/gu;

/** The level that a word names, in any case, in the short forms that are in use and with colour codes around it; undefined for another word. */
export function levelOfWord(word: string): LogLevel | undefined {
	if (word.length > longest) {
		return undefined;
	}

	const bare = word.toLowerCase();
	return byWord.get(bare) ?? byLetter.get(bare) ?? byWord.get(bare.replaceAll(around, ''));
}

const errorLevels: ReadonlySet<string> = new Set(['critical', 'fatal', 'error']);

/** Whether a level, as a program, a shipper or Loki writes it, is one of those that count as errors. */
export function isErrorLevel(level: string | undefined): boolean {
	return level !== undefined && (errorLevels.has(level) || errorLevels.has(levelOfWord(level) ?? ''));
}

/** The words of a level, for a query: in small letters, none with a sign that means something in a regular expression. */
export const wordsOfLevel = (level: Exclude<LogLevel, 'unknown'>): readonly string[] => spellings[level];

/** The words of all levels that count as errors. */
export const errorWords: readonly string[] = [...spellings.critical, ...spellings.fatal, ...spellings.error];
