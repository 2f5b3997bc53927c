import type {Random} from '../random.js';

const firstNames = ['anna', 'bo', 'chen', 'dmitri', 'elif', 'farid', 'grace', 'hugo', 'ines', 'jonas', 'kofi', 'lena', 'mara', 'nils', 'olga', 'priya'];
const lastInitials = [...'abcdefghklmnprstvw'];
const paths = ['/', '/products/', '/c/shoes', '/c/lamps', '/search', '/cart', '/account/orders'];
const agents = [
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
	'Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.1 Mobile/15E148 Safari/604.1',
	'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
	'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
];

export const email = (random: Random): string => `${random.pick(firstNames)}.${random.pick(lastInitials)}@example.com`;

/** An address of a client: one of the ranges that are kept for documentation. */
export const clientIp = (random: Random): string =>
	`${random.pick(['192.0.2', '198.51.100', '203.0.113'])}.${random.int(1, 254)}`;

export const podIp = (random: Random): string => `10.42.${random.int(0, 7)}.${random.int(2, 250)}`;

export const userAgent = (random: Random): string => random.pick(agents);

export const pagePath = (random: Random): string => {
	const path = random.pick(paths);
	return path === '/products/' ? `${path}${random.int(1000, 9999)}` : path;
};

export const orderId = (random: Random): string => `ord_${random.int(10_000_000, 99_999_999)}`;

export const chargeId = (random: Random): string => `ch_${random.hex(14)}`;

export const userId = (random: Random): string => `u_${random.int(10_000, 99_999)}`;

export const sku = (random: Random): string => `${random.pick(['SHO', 'LMP', 'BAG', 'KIT', 'TOY'])}-${random.int(1000, 9999)}`;

/** `42.10` */
export const amount = (random: Random): string => (random.durationMs(4200) / 100).toFixed(2);
