import {levelOfWord} from '../level-words.js';
import type {LogLevel} from '../types.js';
import {syslogLevels} from './number-levels.js';

/** What stands before the message of a line. */
export type Header = {
	readonly level: LogLevel | undefined;
	/** Who wrote it: a logger, a program, a tag. */
	readonly component: string | undefined;
	readonly messageStart: number;
};

const klogExpression = /^([DEFIW])\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ ([\w\-.]+):\d+\] /;
/** Android: `E/Tag( 77): `, and `03-01 12:00:00.000  77  78 E Tag: `. */
const logcatExpression = /^(?:[\d \-.:]{14,30} )?([DEFIVW])\/([\w\-.:]{1,60}) *(?:\( *\d+\))?: |^\d\d-\d\d [\d.:]{8,18} +\d+ +\d+ ([DEFIVW]) ([\w\-.:]{1,60}) *: /;
const erlangExpression = /^=([A-Z]{4,10}) REPORT==== [^=]{5,60} ===/;
const pythonExpression = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]+):/;
/** Loggers of Go for terminals: the level, and the time or the seconds since the start in brackets. */
const bracketTimeExpression = /^([A-Z]{4,5}) ?\[(?:\d\d-\d\d\|[\d.:]{8,18}|\d{4,10})\] +/;
/** The two lines of java.util.logging; the second has level and message. */
const julExpression = /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d [AP]M ([\w$.]{1,120}) (?:[\w$<>]{1,80}\s*\n([A-Z]{4,10}): )?/;
const redisExpression = /^\d+:[CMSX] \d{2} [A-Z][a-z]{2} \d{4} [\d.:]+ ([#*\-.]) /;
const redisLevels: ReadonlyMap<string, LogLevel> = new Map([['.', 'debug'], ['-', 'debug'], ['*', 'info'], ['#', 'warn']]);
const priorityExpression = /^<(\d{1,3})>(?:1 )?/;

/** Reads a header whose parts always stand in the same places: klog, Python's root logger, java.util.logging, log15, logrus, redis. */
export function readFixedHeader(line: string): Header | undefined {
	const known = klogExpression.exec(line) ?? pythonExpression.exec(line);
	if (known) {
		return {level: levelOfWord(known[1] ?? ''), component: known[2], messageStart: known[0].length};
	}

	const bracketTime = bracketTimeExpression.exec(line);
	if (bracketTime) {
		return {level: levelOfWord(bracketTime[1] ?? ''), component: undefined, messageStart: bracketTime[0].length};
	}

	const jul = julExpression.exec(line);
	if (jul) {
		return {level: levelOfWord(jul[2] ?? ''), component: jul[1], messageStart: jul[0].length};
	}

	const logcat = logcatExpression.exec(line);
	if (logcat) {
		return {level: levelOfWord(logcat[1] ?? logcat[3] ?? ''), component: logcat[2] ?? logcat[4], messageStart: logcat[0].length};
	}

	const erlang = erlangExpression.exec(line);
	if (erlang) {
		return {level: levelOfWord(erlang[1] ?? '') ?? 'error', component: undefined, messageStart: 0};
	}

	const redis = redisExpression.exec(line);
	return redis ? {level: redisLevels.get(redis[1] ?? ''), component: undefined, messageStart: redis[0].length} : undefined;
}

/** Reads the priority that syslog begins with, `<131>`: its last three bits are the severity (RFC 5424, 6.2.1). */
export function readPriority(line: string): {readonly level: LogLevel | undefined; readonly length: number} {
	const found = priorityExpression.exec(line);
	return found ? {level: syslogLevels[Number(found[1]) % syslogLevels.length], length: found[0].length} : {level: undefined, length: 0};
}
