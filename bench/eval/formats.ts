import type {Random} from '../../source/sandbox/traffic/random.js';
import {
	isoTime,
	javaTime,
	klogTime,
	nginxAccessTime,
	nginxErrorTime,
	pythonTime,
} from '../../source/sandbox/traffic/times.js';
import type {Level} from './types.js';

/** What a program has to say, before its logger writes it. */
export type Said = {
	readonly timeMs: number;
	readonly level: Level;
	/** The first line of the text. */
	readonly message: string;
	/** The lines after it: a stack trace. */
	readonly stack: string | undefined;
	readonly fields: Readonly<Record<string, string>>;
	readonly service: string;
	readonly random: Random;
};

const upper = (level: Level): string => level.toUpperCase();
const pythonLevel = (level: Level): string => ({
	debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR', fatal: 'CRITICAL',
})[level];
const withFields = ({message, fields}: Said): string => [message, ...Object.entries(fields).map(([name, value]) => `${name}=${/[\s"]/.test(value) ? JSON.stringify(value) : value}`)].join(' ');
const withStack = (line: string, {stack}: Said): string => stack === undefined ? line : `${line}\n${stack}`;
const logfmtValue = (value: string): string => /[\s"=]/.test(value) || value === '' ? JSON.stringify(value) : value;
const camel = (name: string): string => name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** How loggers write a line. */
export const formats = {
	/** Go's zap and slog. */
	json: ({timeMs, level, message, stack, fields}: Said) => JSON.stringify({
		level, ts: isoTime(timeMs), msg: message, ...fields, ...(stack !== undefined && {stacktrace: stack}),
	}),
	/** Node's pino with named levels. */
	pino: ({timeMs, level, message, stack, fields, service}: Said) => JSON.stringify({
		level, time: timeMs, pid: 1, hostname: service, ...fields, ...(stack !== undefined && {err: {type: 'Error', message, stack}}), msg: message,
	}),
	/** Logback's JSON encoder. */
	logback: ({timeMs, level, message, stack, fields, service, random}: Said) => JSON.stringify({
		'@timestamp': isoTime(timeMs), '@version': '1', message, logger_name: `com.example.${camel(service)}.Service`, thread_name: `http-nio-8080-exec-${random.int(1, 40)}`, level: upper(level), ...(stack !== undefined && {stack_trace: stack}), ...fields,
	}),
	logfmt: ({timeMs, level, message, stack, fields, random}: Said) => [`ts=${isoTime(timeMs)}`, `level=${level}`, `caller=server.go:${random.int(40, 240)}`, `msg=${logfmtValue(message)}`, ...Object.entries(fields).map(([name, value]) => `${name}=${logfmtValue(value)}`), ...(stack === undefined ? [] : [`stack=${logfmtValue(stack)}`])].join(' '),
	spring: (said: Said) => withStack(`${javaTime(said.timeMs)} ${upper(said.level).padStart(5)} 1 --- [nio-8080-exec-${said.random.int(1, 40)}] c.e.${camel(said.service).slice(0, 12)}.api.Handler : ${withFields(said)}`, said),
	python: (said: Said) => withStack(`${pythonTime(said.timeMs)} ${pythonLevel(said.level)} [${said.service.replaceAll('-', '_')}.app] ${withFields(said)}`, said),
	gunicorn: (said: Said) => withStack(`[${isoTime(said.timeMs).slice(0, 19).replace('T', ' ')} +0000] [${said.random.int(7, 60)}] [${pythonLevel(said.level)}] ${withFields(said)}`, said),
	klog: (said: Said) => withStack(`${upper(said.level)[0]}${klogTime(said.timeMs)}       1 controller.go:${said.random.int(90, 320)}] ${withFields(said)}`, said),
	/** Plain `log.Printf` of Go. */
	golog: (said: Said) => withStack(`${nginxErrorTime(said.timeMs)} ${upper(said.level)} ${withFields(said)}`, said),
	nginxAccess: ({timeMs, message, random}: Said) => `203.0.113.${random.int(1, 254)} - - [${nginxAccessTime(timeMs)}] ${message}`,
	nginxError: ({timeMs, level, message, random}: Said) => `${nginxErrorTime(timeMs)} [${level === 'fatal' ? 'emerg' : level}] 31#31: *${random.int(10_000, 99_999)} ${message}`,
	postgres({timeMs, level, message, stack, random}: Said) {
		const head = `${javaTime(timeMs)} UTC [${random.int(60, 4000)}]`;
		const word = {
			debug: 'DEBUG', info: 'LOG', warn: 'WARNING', error: 'ERROR', fatal: 'FATAL',
		}[level];
		return `${head} ${word}:  ${message}${stack === undefined ? '' : `\n${head} ${stack}`}`;
	},
	mysql: ({timeMs, level, message, random}: Said) => `${isoTime(timeMs).slice(0, -1)}000Z ${random.int(8, 900)} [${{
		debug: 'Note', info: 'System', warn: 'Warning', error: 'ERROR', fatal: 'ERROR',
	}[level]}] [MY-0${random.int(10_000, 14_000)}] [Server] ${message}`,
	/** Kubernetes events as Alloy writes them. */
	event: ({level, message, fields, service, random}: Said) => `name=${service}-${random.hex(9)} kind=Pod objectAPIversion=v1 ${Object.entries(fields).map(([name, value]) => `${name}=${logfmtValue(value)}`).join(' ')} reportingcontroller=kubelet sourcecomponent=kubelet type=${level === 'info' ? 'Normal' : 'Warning'} count=${random.int(1, 40)} msg=${logfmtValue(message)}`,
	plain: (said: Said) => withStack(said.message, said),
} as const satisfies Readonly<Record<string, (said: Said) => string>>;
