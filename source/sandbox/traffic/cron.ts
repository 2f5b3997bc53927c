import {invoiceLine} from './lines/billing.js';
import type {Stage} from './stage.js';

const minuteMs = 60_000;
/** Lines in the minutes of an hour in which the invoices run. */
const burst: ReadonlyMap<number, number> = new Map([[7, 38], [8, 44], [9, 13]]);

/** The hourly run of billing-cron, as far as it falls into this minute. */
export const playCron = (stage: Stage, minuteStartMs: number): void => {
	const {random} = stage;
	const lines = random.poisson(burst.get(Math.floor(minuteStartMs / minuteMs) % 60) ?? 0);
	for (let line = 0; line < lines; line++) {
		const timeMs = minuteStartMs + (random.next() * minuteMs);
		stage.write('billing-cron', timeMs, invoiceLine(random, timeMs));
	}
};
