import {levelOfWord} from '../level.js';
import type {LogLevel} from '../types.js';

/** What stands before the message of a line. */
export type Header = {
	readonly level: LogLevel | undefined;
	/** Who wrote it: a logger, a program, a tag. */
	readonly component: string | undefined;
	readonly messageStart: number;
};

const klogExpression = /^([DEFIW])\d{4} \d{2}:\d{2}:\d{2}\.\d+ +\d+ ([\w\-.]+):\d+\] /;
const pythonExpression = /^(DEBUG|INFO|WARNING|ERROR|CRITICAL):([\w.]+):/;
const redisExpression = /^\d+:[CMSX] \d{2} [A-Z][a-z]{2} \d{4} [\d.:]+ ([#*\-.]) /;
const redisLevels: ReadonlyMap<string, LogLevel> = new Map([['.', 'debug'], ['-', 'debug'], ['*', 'info'], ['#', 'warn']]);
const priorityExpression = /^<(\d{1,3})>(?:1 )?/;
const severities: readonly LogLevel[] = ['critical', 'critical', 'critical', 'error', 'warn', 'info', 'info', 'debug'];

/** Reads a header whose parts always stand in the same places: klog, Python's root logger, redis. */
export function readFixedHeader(line: string): Header | undefined {
	const known = klogExpression.exec(line) ?? pythonExpression.exec(line);
	if (known) {
		return {level: levelOfWord(known[1] ?? ''), component: known[2], messageStart: known[0].length};
	}

	const redis = redisExpression.exec(line);
	return redis ? {level: redisLevels.get(redis[1] ?? ''), component: undefined, messageStart: redis[0].length} : undefined;
}

/** Reads the priority that syslog begins with, `<131>`: its last three bits are the severity (RFC 5424, 6.2.1). */
export function readPriority(line: string): {readonly level: LogLevel | undefined; readonly length: number} {
	const found = priorityExpression.exec(line);
	return found ? {level: severities[Number(found[1]) % severities.length], length: found[0].length} : {level: undefined, length: 0};
}
