import {type StoryService} from '../fleet.js';
import {writeAs} from '../lines/own-format.js';
import type {Hit, Incident, Trouble} from './types.js';

const minuteMs = 60_000;
const secondMs = 1000;

/** Each service and the name that it cannot resolve. */
const lookUps: ReadonlyArray<readonly [service: StoryService, host: string]> = [
	['auth', 'sessions-redis.data.svc.cluster.local'],
	['catalog', 'catalog-db.data.svc.cluster.local'],
	['search', 'es-data.data.svc.cluster.local'],
	['cart', 'cart-redis.data.svc.cluster.local'],
	['inventory', 'stock-db.data.svc.cluster.local'],
	['payment', 'db-primary.data.svc.cluster.local'],
	['frontend', 'assets.edge.svc.cluster.local'],
	['api-gateway', 'rate-limits.edge.svc.cluster.local'],
	['checkout', 'tax.edge.svc.cluster.local'],
	['orders', 'kafka.data.svc.cluster.local'],
	['notifications', 'smtp.mail.svc.cluster.local'],
	['billing-cron', 'ledger.data.svc.cluster.local'],
];
/** They serve requests, and fail them. */
const answering: ReadonlySet<string> = new Set<StoryService>(['auth', 'catalog', 'search', 'cart', 'inventory', 'payment']);

const lookUpFailed = (host: string): string => `lookup ${host} on 10.43.0.10:53: server misbehaving`;

/** Everything at once: nobody in the fleet is to blame. */
export const dns: Incident = {
	what: 'the cluster\'s DNS fails, and with it everything at once',
	leadMs: 8 * minuteMs,
	hits: lookUps.filter(([service]) => answering.has(service)).map(([service, host]): Hit => ({
		service, share: 0.8, fail: (random, timeMs) => writeAs(service)(random, timeMs, 'error', 'dependency not reached', lookUpFailed(host)),
	})),
	trouble: lookUps.map(([service, host], index): Trouble => ({
		service, perMinute: 6, afterMs: index * 2 * secondMs, make: (random, timeMs) => writeAs(service)(random, timeMs, 'error', 'connection could not be opened', lookUpFailed(host)),
	})),
};
