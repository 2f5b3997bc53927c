import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import type {Level} from '../fleet.js';
import {isoTime} from '../times.js';
import {amount, sku, userId} from './people.js';

/** One line of zap's JSON encoder. */
export const zap = (timeMs: number, level: Level, caller: string, msg: string, rest: Readonly<Record<string, unknown>>): Written => ({
	level,
	line: JSON.stringify({
		level, ts: isoTime(timeMs), caller, msg, ...rest,
	}),
});

export type CheckoutOrder = {
	readonly order: string;
	readonly traceId: string;
};

export const startedLine = (random: Random, timeMs: number, {order, traceId}: CheckoutOrder): Written =>
	zap(timeMs, 'info', 'checkout/handler.go:71', 'checkout started', {
		order: {
			id: order, items: random.int(1, 6), total: amount(random), currency: 'EUR',
		},
		user: {id: userId(random)},
		trace_id: traceId,
	});

/** `slowMs` is what the reservation took longer than usual. */
export const completedLine = (random: Random, timeMs: number, {order, traceId}: CheckoutOrder, slowMs = 0): Written =>
	zap(timeMs, 'info', 'checkout/handler.go:118', 'checkout completed', {
		order: {id: order},
		steps: {reserve_ms: random.durationMs(14) + slowMs, charge_ms: random.durationMs(260), total_ms: random.durationMs(340) + slowMs},
		trace_id: traceId,
	});

/** What payment's trouble looks like from here. */
export const chargeFailedLine = (random: Random, timeMs: number, {order, traceId}: CheckoutOrder, attempt: number): Written =>
	zap(timeMs, 'error', 'payment/client.go:164', 'charge attempt failed', {
		error: {
			kind: 'ServiceUnavailable',
			message: 'ServiceUnavailable from payment:8443: upstream returned 503 after 3 s',
		},
		order: {id: order},
		attempt,
		upstream: {addr: 'payment:8443', took_ms: 3000 + random.int(2, 40)},
		trace_id: traceId,
	});

export const abandonedLine = (random: Random, timeMs: number, {order, traceId}: CheckoutOrder): Written =>
	zap(timeMs, 'error', 'checkout/handler.go:131', 'checkout failed, stock released', {
		error: {kind: 'UpstreamError', message: 'payment did not accept the charge'},
		order: {id: order, total: amount(random)},
		trace_id: traceId,
	});

/** Another service than payment did not do its part. */
export const stepFailedLine = (random: Random, timeMs: number, {order, traceId}: CheckoutOrder, service: string): Written =>
	zap(timeMs, 'error', 'checkout/handler.go:131', 'checkout failed', {
		error: {kind: 'UpstreamError', message: `${service}:8080 answered 503`},
		order: {id: order, total: amount(random)},
		trace_id: traceId,
	});

export const checkoutTrouble = (random: Random, timeMs: number): Written => {
	if (random.chance(0.5)) {
		return zap(timeMs, 'error', 'tax/client.go:90', 'tax quote failed, flat rate used', {error: {kind: 'DeadlineExceeded', message: 'tax.internal did not answer in 800 ms'}});
	}

	return random.chance(0.5)
		? zap(timeMs, 'error', 'checkout/coupon.go:44', 'coupon could not be applied', {error: {kind: 'Conflict', message: 'coupon is used up'}, item: {sku: sku(random)}})
		: zap(timeMs, 'error', 'checkout/address.go:58', 'address lookup failed', {error: {kind: 'Unavailable', message: 'connection reset by peer'}, user: {id: userId(random)}});
};

export const checkoutChore = (random: Random, timeMs: number): Written =>
	zap(timeMs, 'info', 'checkout/flags.go:29', 'feature flags refreshed', {flags: {count: 37, changed: random.int(0, 1)}});
