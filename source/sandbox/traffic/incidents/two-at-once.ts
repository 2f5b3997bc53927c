import {writeAs} from '../lines/own-format.js';
import {userId} from '../lines/people.js';
import type {Incident} from './types.js';

const minuteMs = 60_000;
const search = writeAs('search');
const mailer = writeAs('notifications');

/** Two that have nothing to do with each other, a few minutes apart. */
export const twoAtOnce: Incident = {
	what: 'two incidents that have nothing to do with each other: a full disk under search, an expired certificate at the mail relay',
	leadMs: 11 * minuteMs,
	trouble: [
		{service: 'search', perMinute: 7, make: (random, timeMs) => search(random, timeMs, 'error', 'documents not indexed', `translog append failed: /data/_${random.hex(3)}: no space left on device`)},
		{
			service: 'notifications', perMinute: 8, afterMs: 4 * minuteMs, make: (random, timeMs) => mailer(random, timeMs, 'error', `mailer: message to ${userId(random)} not sent`, 'tls: certificate of smtp.relay.example.net has expired'),
		},
	],
};
