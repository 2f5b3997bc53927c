import {levelOfWord} from '../level-words.js';
import type {LogLevel} from '../types.js';
import {isTelling} from '../mining/words.js';
import {levelOfStatus} from './access-log.js';
import type {Fields} from './json.js';
import {numberNames, readNumberLevel, type NumberMark} from './number-levels.js';

const names = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Objects that loggers and shippers wrap around the fields. */
const wrapper = /^(?:log|fields|record|data|jsonpayload|attr|attributes|properties|extra|context)\./i;
const messageNames = names('msg message MESSAGE Message Msg MSG @m @mt RenderedMessage renderedMessage MessageTemplate short_message full_message textPayload log Log body Body body.stringValue Body.stringValue text event content');
const levelNames = names('level severity lvl Level LEVEL loglevel logLevel LogLevel log_level levelname levelName level_name level.name severity_text severityText SeverityText SEVERITY_TEXT SEVERITY Severity LVL Lvl @l at');
const componentNames = names('logger logger_name loggerName Logger LoggerName logger.name _logger component module subsystem channel SYSLOG_IDENTIFIER SourceContext Category CategoryName');
const methodNames = names('method http.method request.method req.method');
const pathNames = names('path route uri url http.path http.url request.path request.uri req.url');
const statusNames = names('status status_code statusCode http.status http.status_code response.status response_code res.statusCode responseStatus.code');
/** What a message alone does not tell, in the order in which it is shown. */
const detailNames = names(`
	event action type kind verb
	error err error.type err.type error.kind error.message err.message error.msg error.errmsg errmsg
	exception exception.class exception.type exception.exception_class exception.message reason cause code desc description
`);
const stackNames = names('stack stacktrace stack_trace err.stack error.stack error.stack_trace exception.stacktrace exception.stack_trace exc_info @x exception error err');
/** Fields that say when, where and how loud; the request is told apart. */
const wrappingNames = new Set([
	...levelNames,
	...numberNames,
	...componentNames,
	...methodNames,
	...pathNames,
	...statusNames,
	...names('ts t time timestamp @timestamp date datetime caller source host hostname pid stream'),
]);
const idNames = /(?:id|Id|ID|uuid|[Tt]imestamp|[Tt]ime|_at|At)$/;
const maxKeyFields = 10;
/** What the fields of a JSON or logfmt line say. */
export type FieldsMessage = {
	readonly message: string;
	readonly level: LogLevel | undefined;
	/** What the status of a request says. */
	readonly statusLevel: LogLevel | undefined;
	readonly component: string | undefined;
	/** The request, if there was one, and further fields that tell what happened, as `key=value` or `key="a value"`. */
	readonly details: readonly string[];
	readonly stack: string | undefined;
};

/** Picks the message, the level and the fields that matter, whatever their order. */
export function readFields(wrapped: Fields): FieldsMessage {
	const fields = unwrapNames(wrapped);
	const message = firstOf(fields, messageNames) ?? '';
	const stack = stackNames.map(name => fields.get(name)).find(value => value?.includes('\n') === true);
	const details = message === '' ? allPairs(wrapped) : detailsOf(fields, message, stack);
	return {
		message,
		level: readFieldLevel(fields)?.level,
		statusLevel: levelOfStatusField(fields),
		component: firstOf(fields, componentNames) ?? (isMongo(fields) ? fields.get('c') : undefined),
		details: [...requestOf(fields), ...details],
		stack,
	};
}

/** The fields with those that are wrapped in one object also by their own names. */
function unwrapNames(fields: Fields): Fields {
	const unwrapped = new Map(fields);
	for (const [name, value] of fields) {
		const inner = name.replace(wrapper, '');
		if (!unwrapped.has(inner)) {
			unwrapped.set(inner, value);
		}
	}

	return unwrapped;
}

/** What is written where there is nothing to say. */
const nothings: ReadonlySet<string | undefined> = new Set([undefined, '', '-', 'null', 'nil', 'None', 'undefined', '<nil>']);

/** The first of some fields that says something: an empty one does not hide the one that does. */
function firstOf(fields: Fields, candidates: readonly string[]): string | undefined {
	const name = candidates.find(candidate => !nothings.has(fields.get(candidate)));
	return name === undefined ? undefined : fields.get(name);
}

/** What the fields beside a message tell that it does not. */
export function readDetails(wrapped: Fields, message: string): readonly string[] {
	const fields = unwrapNames(wrapped);
	return [...requestOf(fields), ...detailsOf(fields, message, undefined)];
}

/** `GET /orders/7 status=503`: the path says something only behind its method. */
function requestOf(fields: Fields): readonly string[] {
	const method = firstOf(fields, methodNames);
	const status = firstOf(fields, statusNames);
	const path = firstOf(fields, pathNames);
	const request = method === undefined ? [] : [path === undefined ? `method=${method}` : `${method} ${path.replace(/^[a-z]+:\/\/[^/]+/, '')}`];
	return status === undefined ? request : [...request, pair('status', status)];
}

function detailsOf(fields: Fields, message: string, stack: string | undefined): readonly string[] {
	return detailNames.flatMap(name => {
		const value = fields.get(name) ?? '';
		const isTold = value === '' || value === 'null' || value === message || value.includes('\n') || (value.includes(' ') && message.includes(value)) || stack?.includes(value) === true;
		return isTold ? [] : [pair(name, value)];
	});
}

/** How fields mark the level of their line. */
export type FieldMark = 'word' | NumberMark | 'letter' | 'status';

type MarkedLevel = {readonly mark: FieldMark; readonly level: LogLevel | undefined};

/** What marks the level of a line: the first field that says one, since one that says nothing hides none that does. */
function readFieldLevel(fields: Fields): MarkedLevel | undefined {
	for (const name of levelNames) {
		const level = levelOfWord(fields.get(name) ?? '');
		if (level !== undefined) {
			return {mark: 'word', level};
		}
	}

	return readNumberLevel(fields) ?? (isMongo(fields) ? {mark: 'letter', level: levelOfWord((fields.get('s') ?? '').slice(0, 1))} : undefined);
}

const isMongo = (fields: Fields): boolean => fields.has('c') && fields.has('ctx') && fields.has('s');

/** By what the fields of a line mark its level; undefined where nothing does. A status does only where nothing else does. */
export function markOfFields(wrapped: Fields): FieldMark | undefined {
	const fields = unwrapNames(wrapped);
	return readFieldLevel(fields)?.mark ?? (levelOfStatusField(fields) === undefined ? undefined : 'status');
}

/** An HTTP status says it only where nothing else does. */
function levelOfStatusField(fields: Fields): LogLevel | undefined {
	const status = firstOf(fields, statusNames) ?? '';
	return /^[1-5]\d\d$/.test(status) ? levelOfStatus(status) : undefined;
}

/**
A line without a message: the values that tell what happened, and the names of the others.
In the order of the alphabet, for the order of a line means nothing.
*/
function allPairs(fields: Fields): readonly string[] {
	return [...fields]
		.filter(([name]) => !wrappingNames.has(name) && !idNames.test(name))
		.map(([name, value]) => ({isTold: isTelling(name), text: isTelling(name) ? pair(name, value) : `${name}=0`}))
		.toSorted((a, b) => Number(b.isTold) - Number(a.isTold) || (a.text < b.text ? -1 : 1))
		.map(({text}) => text)
		.slice(0, maxKeyFields);
}

const pair = (name: string, value: string): string => /^[\w\-./:]+$/.test(value) ? `${name}=${value}` : `${name}="${value}"`;
