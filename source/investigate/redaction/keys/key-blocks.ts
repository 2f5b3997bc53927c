import {findByPatterns} from '../pattern-rules.js';

/** A private key within one text, its marks with it. One that was cut off has no end mark; its body still goes. */
export const findKeyBlocks = findByPatterns([
	{
		kind: 'PRIVATE_KEY',
		needs: ['PRIVATE KEY'],
		pattern: /(-----BEGIN [ 0-9A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s+,./0-9:=A-Z\\a-z|⏎]|-(?!----)){0,20000}(?:-----END [ 0-9A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----)?)/dg,
	},
	{
		kind: 'PRIVATE_KEY',
		needs: ['LS0tLS1CRUdJTi'],
		// The same in Base64, as Kubernetes keeps it: `-----BEGIN ... PRIVATE KEY`.
		pattern: /(?<![\w+/])(LS0tLS1CRUdJTi(?:BQUklWQVRFIEtFWS|BSU0EgUFJJVkFURSBLRVkt|BFQyBQUklWQVRFIEtFWS|BPUEVOU1NIIFBSSVZBVEUgS0VZ|BFTkNSWVBURUQgUFJJVkFURSBLRVkt|BEU0EgUFJJVkFURSBLRVkt|BQR1AgUFJJVkFURSBLRVkg)[\w+/]{0,40000}={0,2})/dg,
	},
	{
		kind: 'PRIVATE_KEY',
		needs: ['PRIVATE-KEY', '"d":', String.raw`\"d\":`],
		// A private key as JSON: what is secret of it are `d` and the primes.
		pattern: /\\{0,3}"(?:[dpq]|dp|dq|qi)\\{0,3}"\s?:\s?\\{0,3}"([\w-]{40,1400})\\{0,3}"/dg,
	},
]);
