import {BlockList, isIP} from 'node:net';
import {quote} from '../../../logql/go-strings.js';

export type IpMatcher = {
	/** Whether an address that fits stands somewhere in the text. */
	readonly isIn: (text: string) => boolean;
};

/** Where an address may begin, as Loki guesses it: a digit and a dot, or hexadecimal digits and a colon. */
const addressStart = /\d{1,3}\.|::[\da-f]|[\da-f]{1,4}:/gi;
const ipv4Characters = /[\d.]+/y;
const ipv6Characters = /[\d.:a-f]+/iy;

const addressesIn = (text: string): string[] => {
	const addresses: string[] = [];
	addressStart.lastIndex = 0;
	for (let start = addressStart.exec(text); start; start = addressStart.exec(text)) {
		const characters = start[0].endsWith('.') ? ipv4Characters : ipv6Characters;
		characters.lastIndex = start.index;
		const address = characters.exec(text)![0];
		addresses.push(address);
		addressStart.lastIndex = start.index + address.length;
	}

	return addresses;
};

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const invalid = (pattern: string): Error => new Error(`ip: invalid pattern: ${quote(pattern)}`);

const blockListOf = (pattern: string): BlockList => {
	const list = new BlockList();
	const [network = '', prefix] = pattern.split('/', 2);
	const [first = '', last] = pattern.split('-').map(part => part.trim());
	try {
		if (prefix !== undefined && isIP(network) > 0) {
			list.addSubnet(network, Number(prefix), family(network));
			return list;
		}

		if (last !== undefined && isIP(first) > 0 && isIP(last) > 0) {
			list.addRange(first, last, family(first));
			return list;
		}

		if (isIP(pattern) > 0) {
			list.addAddress(pattern, family(pattern));
			return list;
		}
	} catch {}

	throw invalid(pattern);
};

/**
The ip() of line and label filters: an address, a range `a-b` or a network `a/bits`.

@throws Error where the pattern is none of these.
*/
export const ipMatcher = (pattern: string): IpMatcher => {
	const list = blockListOf(pattern);
	const is = (text: string): boolean => isIP(text) > 0 && list.check(text, family(text));
	return {
		isIn: text => addressesIn(text).some(address => is(address)),
	};
};
