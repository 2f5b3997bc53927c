/** The wait after the first failure; doubled with each further one. */
const firstDelayMs = 1000;
const maxDelayMs = 60_000;

/** How long to wait after so many failures in a row; a wait that the server asked for is kept, within reason. */
export function retryDelayMs(failures: number, askedMs?: number): number {
	const backOffMs = Math.min(maxDelayMs, firstDelayMs * (2 ** Math.min(10, Math.max(0, failures - 1))));
	return askedMs === undefined ? backOffMs : Math.max(firstDelayMs, Math.min(5 * maxDelayMs, askedMs));
}
