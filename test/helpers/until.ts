import {setTimeout as delay} from 'node:timers/promises';

/** Waits for a condition; throws where it does not come in time, which is far more than anything takes on a busy machine. */
export async function until(isThere: () => boolean | Promise<boolean>, what: string | (() => string), timeoutMs = 90_000): Promise<void> {
	const endMs = Date.now() + timeoutMs;
	while (!await isThere()) {
		if (Date.now() > endMs) {
			throw new Error(`never came: ${typeof what === 'string' ? what : what()}`);
		}

		await delay(5);
	}
}
