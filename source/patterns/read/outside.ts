import type {KnownNames} from './known-names.js';

/** What a visitor typed: the query of a URL, and fields that hold a person's words, say nothing of who is called. */
export const typed = /[&?][^\s"&'<>?]*$|(?<![\da-z])(?:user|username|login|account|email|referr?er|query|search|term|input|q)["']?\s?[:=]\s?\\?["']?$/i;
const maxHosts = 4;
const contextLength = 60;
/** Ports of databases, caches, brokers, mail and directories: who answers there is named by them, whatever the address. */
const storePort = /:(?:25|389|465|587|636|1433|1521|2181|2379|3306|5432|5433|5671|5672|6379|6380|7000|7687|8086|9042|9092|9200|9300|11211|26257|26379|27017|50000)$/;
const longestHost = 100;

/** Where a host that is called stands: an address of a protocol, a field of what is called, words of a lookup or a connection. An address of the web only behind a method, a field or a word of calling: pages of help have addresses too. */
const places = [
	/\b(?:jdbc:)?(?!https?:)[a-z][\d+a-z]{1,20}:\/\/(?:[^\s"'/@]{1,80}@)?(?<host>[\da-z][\d\-.a-z]*)/gi,
	/\b(?:get|head|post|put|patch|delete|to|from|for|calling|fetch(?:ing)?|url|uri|upstream|endpoint|target|backend|address)["']?\s?[:=]?\s?\\?["'(]?https?:\/\/(?:[^\s"'/@]{1,80}@)?(?<host>[\da-z][\d\-.a-z]*)/gi,
	/(?<![\da-z])(?:upstream|peer|backend|target|callee|dependency|remote|destination|dst|(?:db|database|redis|cache|broker|kafka|mongo|mysql|postgres|pg|smtp|ldap|queue)[-._]?(?:host|addr|address|endpoint|server)|broker)(?:[-._]?(?:service|name|host|cluster|address|addr))?["']?[:=]\s?\\?["']?(?<host>[\da-z][\d\-.a-z]*)/gi,
	/\b(?:lookup|enotfound|eai_again|dial tcp(?:: lookup)?|unknownhostexception:|resolve(?: host(?:name)?)?:?|connect(?:ing|ion)?(?: attempt)? (?:to|with)(?: (?:host|server|database|broker))?|(?:database|server|broker|host|cluster) at)\s["'([`]?(?<host>[\da-z][\d\-.a-z]*)/gi,
] as const;
/** A host with a port, wherever it stands. */
const withPort = /(?<![\w\-.@])(?<host>[a-z][\d\-a-z]*(?:\.[\da-z][\d\-a-z]*)*):\d{2,5}(?!\w|[.:]\d)/gi;
const clusterEnd = /\.svc(?:\.cluster\.local)?$/;
/** `orders.go:88` is a place in a program. */
export const sourceFile = /\.(?:go|java|py|m?js|tsx?|rb|rs|cc?|cpp|cs|php|kt|scala|exs?|erl|lua|swift)$/i;
/** `1.42.0` is a version, `com.shop.Order` a class, `report.json` a file. */
const noHost = /\.(?:json|ya?ml|xml|csv|log|txt|html?|conf|properties|lock|sock|pem|crt|key)$|^(?:com|org|net|io|java|javax|jakarta|sun|akka|scala|kotlin)\.|^\d+(?:[-.]\d+)*$|^v\d|^localhost|^[\da-f]{8}-[\da-f]{4}-|--/;
/** A host is more than a word: it has a part, a dash or a digit. */
const isHost = (host: string): boolean => host.length > 3 && host.length <= longestHost && /[a-z]/.test(host) && /[\d\-.]/.test(host) && !sourceFile.test(host) && !noHost.test(host) && !/^[\da-f]+$/.test(host);

/**
The hosts that a line says are called and that are no service of the fleet: a database, a partner's API. Without port, in lower case, at most four.
Addresses in numbers are left out: they are pods as often as not.
*/
export function outsideOf(text: string, service: string, names: KnownNames): readonly string[] {
	const found = new Set<string>();
	const own = service.toLowerCase();
	for (const {host, startAt} of /[-.:=]/.test(text) ? hostsIn(text) : []) {
		const name = host.toLowerCase().replace(/[-.]$/, '');
		if (isHost(name) && name !== own && !names.isAt(text, startAt, startAt + (name.split('.', 1)[0] ?? '').length)) {
			found.add(name.replace(clusterEnd, ''));
		}

		if (found.size === maxHosts) {
			break;
		}
	}

	return [...found];
}

/** What stands where a host is called, but not what a visitor typed. */
function * hostsIn(text: string): Generator<{readonly host: string; readonly startAt: number}> {
	for (const place of [...places, withPort]) {
		for (const match of text.matchAll(place)) {
			const host = match.groups?.host ?? '';
			if (!typed.test(text.slice(Math.max(0, match.index - contextLength), match.index))) {
				yield {host, startAt: match.index + (place === withPort ? 0 : match[0].length - host.length)};
			}
		}
	}
}

/** Whether hosts with a port, as `callsOf` gives them, hold one that is a database or the like. */
export const isStore = (hosts: readonly string[]): boolean => hosts.some(host => storePort.test(host));
