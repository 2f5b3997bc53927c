const millisecondsPerSecond = 1000;
/** Ten years: what is longer is no wait. */
const maxSeconds = 315_360_000;

/**
How long a `Retry-After` header asks to wait, in milliseconds from `nowMs`: seconds, also with a fraction as some gateways write them, or a date (RFC 9110, 10.2.3).
A date that has passed is no wait, 0. Undefined for no header and for one that says neither.
*/
export function readRetryAfter(header: string | undefined, nowMs: number): number | undefined {
	const value = header?.trim() ?? '';
	if (/^\d+(?:\.\d+)?$/.test(value)) {
		return Math.min(Number(value), maxSeconds) * millisecondsPerSecond;
	}

	// A date begins with its weekday; Date.parse takes much that is none, such as -5.
	const atMs = /^[a-z]{3,9},? /i.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}
