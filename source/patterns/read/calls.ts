import type {KnownNames} from './known-names.js';
import {outsideOf, sourceFile, typed} from './outside.js';

const searchedLength = 4096;
const contextLength = 60;
const maxHosts = 4;

/** A field or words directly before a name that say: this one called. */
const caller = /(?:(?<![\da-z])(?:client|caller|from|user[-._]?agent|source|requester|consumer|origin|downstream)(?:[-._]?(?:app|service|name|id))?["']?\s?[:=]\s?\\?["']?|\b(?:called by|on behalf of|requests? from|for caller|for client)\s["'([]?)$/i;
/** A field, words or the beginning of an address directly before a name that say: this one is called. */
const called = /(?::\/\/(?:[^\s"'/@]{1,40}@)?|(?<![\da-z])(?:upstream|host|hostname|peer|server|target|backend|addr|address|endpoint|authority|callee|dependency|remote|destination|dst|service)(?:[-._]?(?:service|name|host|cluster|address|addr))?["']?\s?[:=]\s?\\?["']?|\b(?:call(?:ing|s|ed)?(?: to)?|request(?:ed|s)? to|connect(?:ing|ed|ion)? to|response from|answer from|dial(?:ing)?(?: tcp)?|lookup)\s["'([]?)$/i;
/** What follows a name that is an address. */
const address = /^(?::\d{2,5}\b|\.[a-z][\w-]*\.(?:svc|cluster|internal|local|consul)\b)/i;
const host = /(?<![\w\-.@])(?<name>\d{1,3}(?:\.\d{1,3}){3}|[a-z][\d\-a-z]*(?:\.[\da-z][\d\-a-z]*)*):(?<port>\d{2,5})(?!\w|[.:]\d)/gi;
const ownHost = /^(?:127\.|0\.0\.0\.0|localhost$)/i;

/** Who a line says has to do with its service. Names as the fleet has them. */
export type CallsOfLine = {
	/** Other services, but not those that called. */
	readonly named: readonly string[];
	/** Those that stand where a called one stands. */
	readonly called: readonly string[];
	readonly callers: readonly string[];
	/** Hosts with a port that are no service's. */
	readonly hosts: readonly string[];
	/** Hosts that are called and are no service of the fleet, without port. */
	readonly outside: readonly string[];
};

/** Reads who calls and who is called. The caller's own name is no call, and neither is what a URL's query says. */
export function callsOf(line: string, service: string, names: KnownNames): CallsOfLine {
	const text = line.slice(0, searchedLength);
	const named = new Set<string>();
	const places = new Set<string>();
	const callers = new Set<string>();
	for (const {name, start, end} of names.places(text)) {
		const before = text.slice(Math.max(0, start - contextLength), start);
		if (name === service || typed.test(before)) {
			continue;
		}

		if (caller.test(before)) {
			callers.add(name);
			continue;
		}

		named.add(name);
		if (called.test(before) || address.test(text.slice(end, end + contextLength))) {
			places.add(name);
		}
	}

	return {
		named: [...named], called: [...places], callers: [...callers], hosts: hostsOf(text, names), outside: outsideOf(text, service, names),
	};
}

function hostsOf(text: string, names: KnownNames): readonly string[] {
	const hosts = new Set<string>();
	for (const {groups, index} of text.includes(':') ? text.matchAll(host) : []) {
		const {name = '', port = ''} = groups ?? {};
		const isHost = !sourceFile.test(name) && !ownHost.test(name) && (/\d\.\d/.test(name) || /[-.]/.test(name) || Number(port) > 99);
		if (isHost && !names.isAt(text, index, index + (name.split('.', 1)[0] ?? '').length)) {
			hosts.add(`${name}:${port}`.toLowerCase());
		}

		if (hosts.size === maxHosts) {
			break;
		}
	}

	return [...hosts];
}
