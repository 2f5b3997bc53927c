import {writeAs} from '../lines/own-format.js';
import {chargeId, orderId} from '../lines/people.js';
import type {Incident} from './types.js';

const minuteMs = 60_000;
const secondMs = 1000;
const payment = writeAs('payment');
const orders = writeAs('orders');
const refused = 'dial tcp ledger-db.internal:5432: connect: connection refused';

/** What fails is nowhere in this Loki: only those who call it write about it. */
export const outsideDatabase: Incident = {
	what: 'a database that writes no logs here is down, and two services fail because of it: payment, then orders',
	leadMs: 10 * minuteMs,
	hits: [
		{
			service: 'payment', share: 0.75, fail: (random, timeMs) => payment(random, timeMs, 'error', `charge ${chargeId(random)} not booked`, refused),
		},
		{service: 'orders', share: 0.6, isSilent: true},
	],
	trouble: [
		{
			service: 'orders', perMinute: 6, afterMs: 50 * secondMs, make: (random, timeMs) => orders(random, timeMs, 'error', `order ${orderId(random)} not written`, refused),
		},
	],
};
