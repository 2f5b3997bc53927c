import type {Incident} from './incidents/types.js';
import type {Stage} from './stage.js';

const minuteMs = 60_000;

/** What an incident adds to a minute: the usual lines of its own services, and its trouble as far as it falls into this minute. */
export const playIncident = (stage: Stage, {usual = [], trouble = []}: Incident, minuteStartMs: number, shape: number): void => {
	const {random, timeline} = stage;
	for (const {service, perMinute, make, isLost} of usual) {
		for (let left = random.poisson(perMinute * shape); left > 0; left--) {
			const timeMs = minuteStartMs + (random.next() * minuteMs);
			if (!isLost || timeMs < timeline.onsetMs) {
				stage.write(service, timeMs, make(random, timeMs));
			}
		}
	}

	for (const {service, perMinute, make, afterMs = 0} of trouble) {
		const fromMs = timeline.onsetMs + afterMs;
		if (minuteStartMs + minuteMs <= fromMs) {
			continue;
		}

		for (let left = random.poisson(perMinute); left > 0; left--) {
			const timeMs = minuteStartMs + (random.next() * minuteMs);
			if (timeMs >= fromMs) {
				stage.write(service, timeMs, make(random, timeMs));
			}
		}
	}
};
