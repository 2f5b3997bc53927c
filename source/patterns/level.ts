import type {LogLevel} from './types.js';

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
