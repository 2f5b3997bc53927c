import type {Incident} from './incidents/types.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

/** How long before the start payment's pool ran out. */
export const paymentLeadMs = (11 * minuteMs) + (30 * secondMs);
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
	/** When the incident began. */
	readonly onsetMs: number;
	readonly newPodsMs: readonly [first: number, second: number];
	readonly paymentOnsetMs: number;
	/** From here on checkout tells of charges that fail: before it, its own retry hides them. */
	readonly checkoutOnsetMs: number;
	/** From here on the gateway answers with what failed behind it. */
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

/** The times of an incident for a start at `startMs`. The same start gives the same times; the story of the pool, which is told on top of the rest, happens in its own incident only. */
export const createTimeline = (startMs: number, {leadMs, isPoolStory = false}: Pick<Incident, 'leadMs' | 'isPoolStory'>): Timeline => {
	const paymentOnsetMs = isPoolStory ? startMs - paymentLeadMs : Infinity;
	const stormOnsetMs = isPoolStory ? startMs + stormDelayMs : Infinity;
	return {
		startMs,
		onsetMs: startMs - leadMs,
		newPodsMs: [paymentOnsetMs - firstNewPodLeadMs, paymentOnsetMs - secondNewPodLeadMs],
		paymentOnsetMs,
		checkoutOnsetMs: isPoolStory ? paymentOnsetMs + checkoutDelayMs : -Infinity,
		gatewayOnsetMs: isPoolStory ? paymentOnsetMs + gatewayDelayMs : -Infinity,
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
