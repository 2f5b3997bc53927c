import {setTimeout as delay} from 'node:timers/promises';

/** A pause that can be cut short. */
export type Waiter = {
	/** Resolves after the time, or at once when woken; never rejects for an aborted signal. */
	readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
	readonly wake: () => void;
	/** Was it woken since the last wait began? */
	readonly isWoken: () => boolean;
};

export function createWaiter(): Waiter {
	let controller = new AbortController();
	return {
		async wait(milliseconds, signal) {
			const signals = AbortSignal.any([signal, controller.signal]);
			await delay(Math.max(0, milliseconds), undefined, {signal: signals}).catch(() => undefined);
			controller = new AbortController();
		},
		wake() {
			controller.abort();
		},
		isWoken: () => controller.signal.aborted,
	};
}
