import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {nginxAccessTime, nginxErrorTime} from '../times.js';
import {
	clientIp,
	pagePath,
	podIp,
	userAgent,
} from './people.js';

/** A line of nginx's access log: combined, with the request's and the upstream's time in seconds. */
export const accessLine = (random: Random, timeMs: number, request: string, status: number, tookMs: number): Written => {
	const seconds = (tookMs / 1000).toFixed(3);
	const upstream = (Math.max(1, tookMs - 2) / 1000).toFixed(3);
	const bytes = status === 304 ? 0 : random.durationMs(5200);
	return {
		level: status >= 500 ? 'error' : 'info',
		line: `${clientIp(random)} - - [${nginxAccessTime(timeMs)}] "${request} HTTP/2.0" ${status} ${bytes} "https://shop.example.com${pagePath(random)}" "${userAgent(random)}" rt=${seconds} uct=0.001 urt=${upstream}`,
	};
};

export const assetLine = (random: Random, timeMs: number): Written => {
	const file = random.pick(['app', 'vendor', 'checkout', 'search']);
	const status = random.chance(0.3) ? 304 : 200;
	return accessLine(random, timeMs, `GET /assets/${file}.${random.hex(8)}.js`, status, random.int(1, 4));
};

/** What nginx's error log says on an ordinary day. */
export const nginxTrouble = (random: Random, timeMs: number): Written => {
	const head = `${nginxErrorTime(timeMs)} [error] ${random.int(29, 33)}#${random.int(29, 33)}: *${random.int(100_000, 999_999)}`;
	const tail = `client: ${clientIp(random)}, server: shop.example.com, request: "GET ${pagePath(random)} HTTP/2.0", upstream: "http://${podIp(random)}:8080/", host: "shop.example.com"`;
	const what = random.chance(0.6)
		? 'upstream prematurely closed connection while reading response header from upstream'
		: 'upstream timed out (110: Operation timed out) while reading response header from upstream';
	return {level: 'error', line: `${head} ${what}, ${tail}`};
};
