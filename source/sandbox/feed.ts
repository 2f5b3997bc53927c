import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Traffic} from './traffic/index.js';
import type {SandboxEntry} from './types.js';

const tickMs = 250;
const hourMs = 3_600_000;

export type FeedOptions = {
	readonly traffic: Traffic;
	readonly push: (entries: readonly SandboxEntry[]) => void;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

export type Feed = {
	/** Settles when the newest hour is stored; the live part begins then. */
	readonly newestHour: Promise<void>;
	/** Settles when all of the history is stored, or the feed was stopped. Rejects with what `push` throws. */
	readonly history: Promise<void>;
	readonly stop: () => void;
};

/** Stores traffic: the history newest first, with a turn of the event loop after each batch, and what comes live four times a second. */
export const startFeed = ({traffic, push, now}: FeedOptions): Feed => {
	const batches = traffic.history();
	const newestHourNs = BigInt(traffic.timeline.startMs - hourMs) * 1_000_000n;
	let timer: NodeJS.Timeout | undefined;
	const stopping = new AbortController();

	const storeUntil = async (isEnough: (entries: readonly SandboxEntry[]) => boolean): Promise<void> => {
		while (!stopping.signal.aborted) {
			const {value: entries} = batches.next();
			if (!entries) {
				return;
			}

			push(entries);
			await nextTurn();
			if (isEnough(entries)) {
				return;
			}
		}
	};

	const storeNewestHour = async (): Promise<void> => {
		await storeUntil(([oldest]) => oldest !== undefined && oldest.timeNs < newestHourNs);
		if (!stopping.signal.aborted) {
			timer = setInterval(() => {
				push(traffic.tick(now()));
			}, tickMs);
		}
	};

	const newestHour = storeNewestHour();
	return {
		newestHour,
		history: newestHour.then(async () => storeUntil(() => false)),
		stop() {
			stopping.abort();
			clearInterval(timer);
		},
	};
};
