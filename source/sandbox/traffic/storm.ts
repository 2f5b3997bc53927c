import {refreshRetry} from './lines/auth.js';
import type {Stage} from './stage.js';

const minuteMs = 60_000;
/** At full strength. */
const linesPerMinute = 1200;

/** The retry storm in auth, as far as it falls into this minute. */
export const playStorm = (stage: Stage, minuteStartMs: number): void => {
	const {random, timeline} = stage;
	if (minuteStartMs + minuteMs <= timeline.stormOnsetMs) {
		return;
	}

	const most = random.poisson(linesPerMinute);
	for (let line = 0; line < most; line++) {
		const timeMs = minuteStartMs + (random.next() * minuteMs);
		if (random.chance(timeline.storm(timeMs))) {
			stage.write('auth', timeMs, refreshRetry(random, timeMs, true));
		}
	}
};
