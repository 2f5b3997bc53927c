import type {KnownNames, Mention} from './known-names.js';
import {typed} from './outside.js';

const searchedLength = 4096;
const contextLength = 60;

/** A field or words directly before a name that say: this one called. */
const caller = /(?:(?<![\da-z])(?:client|caller|from|user[-._]?agent|source|requester|consumer|origin|downstream|remote[-._]?(?:addr(?:ess)?|host|user|ip))(?:[-._]?(?:app|service|name|id))?["']?\s?[:=]\s?\\?["']?|\b(?:called by|on behalf of|(?:requests?|calls?|connections?|messages?) from|for caller|for client)\s["'([]?)$/i;
/** A field, words or the beginning of an address directly before a name that say: this one is called. */
const called = /(?::\/\/(?:[^\s"'/@]{1,40}@)?|(?<![\da-z])(?:upstream|host|hostname|(?:peer|remote)[-._]?service|server|target|backend|addr|address|endpoint|authority|callee|dependency|destination|dst|service)(?:[-._]?(?:service|name|host|cluster|address|addr))?["']?\s?[:=]\s?\\?["']?|\b(?:call(?:ing|s|ed)?(?: to)?|request(?:ed|s)? to|connect(?:ing|ed|ion)? to|(?:[1-5]\d\d|response|answer|reply|errors?|exceptions?|failures?|timeouts?|unavailable|refused) from|dial(?:ing)?(?: tcp)?|lookup)\s["'([]?)$/i;
/** Who is at the other end: a client writes of the server and a server of the client, and of itself where a request named it. */
const otherEnd = /(?<![\da-z])(?:peer|remote)(?:[-._]?(?:name|address|addr))?["']?\s?[:=]\s?\\?["']?$/i;
const ownHost = /(?<![\da-z])host(?:name)?["']?\s?[:=]\s?\\?["']?$/i;
const requestLine = /\b(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \//;
/** What follows a name that is an address. */
const address = /^(?::(?<port>\d{2,5})\b|\.[a-z][\w-]*\.(?:svc|cluster|internal|local|consul)\b)/i;
/** From here on a system gives ports to whoever calls (the usual range of Linux). */
const firstCallersPort = 32_768;

/** What a text says of a service that it names: that it called, that it is called, only its name, or a word that may be its name. */
export type MentionRole = 'caller' | 'called' | 'named' | 'word';

/** What stands around a name says; undefined where a visitor typed it, and where it may be either end. */
export function roleAt(text: string, {start, end}: Mention): Exclude<MentionRole, 'word'> | undefined {
	const before = text.slice(Math.max(0, start - contextLength), start);
	if (typed.test(before)) {
		return undefined;
	}

	const found = address.exec(text.slice(end, end + contextLength));
	if (caller.test(before) || Number(found?.groups?.port) >= firstCallersPort) {
		return 'caller';
	}

	if (found) {
		return 'called';
	}

	if (otherEnd.test(before) || (ownHost.test(before) && requestLine.test(text))) {
		return undefined;
	}

	return called.test(before) ? 'called' : 'named';
}

const strength: Readonly<Record<MentionRole, number>> = {
	called: 3, named: 2, word: 1, caller: 0,
};

/** The stronger of two roles: who is called outweighs who is only named, and anything who only calls. */
export const strongerRole = <Role extends MentionRole>(role: Role, other: Role | undefined): Role => other === undefined || strength[role] > strength[other] ? role : other;

/** The other services that a text names, each with the strongest of its roles: who is called outweighs who only calls. */
export function mentionsOf(text: string, service: string, names: KnownNames): ReadonlyMap<string, MentionRole> {
	const searched = text.slice(0, searchedLength);
	const found = new Map<string, MentionRole>();
	for (const place of names.words(searched, service)) {
		const {name, isSure} = place;
		const role = roleAt(searched, place);
		if (role !== undefined) {
			found.set(name, strongerRole<MentionRole>(role === 'named' && !isSure ? 'word' : role, found.get(name)));
		}
	}

	return found;
}
