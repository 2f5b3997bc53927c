import {playCharge} from './charge.js';
import {sessionLine, verifyLine} from './lines/auth.js';
import {cartLine} from './lines/cart.js';
import {productLine} from './lines/catalog.js';
import {
	abandonedLine,
	chargeFailedLine,
	completedLine,
	startedLine,
	stepFailedLine,
} from './lines/checkout.js';
import {accessLine, assetLine} from './lines/frontend.js';
import {type GatewayRequest, gatewayLine} from './lines/gateway.js';
import {reserveLine, stockLine} from './lines/inventory.js';
import {mailLine} from './lines/notifications.js';
import {placedLine, releasedLine} from './lines/orders.js';
import {orderId} from './lines/people.js';
import {queryLine} from './lines/search.js';
import type {Stage, Written} from './stage.js';

export type RequestKind = {
	/** On the average of a day. */
	readonly perMinute: number;
	/** Comes through queues that even it out. */
	readonly isSteady?: boolean;
	/** Writes the lines of one request that begins at `timeMs`, in every service that it passes. */
	readonly play: (stage: Stage, timeMs: number) => void;
};

/** A second try after payment failed mostly meets the same pod. */
const stuckShare = 0.65;
const badGatewayShare = 0.3;

/** A service's part in a request: how much longer than usual it took, and whether it failed. */
type Visit = {readonly slowMs: number; readonly isFailed: boolean};

/** Writes a service's line of a request, as the incident lets it: later, not at all, or its failure in its place. */
const visit = (stage: Stage, service: string, timeMs: number, traceId: string, make: (timeMs: number, slowMs: number) => Written): Visit => {
	const {random} = stage;
	const hit = stage.hitOf(service, timeMs);
	const slowMs = hit?.slowMs === undefined ? 0 : random.durationMs(hit.slowMs);
	const doneMs = timeMs + slowMs;
	if (!hit?.isSilent) {
		stage.write(service, doneMs, hit?.fail?.(random, doneMs) ?? make(doneMs, slowMs), {traceId});
	}

	return {slowMs, isFailed: hit?.fail !== undefined};
};

/** How much longer a request took for all that it passed, and whether the gateway answers with an error. */
const sumOf = (...visits: ReadonlyArray<Visit | undefined>): Visit => ({
	slowMs: visits.reduce((sum, passed) => sum + (passed?.slowMs ?? 0), 0),
	isFailed: visits.some(passed => passed?.isFailed),
});

type Edge = Omit<GatewayRequest, 'traceId'> & {readonly hasPage?: boolean};

/** The request as the edge sees it when it is over: at the gateway, and in nginx where it came from a page. */
const closeAtEdge = (stage: Stage, timeMs: number, traceId: string, edge: Edge): void => {
	const {random} = stage;
	const endMs = timeMs + edge.tookMs;
	stage.write('api-gateway', endMs, gatewayLine(random, endMs, {...edge, traceId}), {traceId});
	if (edge.hasPage ?? true) {
		stage.write('frontend', endMs + 2, accessLine(random, endMs + 2, `${edge.method} ${edge.path}`, edge.status, edge.tookMs + 3), {traceId});
	}
};

const browse = (stage: Stage, timeMs: number): void => {
	const {random} = stage;
	const traceId = random.hex(32);
	const path = `/api/v1/products/${random.int(1000, 9999)}`;
	const shown = visit(stage, 'catalog', timeMs + 4, traceId, atMs => productLine(random, atMs));
	const stock = random.chance(0.4) ? visit(stage, 'inventory', timeMs + 6, traceId, (atMs, slowMs) => stockLine(random, atMs, slowMs)) : undefined;
	const {slowMs, isFailed} = sumOf(shown, stock);
	closeAtEdge(stage, timeMs, traceId, {
		method: 'GET', path, upstream: 'catalog', status: isFailed ? 503 : 200, tookMs: random.durationMs(24) + slowMs,
	});
};

const lookUp = (stage: Stage, timeMs: number): void => {
	const {random} = stage;
	const traceId = random.hex(32);
	const tookMs = random.durationMs(58);
	const searched = visit(stage, 'search', timeMs + tookMs - 1, traceId, atMs => queryLine(random, atMs, traceId));
	const shown = random.chance(0.3) ? visit(stage, 'catalog', timeMs + tookMs, traceId, atMs => productLine(random, atMs)) : undefined;
	const {slowMs, isFailed} = sumOf(searched, shown);
	closeAtEdge(stage, timeMs, traceId, {
		method: 'GET', path: '/api/v1/search', upstream: 'search', status: isFailed ? 503 : 200, tookMs: tookMs + 4 + slowMs,
	});
};

const signIn = (stage: Stage, timeMs: number): void => {
	const {random} = stage;
	const traceId = random.hex(32);
	const {slowMs, isFailed} = visit(stage, 'auth', timeMs + 3, traceId, atMs => sessionLine(random, atMs));
	closeAtEdge(stage, timeMs, traceId, {
		method: 'POST', path: '/api/v1/session', upstream: 'auth', status: isFailed ? 503 : 200, tookMs: random.durationMs(41) + slowMs, hasPage: false,
	});
};

const changeCart = (stage: Stage, timeMs: number): void => {
	const {random} = stage;
	const traceId = random.hex(32);
	const changed = visit(stage, 'cart', timeMs + 5, traceId, atMs => cartLine(random, atMs, traceId));
	const stock = random.chance(0.3) ? visit(stage, 'inventory', timeMs + 7, traceId, (atMs, slowMs) => stockLine(random, atMs, slowMs)) : undefined;
	const {slowMs, isFailed} = sumOf(changed, stock);
	closeAtEdge(stage, timeMs, traceId, {
		method: 'POST', path: '/api/v1/cart/items', upstream: 'cart', status: isFailed ? 503 : 200, tookMs: random.durationMs(19) + slowMs,
	});
};

const buy = (stage: Stage, timeMs: number): void => {
	const {random, timeline} = stage;
	const order = {order: orderId(random), traceId: random.hex(32)};
	const {traceId} = order;
	stage.write('checkout', timeMs + 6, startedLine(random, timeMs + 6, order), {traceId});
	const steps: Array<readonly [service: string, visit: Visit]> = [];
	if (random.chance(0.5)) {
		steps.push(
			['auth', visit(stage, 'auth', timeMs + 9, traceId, atMs => verifyLine(random, atMs, 'checkout'))],
			['cart', visit(stage, 'cart', timeMs + 12, traceId, atMs => cartLine(random, atMs, traceId))],
		);
	}

	if (random.chance(0.6)) {
		steps.push(['inventory', visit(stage, 'inventory', timeMs + 16, traceId, (atMs, slowMs) => reserveLine(random, atMs, order.order, slowMs))]);
	}

	const {slowMs} = sumOf(...steps.map(([, step]) => step));
	const [failedService] = steps.find(([, step]) => step.isFailed) ?? [];
	let chargeMs = timeMs + 21 + slowMs;
	if (failedService !== undefined) {
		stage.write('checkout', chargeMs, stepFailedLine(random, chargeMs, order, failedService), {traceId});
		closeAtEdge(stage, timeMs, traceId, {
			method: 'POST', path: '/api/v1/checkout', upstream: 'checkout', status: 503, tookMs: chargeMs + 2 - timeMs,
		});
		return;
	}

	let charge = playCharge(stage, chargeMs, order);
	// In the first moments checkout's own retry hides what payment does.
	if (!charge.isAccepted && chargeMs + charge.tookMs >= timeline.checkoutOnsetMs) {
		const failedMs = chargeMs + charge.tookMs;
		stage.write('checkout', failedMs, chargeFailedLine(random, failedMs, order, 1), {traceId});
		chargeMs = failedMs + 100;
		charge = random.chance(stuckShare)
			? playCharge(stage, chargeMs, {...order, stuckPod: charge.pod})
			: {isAccepted: true, tookMs: random.durationMs(240), pod: charge.pod};
		if (!charge.isAccepted) {
			const lostMs = chargeMs + charge.tookMs;
			stage.write('checkout', lostMs, chargeFailedLine(random, lostMs, order, 2), {traceId});
			stage.write('checkout', lostMs + 2, abandonedLine(random, lostMs + 2, order), {traceId});
			stage.write('orders', lostMs + 40, releasedLine(random, lostMs + 40, order.order), {traceId});
			const failure = random.chance(badGatewayShare) ? 502 : 503;
			closeAtEdge(stage, timeMs, traceId, {
				method: 'POST', path: '/api/v1/checkout', upstream: 'checkout', status: lostMs + 4 >= timeline.gatewayOnsetMs ? failure : 202, tookMs: lostMs + 4 - timeMs,
			});
			return;
		}
	}

	const doneMs = chargeMs + charge.tookMs;
	stage.write('checkout', doneMs + 3, completedLine(random, doneMs + 3, order, slowMs), {traceId});
	visit(stage, 'orders', doneMs + 60, traceId, atMs => placedLine(random, atMs, order.order));
	if (random.chance(0.5)) {
		stage.write('notifications', doneMs + 140, mailLine(random, doneMs + 140, order.order), {traceId});
	}

	closeAtEdge(stage, timeMs, traceId, {
		method: 'POST', path: '/api/v1/checkout', upstream: 'checkout', status: 201, tookMs: doneMs + 5 - timeMs,
	});
};

/** A partner's server charges without our checkout. */
const partnerCharge = (stage: Stage, timeMs: number): void => {
	const {random, timeline} = stage;
	const request = {order: orderId(random), traceId: random.hex(32)};
	const {isAccepted, tookMs} = playCharge(stage, timeMs + 3, request);
	const endMs = timeMs + tookMs + 6;
	if (random.chance(0.5)) {
		visit(stage, 'orders', endMs + 50, request.traceId, atMs => placedLine(random, atMs, request.order));
	}

	const isFailed = !isAccepted && endMs >= timeline.gatewayOnsetMs;
	closeAtEdge(stage, timeMs, request.traceId, {
		method: 'POST', path: '/api/v1/charges', upstream: 'payment', status: isFailed ? 503 : 201, tookMs: tookMs + 6, hasPage: false,
	});
};

const loadAsset = (stage: Stage, timeMs: number): void => {
	stage.write('frontend', timeMs, assetLine(stage.random, timeMs));
};

export const requestKinds: readonly RequestKind[] = [
	{perMinute: 4.5, play: browse},
	{perMinute: 4, play: lookUp},
	{perMinute: 4, play: signIn},
	{perMinute: 4, play: changeCart},
	{perMinute: 6, play: buy, isSteady: true},
	{perMinute: 3.6, play: partnerCharge, isSteady: true},
	{perMinute: 2, play: loadAsset},
];
