import type {KnownNames} from './known-names.js';
import {roleAt} from './mentions.js';
import {outsideOf, sourceFile} from './outside.js';

const searchedLength = 4096;
const maxHosts = 4;

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
	for (const place of names.places(text, service)) {
		const role = roleAt(text, place);
		if (role === 'caller') {
			callers.add(place.name);
		} else if (role !== undefined) {
			named.add(place.name);
		}

		if (role === 'called') {
			places.add(place.name);
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
