import {extract} from '../extract.js';
import type {KnownNames} from './known-names.js';
import {roleAt} from './mentions.js';

const maxSaid = 160;
const maxCause = 300;
const searchedLength = 16_384;

/** What an exception says of the one inside it; the last of a text is the innermost. */
const inner = /(?:\bCaused(?: by)?: |\bnested exception is |\bcaused by: )([^\n]{4,300})/g;
/** An id of the request, with its name, and the logger before it. */
const requestIds = /(?<![\w.])["']?(?:trace|span|request|req|correlation|parent)[ \-._]?id["']?\s{0,2}[:=]\s{0,2}["']?[\w-]{1,64}["']?,?/gi;
const leadingLogger = /^[\w$.[\]]{0,120}#\d{1,5}\s+/;
const variables = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b|\b(?=[a-f]*\d)[\da-f]{12,}\b|\d+(?:\.\d+)*/gi;
/** The answer of another service, as HTTP clients, gateways and RPC libraries tell it. */
const relayed = /httpservererror|httpclienterror|feignexception|webclientresponseexception|restclientexception|\bstatus(?: code)?[ :=]{1,2}5\d\d\b|\b50[0234] (?:internal|bad gateway|service|gateway|null)|bad gateway|upstream (?:connect|prematurely|timed|sent|returned|answered)|\b(?:answered|returned|responded)(?: with)?(?: status)? 5\d\d\b|rpc error: code = (?:unavailable|internal|deadlineexceeded)/i;
/** The same in the access log of a gateway. */
const gatewayStatus = /\bhttp\/\d(?:\.\d)?" 50[234]\b/i;

/** What is called does not answer at all. Whether that is the service's own trouble, such a line alone does not tell. */
const unanswered = /\bsocket hang ?up\b|\beconn(?:reset|refused|aborted)\b|\betimedout\b|\bconnection (?:was )?(?:reset|refused|closed|timed out)\b|\bfailed to connect\b|\b(?:could not|cannot|unable to) connect\b|\bcontext deadline exceeded\b|\bread timed? ?out\b|\bno route to host\b|: eof\b/i;

/** Whether a line tells that something called failed or did not answer. */
export const tellsFailedCall = (line: string): boolean => {
	const text = line.slice(0, searchedLength);
	return relayed.test(text) || gatewayStatus.test(text) || unanswered.test(text);
};

/** What an error line says: of its own service, or of another one. */
export type Said = {
	/** The innermost exception's message, else the message; numbers, ids and the names of services masked. */
	readonly text: string;
	/** The other known services that it names, in its innermost text first. */
	readonly others: readonly string[];
	/** It tells the failure of a call to another service. */
	readonly isRelayed: boolean;
};

/** The message of a line, without what only its wrapping says; of several causes the innermost. */
export function messageOf(line: string): string {
	const {text} = extract(line.slice(0, searchedLength));
	return text.replaceAll(requestIds, ' ').trim().replace(leadingLogger, '').replaceAll(/\s+/g, ' ').trim();
}

/** Whoever only called, or was typed by a visitor, has no part in the failure. */
const isOnlyCaller = (role: ReturnType<typeof roleAt>): boolean => role === 'caller' || role === undefined;

/** What an error says, as the key by which it is the same error: two statements, two services and two pods that fail alike say one thing. */
export function saidOf(line: string, service: string, names: KnownNames): Said {
	const causes = [...line.slice(0, searchedLength).matchAll(inner)].map(match => innermost(match[1] ?? ''));
	const message = causes.at(-1) ?? messageOf(line);
	const whole = causes.length > 0 ? causes.toReversed().join(' ') : message;
	return {
		text: names.mask(message).replaceAll(variables, '#').replaceAll(/\s+/g, ' ').trim().slice(0, maxSaid),
		others: [...new Set(names.places(whole, service).filter(place => !isOnlyCaller(roleAt(whole, place))).map(({name}) => name))],
		isRelayed: relayed.test(whole) || gatewayStatus.test(line.slice(0, searchedLength)),
	};
}

/** One line may hold several: the last of them, without what the text around it adds. */
const innermost = (text: string): string => (text.split(/nested exception is |; Caused by: /).at(-1) ?? text).replace(/\] with root cause.*$/, '').slice(0, maxCause);
