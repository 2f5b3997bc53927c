import type {
	Anomaly,
	AnomalyEvent,
	Detector,
	Minute,
	MinuteCounts,
} from '../../source/detect/types.js';

const minuteMs = 60_000;

/** A Monday, 00:00 UTC. */
export const mondayMs = Date.UTC(2026, 0, 5);

/** Numbers between 0 and 1 that are the same at every run. */
export const createRandom = (seed: number): (() => number) => {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6D_2B_79_F5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
};

/** A count around a mean, as independent events give it. */
export const poisson = (mean: number, random: () => number): number => {
	if (mean > 50) {
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		return Math.max(0, Math.round(mean + (Math.sqrt(mean) * normal)));
	}

	const limit = Math.exp(-mean);
	let product = random();
	let count = 0;
	while (product > limit) {
		product *= random();
		count++;
	}

	return count;
};

/** What each service writes in a minute that is counted from the first one. */
export type Traffic = (minute: number) => ReadonlyMap<string, MinuteCounts> | undefined;

export const minuteAt = (minute: number, counts: Minute['counts']): Minute => ({startMs: mondayMs + (minute * minuteMs), counts});

/** Feeds minutes `from` to `to`, without `to`, and gives all events. */
export const feed = (detector: Detector, traffic: Traffic, from: number, to: number): AnomalyEvent[] => {
	const events: AnomalyEvent[] = [];
	for (let minute = from; minute < to; minute++) {
		events.push(...detector.takeMinute(minuteAt(minute, traffic(minute))));
	}

	return events;
};

/** The events as short text: `opened error-spike payment 1445`, minutes counted from the first one. */
export const say = (events: readonly AnomalyEvent[]): string[] =>
	events.map(({type, atMs, anomaly}) => `${type} ${anomaly.kind} ${anomaly.service} ${(atMs - mondayMs) / minuteMs}`);

export const minutesOf = (timeMs: number): number => (timeMs - mondayMs) / minuteMs;

/** Steady noisy traffic of one service; `change` makes of it what a case needs. */
export const steady = (
	rates: {readonly linesPerMinute: number; readonly errorShare: number},
	change: (minute: number, counts: MinuteCounts) => MinuteCounts = (_, counts) => counts,
	seed = 7,
): Traffic => {
	const cache = new Map<number, MinuteCounts>();
	const random = createRandom(seed);
	let last = -1;
	const draw = (minute: number): MinuteCounts => {
		while (last < minute) {
			last++;
			const errors = poisson(rates.linesPerMinute * rates.errorShare, random);
			cache.set(last, {lines: errors + poisson(rates.linesPerMinute * (1 - rates.errorShare), random), errors});
		}

		return cache.get(minute) ?? {lines: 0, errors: 0};
	};

	return minute => new Map([['payment', change(minute, draw(minute))]]);
};

/** Several services' traffic as one. */
export const together = (parts: Readonly<Record<string, Traffic>>): Traffic => minute => {
	const counts = new Map<string, MinuteCounts>();
	for (const [service, traffic] of Object.entries(parts)) {
		const part = traffic(minute)?.get('payment');
		if (part !== undefined) {
			counts.set(service, part);
		}
	}

	return counts;
};

/** An anomaly with what a case does not care about filled in. */
export const anomalyWith = (known: Partial<Anomaly> & Pick<Anomaly, 'service'>): Anomaly => {
	const kind = known.kind ?? 'error-spike';
	const onsetMs = known.onsetMs ?? mondayMs;
	return {
		fingerprint: `${kind}:${known.service}`,
		kind,
		severity: 'warning',
		state: 'new',
		onsetMs,
		openedMs: onsetMs + minuteMs,
		lastSeenMs: onsetMs + minuteMs,
		resolvedMs: undefined,
		isAccepted: false,
		observedPerMinute: 10,
		expectedPerMinute: 1,
		limitPerMinute: 3,
		factor: 10,
		pattern: undefined,
		share: undefined,
		services: undefined,
		...known,
	};
};
