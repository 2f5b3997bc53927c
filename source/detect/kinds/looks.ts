import {minuteMs} from '../minute.js';
import {isRecord} from '../saved.js';

/** A service that was stopped for longer does not look so seldom. */
const maxGapMs = 2 * 60 * minuteMs;

/**
How far looks at the lines are apart. A screen looks every minute or two, a check with each pass: what a look found goes on until another one could have missed it.
*/
export type Looks = {
	/** There was a look at the lines, when `minute` was the newest. */
	readonly note: (minute: number) => void;
	/** How long something goes on that is found no more: so long, or where looks are further apart, one and a half times as long as they are. */
	readonly holdMs: (leastMs: number) => number;
	readonly save: () => unknown;
	readonly restore: (saved: unknown) => void;
};

export function createLooks(): Looks {
	let lookedMinute: number | undefined;
	let gapMs = 0;
	return {
		note(minute) {
			if (minute === lookedMinute) {
				return;
			}

			gapMs = lookedMinute === undefined || minute < lookedMinute ? 0 : Math.min(maxGapMs, (minute - lookedMinute) * minuteMs);
			lookedMinute = minute;
		},
		holdMs: leastMs => Math.max(leastMs, 1.5 * gapMs),
		save: () => ({lookedMinute, gapMs}),
		restore(saved) {
			if (isRecord(saved) && typeof saved.lookedMinute === 'number' && typeof saved.gapMs === 'number') {
				({lookedMinute, gapMs} = saved as {readonly lookedMinute: number; readonly gapMs: number});
			}
		},
	};
}
