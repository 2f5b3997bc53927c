const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long before the start payment's pool ran out. */
const paymentLeadMs = (11 * minuteMs) + (30 * secondMs);
const checkoutDelayMs = 40 * secondMs;
const gatewayDelayMs = 55 * secondMs;
/** The first pod of the new version is ready this long before the pool runs out, the second one shortly after it. */
const firstNewPodLeadMs = 38 * secondMs;
const secondNewPodLeadMs = 9 * secondMs;
/** From the start of the demo to the storm in auth. */
const stormDelayMs = 35 * secondMs;
const stormRampMs = 20 * secondMs;
/** Of the attempts on the new version's pods, how many fail once all connections are gone. */
const failingShare = 0.82;
/** From the first timeout to all connections gone. */
const poolDrainMs = 150 * secondMs;
/** In the first moments this share of `failingShare` fails already. */
const firstShare = 0.2;

/** A roll-out that shakes a service for a minute or two and then is well. */
export type DeployBlip = {
	readonly service: string;
	readonly startMs: number;
	readonly endMs: number;
};

/** When what happens in the demo, in milliseconds since the epoch. */
export type Timeline = {
	readonly startMs: number;
	readonly newPodsMs: readonly [first: number, second: number];
	readonly paymentOnsetMs: number;
	readonly checkoutOnsetMs: number;
	readonly gatewayOnsetMs: number;
	readonly stormOnsetMs: number;
	readonly blips: readonly DeployBlip[];
	/** Probability that a database call on the new version finds no connection. */
	readonly poolFailure: (timeMs: number) => number;
	/** The storm's strength, 0 to about 1. */
	readonly storm: (timeMs: number) => number;
};

/** Begins within the minute and ends within the next, so that it shakes two counted minutes at most. */
const blip = (service: string, nearMs: number): DeployBlip => {
	const startMs = (Math.floor(nearMs / minuteMs) * minuteMs) + (5 * secondMs);
	return {service, startMs, endMs: startMs + (105 * secondMs)};
};

/** The demo's story for a start at `startMs`. The same start gives the same story. */
export const createTimeline = (startMs: number): Timeline => {
	const paymentOnsetMs = startMs - paymentLeadMs;
	const stormOnsetMs = startMs + stormDelayMs;
	return {
		startMs,
		newPodsMs: [paymentOnsetMs - firstNewPodLeadMs, paymentOnsetMs - secondNewPodLeadMs],
		paymentOnsetMs,
		checkoutOnsetMs: paymentOnsetMs + checkoutDelayMs,
		gatewayOnsetMs: paymentOnsetMs + gatewayDelayMs,
		stormOnsetMs,
		blips: [
			blip('cart', startMs - (3.4 * hourMs)),
			blip('search', startMs - (9.1 * hourMs)),
			blip('catalog', startMs - (16.8 * hourMs)),
		],
		poolFailure(timeMs) {
			const sinceMs = timeMs - paymentOnsetMs;
			if (sinceMs < 0) {
				return 0;
			}

			const drained = Math.min(1, firstShare + ((1 - firstShare) * (sinceMs / poolDrainMs)));
			return failingShare * drained * (1 + (0.08 * Math.sin(sinceMs / (97 * secondMs))));
		},
		storm(timeMs) {
			const sinceMs = timeMs - stormOnsetMs;
			return sinceMs < 0 ? 0 : Math.min(1, 0.25 + (sinceMs / stormRampMs)) * (0.92 + (0.08 * Math.sin(sinceMs / (40 * secondMs))));
		},
	};
};
