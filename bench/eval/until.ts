import {setTimeout as sleep} from 'node:timers/promises';

const everyMs = 2;

/** Waits for a condition; throws where it does not come in time. */
export const until = async (isThere: () => boolean, what: string, timeoutMs = 120_000): Promise<void> => {
	const endMs = Date.now() + timeoutMs;
	while (!isThere()) {
		if (Date.now() > endMs) {
			throw new Error(`It took more than ${timeoutMs / 1000} s: ${what}.`);
		}

		await sleep(everyMs);
	}
};
