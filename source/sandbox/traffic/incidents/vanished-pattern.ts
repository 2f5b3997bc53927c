import {writeAs} from '../lines/own-format.js';
import {sku} from '../lines/people.js';
import type {Incident} from './types.js';

const minuteMs = 60_000;
const service = 'price-feed';
const write = writeAs(service);

/** A consumer that hangs: it goes on polling, nothing fails, and what it did is not done any more. */
export const vanishedPattern: Incident = {
	what: 'price-feed goes on polling its supplier and updates no price any more; nobody writes an error',
	leadMs: 9 * minuteMs,
	services: [service],
	usual: [
		{
			service, perMinute: 30, isLost: true, make: (random, timeMs) => write(random, timeMs, 'info', `price of ${sku(random)} set to ${random.int(5, 400)}.90 EUR`),
		},
		{service, perMinute: 9, make: (random, timeMs) => write(random, timeMs, 'info', `supplier polled in ${random.durationMs(120)} ms, cursor ${random.hex(8)}`)},
		{service, perMinute: 4, make: (random, timeMs) => write(random, timeMs, 'debug', `lease renewed for ${random.int(25, 30)} s`)},
	],
};
