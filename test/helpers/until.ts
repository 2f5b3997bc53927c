import {setTimeout as delay} from 'node:timers/promises';

/** Waits for a condition; throws where it does not come in time. */
export async function until(isThere: () => boolean | Promise<boolean>, what: string, timeoutMs = 10_000): Promise<void> {
	const endMs = Date.now() + timeoutMs;
	while (!await isThere()) {
		if (Date.now() > endMs) {
			throw new Error(`never came: ${what}`);
		}

		await delay(5);
	}
}
