import {setTimeout as delay} from 'node:timers/promises';
import {linkAbort} from '../loki/http/linked-abort.js';

/** A pause that can be cut short. */
export type Waiter = {
	/** Resolves after the time, or at once when woken; never rejects for an aborted signal. */
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	readonly wake: () => void;
	/** Was it woken since the last wait began? */
	readonly isWoken: () => boolean;
};

export function createWaiter(): Waiter {
	let isWoken = false;
	let end: (() => void) | undefined;
	return {
		async wait(milliseconds, signal) {
			const link = linkAbort(signal);
			end = link.abort;
			if (!isWoken) {
				await delay(Math.max(0, milliseconds), undefined, {signal: link.signal}).catch(() => undefined);
			}

			link.unlink();
			end = undefined;
			isWoken = false;
		},
		wake() {
			isWoken = true;
			end?.();
		},
		isWoken: () => isWoken,
	};
}
