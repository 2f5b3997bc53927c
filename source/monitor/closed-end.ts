import {floorToMinute} from '../loki/counts/windows.js';
import type {LokiClient} from '../loki/types.js';

/** A clock that is less ahead than this changes nothing: answers take time. */
const toleranceMs = 2000;
/** From here on it is said. */
const worthSayingMs = 30_000;

/** Where the newest minute that can be judged ends, and what to say of the clocks. */
export type ClosedEnd = {
	readonly endMs: number;
	/** The time by Loki's clock, as far as it differs. */
	readonly lokiNowMs: number;
	readonly note: string | undefined;
};

export type ClosedEndOptions = {
	readonly client: Pick<LokiClient, 'clockAheadMs'>;
	readonly nowMs: number;
	/** How long lines take to arrive. */
	readonly settleMs: number;
};

/**
The end of the newest minute that is over by Loki's clock too. Where this machine's clock is ahead, its newest minutes have not happened there: they are empty, and would be a silence of everything.
Each answer of Loki tells its time: before the first one it is this machine's.
*/
export function closedEnd({client, nowMs, settleMs}: ClosedEndOptions): ClosedEnd {
	const aheadMs = client.clockAheadMs?.() ?? 0;
	const usedMs = aheadMs > toleranceMs ? aheadMs : 0;
	return {
		endMs: floorToMinute(nowMs - usedMs - settleMs),
		lokiNowMs: nowMs - usedMs,
		note: usedMs < worthSayingMs ? undefined : `This machine's clock is ${Math.round(usedMs / 1000)} s ahead of Loki's: minutes are judged by Loki's. Set the clocks by NTP.`,
	};
}
