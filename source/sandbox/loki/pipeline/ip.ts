import {BlockList, isIP} from 'node:net';

export type IpMatcher = {
	/** Whether the text is an address that fits. */
	readonly is: (text: string) => boolean;
	/** Whether an address that fits stands somewhere in the text. */
	readonly isIn: (text: string) => boolean;
};

const candidates = /(?<![\d.:a-f])(?:\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})(?![\d.:a-f])/gi;

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

const invalid = (pattern: string): Error => new Error(`ip: invalid pattern: '${pattern}'`);

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
		is,
		isIn: text => (text.match(candidates) ?? []).some(address => is(address)),
	};
};
