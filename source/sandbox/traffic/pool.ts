import {newPaymentVersion, type Pod} from './fleet.js';
import {chargeFailedLine} from './lines/checkout.js';
import {gatewayLine} from './lines/gateway.js';
import {hostilePaymentLines} from './lines/hostile.js';
import {chargeId, orderId} from './lines/people.js';
import {
	chargeLostLine,
	drainedPool,
	healthyPool,
	leakLine,
	poolStatsLine,
	poolTimeoutLine,
	shutdownLines,
	startupLines,
} from './lines/pool.js';
import type {Stage} from './stage.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
/** Jobs beside the requests that find no connection, with all connections gone. */
const jobTimeoutsPerMinute = 2.4;
const leaksPerMinute = 2;
/** HikariCP reports a connection that was not given back for a while, so the first report comes before the first timeout. */
const firstLeakLeadMs = 6 * secondMs;
/** The lines of a start belong to the minute in which the longest start would begin: none comes before it. */
const longestBootMs = 10 * secondMs;
/** Lines that sanitising and redaction have to deal with, this long after the onset. */
const hostileDelaysMs = [200 * secondMs, 245 * secondMs, 310 * secondMs];

const isNew = (pod: Pod): boolean => pod.version === newPaymentVersion;

/** What happens once, at its moment. */
const playMoments = (stage: Stage, fromMs: number, toMs: number): void => {
	const {random, timeline, fleet} = stage;
	const isNow = (timeMs: number): boolean => timeMs >= fromMs && timeMs < toMs;
	for (const [turn, readyMs] of timeline.newPodsMs.entries()) {
		const [started] = fleet.podsOf('payment', readyMs);
		for (const [timeMs, written] of isNow(readyMs - longestBootMs) ? startupLines(random, readyMs) : []) {
			stage.write('payment', timeMs, written, {pod: started});
		}

		const leaving = fleet.podsOf('payment', readyMs - 1).at(-1);
		const stopMs = readyMs + 2100 + (turn * 300);
		for (const [timeMs, written] of isNow(stopMs) ? shutdownLines(stopMs) : []) {
			stage.write('payment', timeMs, written, {pod: leaving});
		}
	}

	const firstLeakMs = timeline.paymentOnsetMs - firstLeakLeadMs;
	const pod = fleet.podsOf('payment', timeline.paymentOnsetMs).find(candidate => isNew(candidate));
	if (isNow(firstLeakMs)) {
		stage.write('payment', firstLeakMs, leakLine(random, firstLeakMs), {pod});
	}

	if (isNow(timeline.paymentOnsetMs)) {
		const options = {traceId: random.hex(32), pod};
		stage.write('payment', timeline.paymentOnsetMs, poolTimeoutLine(random, timeline.paymentOnsetMs), options);
		stage.write('payment', timeline.paymentOnsetMs + 1, chargeLostLine(random, timeline.paymentOnsetMs + 1, chargeId(random)), options);
	}

	if (isNow(timeline.checkoutOnsetMs)) {
		const order = {order: orderId(random), traceId: random.hex(32)};
		stage.write('checkout', timeline.checkoutOnsetMs, chargeFailedLine(random, timeline.checkoutOnsetMs, order, 1), {traceId: order.traceId});
	}

	if (isNow(timeline.gatewayOnsetMs)) {
		const traceId = random.hex(32);
		stage.write('api-gateway', timeline.gatewayOnsetMs, gatewayLine(random, timeline.gatewayOnsetMs, {
			method: 'POST', path: '/api/v1/charges', upstream: 'payment', status: 503, tookMs: 3011, traceId,
		}), {traceId});
	}

	for (const [index, delayMs] of hostileDelaysMs.entries()) {
		const timeMs = timeline.paymentOnsetMs + delayMs;
		const make = hostilePaymentLines[index];
		if (make && isNow(timeMs)) {
			stage.write('payment', timeMs, make(random, timeMs));
		}
	}
};

/** Each pod's housekeeper reports its pool once a minute. */
const playPoolStats = (stage: Stage, fromMs: number): void => {
	const {random, timeline, fleet} = stage;
	const fullMs = timeline.paymentOnsetMs - secondMs;
	for (const [index, pod] of fleet.podsOf('payment', fromMs).entries()) {
		const timeMs = fromMs + ((7 + (index * 19)) * secondMs) + random.int(0, 40);
		const state = isNew(pod) && timeMs >= fullMs ? drainedPool(random) : healthyPool(random);
		stage.write('payment', timeMs, poolStatsLine(timeMs, state), {pod});
	}
};

/** Lines of the new version's pods beside those of requests: leak reports and jobs that time out waiting. */
const playLeaks = (stage: Stage, fromMs: number): void => {
	const {random, timeline} = stage;
	const somewhen = (): number => fromMs + (random.next() * minuteMs);
	const leaks = random.poisson(leaksPerMinute);
	for (let leak = 0; leak < leaks; leak++) {
		const timeMs = somewhen();
		const pod = stage.podOf('payment', timeMs);
		if (timeMs >= timeline.paymentOnsetMs && isNew(pod)) {
			stage.write('payment', timeMs, leakLine(random, timeMs), {pod});
		}
	}

	const timeouts = random.poisson(jobTimeoutsPerMinute);
	for (let timeout = 0; timeout < timeouts; timeout++) {
		const timeMs = somewhen();
		const pod = stage.podOf('payment', timeMs);
		if (isNew(pod) && random.chance(timeline.poolFailure(timeMs))) {
			stage.write('payment', timeMs, poolTimeoutLine(random, timeMs, 'scheduling-1'), {pod});
		}
	}
};

/** Payment's pool over a minute, and the story of its exhaustion as far as it falls into this minute. */
export const playPool = (stage: Stage, minuteStartMs: number): void => {
	playPoolStats(stage, minuteStartMs);
	if (!(minuteStartMs + (2 * minuteMs) > stage.timeline.newPodsMs[0])) {
		return;
	}

	playMoments(stage, minuteStartMs, minuteStartMs + minuteMs);
	playLeaks(stage, minuteStartMs);
};
