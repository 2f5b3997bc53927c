/** A token bucket for each tenant: a rate, and a burst on top. */
export class RateLimiter {
	readonly #buckets = new Map<string, {tokens: number; atMs: number}>();

	constructor(
		private readonly bytesPerSecond: number,
		private readonly burstBytes: number,
	) {}

	/** Whether the bytes may come in now. Those that may are counted. */
	allow(tenant: string, bytes: number, nowMs: number): boolean {
		const bucket = this.#buckets.get(tenant) ?? {tokens: this.burstBytes, atMs: nowMs};
		const elapsedSeconds = Math.max(0, nowMs - bucket.atMs) / 1000;
		const tokens = Math.min(this.burstBytes, bucket.tokens + (elapsedSeconds * this.bytesPerSecond));
		const isAllowed = bytes <= tokens;
		this.#buckets.set(tenant, {tokens: isAllowed ? tokens - bytes : tokens, atMs: nowMs});
		return isAllowed;
	}
}
