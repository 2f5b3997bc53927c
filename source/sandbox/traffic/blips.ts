import {cartBlip} from './lines/cart.js';
import {catalogTrouble} from './lines/catalog.js';
import {searchTrouble} from './lines/search.js';
import type {Random} from './random.js';
import type {Stage, Written} from './stage.js';

const minuteMs = 60_000;
const errorsPerMinute = 3;

const makers: ReadonlyMap<string, (random: Random, timeMs: number) => Written> = new Map([
	['cart', cartBlip],
	['search', searchTrouble],
	['catalog', catalogTrouble],
]);

/** The few errors of a roll-out, as far as it falls into this minute. */
export const playBlips = (stage: Stage, minuteStartMs: number): void => {
	const {random, timeline} = stage;
	for (const blip of timeline.blips) {
		const make = makers.get(blip.service);
		if (make === undefined || blip.startMs >= minuteStartMs + minuteMs || blip.endMs <= minuteStartMs) {
			continue;
		}

		const fromMs = Math.max(blip.startMs, minuteStartMs);
		const lengthMs = Math.min(blip.endMs, minuteStartMs + minuteMs) - fromMs;
		const errors = random.poisson((errorsPerMinute * lengthMs) / minuteMs);
		for (let error = 0; error < errors; error++) {
			const timeMs = fromMs + (random.next() * lengthMs);
			stage.write(blip.service, timeMs, make(random, timeMs));
		}
	}
};
