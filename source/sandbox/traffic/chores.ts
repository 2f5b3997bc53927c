import {authChore, authTrouble, refreshRetry} from './lines/auth.js';
import {billingChore} from './lines/billing.js';
import {cartChore, cartTrouble} from './lines/cart.js';
import {catalogChore, catalogTrouble} from './lines/catalog.js';
import {checkoutChore, checkoutTrouble} from './lines/checkout.js';
import {nginxTrouble} from './lines/frontend.js';
import {gatewayLine, limitReloadLine} from './lines/gateway.js';
import {hostileLine} from './lines/hostile.js';
import {inventoryChore, inventoryTrouble} from './lines/inventory.js';
import {notificationsChore, notificationsTrouble} from './lines/notifications.js';
import {ordersChore, ordersTrouble} from './lines/orders.js';
import {paymentChore, paymentTrouble} from './lines/payment.js';
import {searchChore, searchTrouble} from './lines/search.js';
import type {StoryService} from './fleet.js';
import type {Random} from './random.js';
import type {Written} from './stage.js';

/** What a service writes outside of requests. */
export type Chore<Service extends string = string> = {
	readonly service: Service;
	readonly perMinute: number;
	readonly make: (random: Random, timeMs: number) => Written;
};

const routes = [
	['catalog', '/api/v1/products/1871'],
	['search', '/api/v1/search'],
	['cart', '/api/v1/cart/items'],
	['auth', '/api/v1/session'],
] as const;

/** A failed request of an ordinary day. */
const gatewayTrouble = (random: Random, timeMs: number): Written => {
	const [upstream, path] = random.pick(routes);
	const status = random.pick([500, 500, 504]);
	return gatewayLine(random, timeMs, {
		method: 'GET', path, upstream, status, tookMs: status === 504 ? 10_000 + random.int(1, 9) : random.durationMs(80), traceId: random.hex(32),
	});
};

const throttled = (random: Random, timeMs: number): Written => gatewayLine(random, timeMs, {
	method: 'GET', path: '/api/v1/search', upstream: 'search', status: 429, tookMs: 1, traceId: random.hex(32),
});

/** The even background, and beside it the ordinary trouble: .2 to 1 % of a service's lines. */
export const chores: ReadonlyArray<Chore<StoryService>> = [
	{service: 'frontend', perMinute: 0.07, make: nginxTrouble},
	{service: 'api-gateway', perMinute: 0.5, make: limitReloadLine},
	{service: 'api-gateway', perMinute: 0.2, make: throttled},
	{service: 'api-gateway', perMinute: 0.15, make: gatewayTrouble},
	{service: 'auth', perMinute: 1, make: authChore},
	{service: 'auth', perMinute: 0.04, make: authTrouble},
	{service: 'auth', perMinute: 0.05, make: (random, timeMs) => refreshRetry(random, timeMs, false)},
	{service: 'catalog', perMinute: 1, make: catalogChore},
	{service: 'catalog', perMinute: 0.04, make: catalogTrouble},
	{service: 'search', perMinute: 2, make: searchChore},
	{service: 'search', perMinute: 0.05, make: searchTrouble},
	{service: 'cart', perMinute: 0.5, make: cartChore},
	{service: 'cart', perMinute: 0.035, make: cartTrouble},
	{service: 'checkout', perMinute: 1, make: checkoutChore},
	{service: 'checkout', perMinute: 0.14, make: checkoutTrouble},
	{service: 'payment', perMinute: 4, make: paymentChore},
	{service: 'payment', perMinute: 0.38, make: paymentTrouble},
	{service: 'orders', perMinute: 1.5, make: ordersChore},
	{service: 'orders', perMinute: 0.05, make: ordersTrouble},
	{service: 'inventory', perMinute: 2, make: inventoryChore},
	{service: 'inventory', perMinute: 0.05, make: inventoryTrouble},
	{service: 'notifications', perMinute: 2, make: notificationsChore},
	{service: 'notifications', perMinute: 0.04, make: notificationsTrouble},
	{service: 'notifications', perMinute: 0.1, make: hostileLine},
	{service: 'billing-cron', perMinute: 0.4, make: billingChore},
];
