import type {LogLevel} from './types.js';

/** Every level, loudest first. */
export const levels: readonly LogLevel[] = ['critical', 'fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'];

const levelsByName: ReadonlyMap<string, LogLevel> = new Map<string, LogLevel>([
	['critical', 'critical'],
	['crit', 'critical'],
	['alert', 'critical'],
	['emerg', 'critical'],
	['emergency', 'critical'],
	['fatal', 'fatal'],
	['panic', 'fatal'],
	['dpanic', 'fatal'],
	['f', 'fatal'],
	['error', 'error'],
	['err', 'error'],
	['fail', 'error'],
	['severe', 'error'],
	['e', 'error'],
	['warn', 'warn'],
	['warning', 'warn'],
	['wrn', 'warn'],
	['w', 'warn'],
	['info', 'info'],
	['information', 'info'],
	['informational', 'info'],
	['inf', 'info'],
	['log', 'info'],
	['note', 'info'],
	['system', 'info'],
	['notice', 'info'],
	['i', 'info'],
	['debug', 'debug'],
	['dbg', 'debug'],
	['fine', 'debug'],
	['d', 'debug'],
	['trace', 'trace'],
	['trc', 'trace'],
	['verbose', 'trace'],
	['finer', 'trace'],
	['finest', 'trace'],
	['v', 'trace'],
]);
const longestName = 'informational'.length;

/** The level that a word names, in any case and in the common short forms; undefined for another word. */
export function levelOfWord(word: string): LogLevel | undefined {
	return word.length > longestName ? undefined : levelsByName.get(word.toLowerCase());
}

const shoutedWord = /(?<![\w\-./])(?:CRITICAL|FATAL|PANIC|ERROR|WARN|WARNING|INFO|DEBUG|TRACE)(?![\w\-./])/;
const spokenWord = /(?<![\w\-./])(?:critical|fatal|panic|error|exception|warning)(?![\w\-./=])/i;
const longestSearched = 300;

/** The level that a text without a header shows by its words; unknown where it shows none. */
export function levelInText(text: string): LogLevel {
	const start = text.slice(0, longestSearched);
	const word = shoutedWord.exec(start)?.[0] ?? spokenWord.exec(start)?.[0] ?? '';
	return word.toLowerCase() === 'exception' ? 'error' : levelOfWord(word) ?? 'unknown';
}
