import {newPaymentVersion, type Pod} from './fleet.js';
import {chargeLostLine, poolTimeoutLine} from './lines/pool.js';
import {
	chargedLine,
	declinedLine,
	ledgerLine,
	receiptLine,
	receivedLine,
} from './lines/payment.js';
import {chargeId} from './lines/people.js';
import type {Stage} from './stage.js';

/** So long payment waits for a connection, or for what it calls. */
const patienceMs = 3000;
/** On the old pod a call times out waiting only now and then, while the database holds the leaked connections. */
const oldPodFailure = 0.02;
const declinedShare = 0.04;
const ledgerShare = 0.85;
const receiptShare = 0.1;

export type ChargeRequest = {
	readonly order: string;
	readonly traceId: string;
	/** A retry on the connection that was kept alive: the same pod answers, the same way. */
	readonly stuckPod?: Pod;
};

export type ChargeResult = {
	readonly isAccepted: boolean;
	readonly tookMs: number;
	readonly pod: Pod;
};

/** One charge on payment: its lines, and whether a connection to the database was to be had. */
export const playCharge = (stage: Stage, timeMs: number, {order, traceId, stuckPod}: ChargeRequest): ChargeResult => {
	const {random, timeline} = stage;
	const pod = stuckPod ?? stage.podOf('payment', timeMs);
	const charge = chargeId(random);
	const options = {traceId, pod};
	stage.write('payment', timeMs, receivedLine(random, timeMs, charge, order), options);

	const hit = stage.hitOf('payment', timeMs);
	if (hit?.fail) {
		const failedMs = timeMs + patienceMs + random.int(2, 12);
		stage.write('payment', failedMs, hit.fail(random, failedMs), options);
		return {isAccepted: false, tookMs: failedMs - timeMs, pod};
	}

	const pressure = timeline.poolFailure(timeMs);
	const failure = pod.version === newPaymentVersion ? pressure : Math.min(pressure, oldPodFailure);
	if ((stuckPod !== undefined && pressure > 0) || random.chance(failure)) {
		const lostMs = timeMs + patienceMs + random.int(2, 12);
		stage.write('payment', lostMs, poolTimeoutLine(random, lostMs), options);
		stage.write('payment', lostMs + 1, chargeLostLine(random, lostMs + 1, charge), options);
		return {isAccepted: false, tookMs: lostMs + 2 - timeMs, pod};
	}

	const tookMs = random.durationMs(240);
	const doneMs = timeMs + tookMs;
	if (random.chance(declinedShare)) {
		stage.write('payment', doneMs, declinedLine(random, doneMs, charge), options);
		return {isAccepted: true, tookMs, pod};
	}

	stage.write('payment', doneMs, chargedLine(random, doneMs, charge), options);
	if (random.chance(ledgerShare)) {
		stage.write('payment', doneMs + 9, ledgerLine(random, doneMs + 9, charge), options);
	}

	if (random.chance(receiptShare)) {
		stage.write('payment', doneMs + 31, receiptLine(random, doneMs + 31, charge), options);
	}

	return {isAccepted: true, tookMs, pod};
};
