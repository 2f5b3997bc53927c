import {levelOfWord} from '../level.js';
import type {LogLevel} from '../types.js';
import {isTelling} from '../words.js';
import {levelOfStatus} from './access-log.js';
import type {Fields} from './json.js';

const messageNames = [
	'msg',
	'message',
	'MESSAGE',
	'Message',
	'@m',
	'@mt',
	'RenderedMessage',
	'MessageTemplate',
	'short_message',
	'textPayload',
	'jsonPayload.message',
	'jsonPayload.msg',
	'log',
	'body',
	'text',
	'event',
	'content',
	'properties.log',
	'log.message',
	'data.message',
	'fields.message',
	'record.message',
];
const levelNames = [
	'level', 'severity', 'lvl', 'Level', 'LEVEL', 'log.level', 'loglevel', 'logLevel', 'log_level', 'levelname', 'level_name', 'severity_text', 'severityText', '@l', 'SEVERITY', 'log.severity', 'fields.level', 'levelStr',
];
const componentNames = ['logger', 'logger_name', 'loggerName', 'log.logger', 'component', 'module', 'subsystem', 'SYSLOG_IDENTIFIER', 'SourceContext'];
/** What a message alone does not tell, in the order in which it is shown. */
const detailNames = [
	'event',
	'action',
	'method',
	'http.method',
	'request.method',
	'path',
	'route',
	'uri',
	'url',
	'request.path',
	'request.uri',
	'status',
	'status_code',
	'statusCode',
	'http.status',
	'http.status_code',
	'response.status',
	'response_code',
	'responseStatus.code',
	'error',
	'err',
	'error.type',
	'err.type',
	'error.kind',
	'error.message',
	'err.message',
	'error.msg',
	'exception',
	'exception.class',
	'exception.type',
	'exception.exception_class',
	'exception.message',
	'exc_info',
	'reason',
	'cause',
	'@x',
	'attr.error',
	'attr.error.errmsg',
	'code',
	'stack',
	'stacktrace',
	'stack_trace',
	'err.stack',
	'error.stack',
	'error.stack_trace',
	'exception.stacktrace',
	'exception.stack_trace',
];
const pathNames = new Set(['path', 'route', 'uri', 'url', 'request.path', 'request.uri']);
const stackNames = /stack|exc_info|@x|^exception$/;
const maxKeyFields = 12;
/** Bunyan and pino: 10 is trace, 60 is fatal. */
const numericLevels: readonly LogLevel[] = ['unknown', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'];
const syslogLevels: readonly LogLevel[] = ['critical', 'critical', 'critical', 'error', 'warn', 'info', 'info', 'debug'];

/** What the fields of a JSON or logfmt line say. */
export type FieldsMessage = {
	readonly message: string | undefined;
	readonly level: LogLevel | undefined;
	readonly component: string | undefined;
	/** Further fields that tell what happened, as `key=value` or `key="a value"`; a stack trace apart. */
	readonly details: readonly string[];
	readonly stack: string | undefined;
};

/** Picks the message, the level and the fields that matter, whatever their order. */
export function readFields(fields: Fields): FieldsMessage {
	const messageName = messageNames.find(name => (fields.get(name) ?? '') !== '');
	const message = messageName === undefined ? undefined : fields.get(messageName);
	const details: string[] = [];
	let stack: string | undefined;
	for (const name of detailNames) {
		const value = fields.get(name);
		if (value === undefined || value === '' || value === 'null' || name === messageName || value === message) {
			continue;
		}

		if (stackNames.test(name) && value.includes('\n')) {
			stack ??= value;
		} else if (messageName === undefined || !pathNames.has(name) || hasMethod(fields)) {
			details.push(pair(name, value));
		}
	}

	const isMongo = fields.has('c') && fields.has('ctx') && fields.has('s');
	return {
		message,
		level: levelOfFields(fields) ?? (isMongo ? levelOfWord((fields.get('s') ?? '').slice(0, 1)) : undefined),
		component: firstOf(fields, componentNames) ?? (isMongo ? fields.get('c') : undefined),
		details: messageName === undefined && details.length === 0 ? allPairs(fields) : details,
		stack,
	};
}

const hasMethod = (fields: Fields): boolean => fields.has('method') || fields.has('http.method') || fields.has('request.method');

function firstOf(fields: Fields, names: readonly string[]): string | undefined {
	for (const name of names) {
		const value = fields.get(name);
		if (value !== undefined && value !== '') {
			return value;
		}
	}

	return undefined;
}

function levelOfFields(fields: Fields): LogLevel | undefined {
	const value = firstOf(fields, levelNames);
	if (value !== undefined) {
		return /^[1-6]0$/.test(value) ? numericLevels[Number(value) / 10] : levelOfWord(value);
	}

	const priority = fields.get('PRIORITY');
	if (priority !== undefined && /^[0-7]$/.test(priority)) {
		return syslogLevels[Number(priority)];
	}

	const status = firstOf(fields, ['status', 'status_code', 'statusCode', 'http.status', 'http.status_code', 'response.status']);
	return status !== undefined && /^[1-5]\d\d$/.test(status) ? levelOfStatus(status) : undefined;
}

/** A line without a message: the values that tell what happened, and the names of the others. In the order of the alphabet, for the order of a line means nothing. */
function allPairs(fields: Fields): readonly string[] {
	return [...fields]
		.map(([name, value]) => isTelling(name) ? pair(name, value) : `${name}=0`)
		.toSorted()
		.slice(0, maxKeyFields);
}

const pair = (name: string, value: string): string => /^[\w\-./:]+$/.test(value) ? `${name}=${value}` : `${name}="${value}"`;
