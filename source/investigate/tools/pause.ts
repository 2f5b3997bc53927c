import {setImmediate} from 'node:timers/promises';

/** As long as one frame may wait for work on texts. */
const maxSliceMs = 12;

/** Gives a function to call between two pieces of long work: it lets timers, keys and the screen have their turn once a slice of time is used up. */
export const createPause = (): (() => Promise<void>) => {
	let startMs = performance.now();
	return async () => {
		if (!(performance.now() - startMs >= maxSliceMs)) {
			return;
		}

		await setImmediate();
		startMs = performance.now();
	};
};
