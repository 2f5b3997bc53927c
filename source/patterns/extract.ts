import {readAccessLog} from './extract/access-log.js';
import {readDetails, readFields} from './extract/fields.js';
import {readHeader} from './extract/header.js';
import {containerWrap} from './extract/header-parts.js';
import {readJson} from './extract/json.js';
import {readLogfmt} from './extract/logfmt.js';
import {isBareException, summariseStack} from './extract/stack-trace.js';
import type {LogLevel} from './types.js';

/** What a line says, without what only its wrapping says. */
export type Extracted = {
	/** The message and the fields that matter. Not masked. */
	readonly text: string;
	/** Who wrote it: a logger, a program; empty where the line does not tell. */
	readonly component: string;
	/** Undefined where neither a header nor a field tells it. */
	readonly level: LogLevel | undefined;
};

/** JSON in a string in JSON, as Docker and log shippers wrap it. */
const maxWraps = 3;
/** Monolog's context or extra, where there is none. */
const noExtra = ' []';
/** Nginx ends its errors with whom they concerned. */
const nginxTail = /, client: [\d.:a-f]+, server: .*$/s;

/** Finds message, level, component and the telling fields of a line in any of the usual layouts. Never throws; takes a capped line without escape sequences. */
export function extract(line: string): Extracted {
	return unwrap(line.trimEnd(), 0);
}

function unwrap(wrapped: string, wraps: number): Extracted {
	const text = withoutContainer(wrapped);
	const lineEnd = text.startsWith('{') ? text.indexOf('\n') : -1;
	// The first line of a trace of which each line was wrapped.
	const first = lineEnd === -1 ? undefined : readJson(text.slice(0, lineEnd));
	const fields = readJson(text) ?? first ?? readLogfmt(text);
	if (!fields) {
		return readPlain(text, wraps);
	}

	const {
		message: told, level, statusLevel, component, details, stack,
	} = readFields(fields);
	const message = fields === first ? told.trimEnd() + text.slice(lineEnd) : told;
	const inner = wraps < maxWraps ? unwrap(message.trimEnd(), wraps + 1) : {text: message, level: undefined, component: ''};
	const trace = stack === undefined ? '' : (summariseStack(stack) ?? '');
	return {
		text: [inner.text, ...details, trace].filter(part => part !== '').join(' '),
		level: level ?? inner.level ?? statusLevel,
		component: component ?? inner.component,
	};
}

/** A line without what a container's runtime wrote before it. */
export const withoutContainer = (line: string): string => line.replace(containerWrap, '');

function readPlain(text: string, wraps: number): Extracted {
	const access = readAccessLog(text);
	if (access) {
		return {...access, component: ''};
	}

	const {level, component = '', messageStart} = readHeader(text) ?? {level: undefined, messageStart: 0};
	const message = text.slice(messageStart);
	if (messageStart > 0 && wraps < maxWraps && /^(?:\{|[a-z_]+=)/i.test(message)) {
		const inner = unwrap(message, wraps + 1);
		return {text: inner.text, level: inner.level ?? level, component: inner.component === '' ? component : inner.component};
	}

	const stack = summariseStack(message);
	return stack === undefined ? {text: withFieldsTold(message.replace(nginxTail, '')), level: level ?? (isBareException(message) ? 'error' : undefined), component} : {text: stack, level: level ?? 'error', component};
}

/** A message with JSON behind a tab, or with context and extra behind it, as Monolog writes them: of those, the fields that matter. */
function withFieldsTold(message: string): string {
	const isMonolog = message.endsWith(noExtra);
	const bare = isMonolog ? message.slice(0, -noExtra.length).replace(/ \[\]$/, '') : message;
	const start = isMonolog ? bare.indexOf(' {"') : bare.lastIndexOf('\t{');
	const fields = start === -1 ? undefined : readJson(bare.slice(start + 1));
	return fields ? [bare.slice(0, start), ...readDetails(fields, bare.slice(0, start))].join(' ') : bare;
}
