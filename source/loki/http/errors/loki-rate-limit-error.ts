import {LokiError} from './loki-error.js';

const millisecondsPerSecond = 1000;

/** 429: too many requests, or too many queries waiting. */
export class LokiRateLimitError extends LokiError {
	override name = 'LokiRateLimitError';

	/** How long the server asks to wait, where it said so. */
	readonly retryAfterMs: number | undefined;

	constructor({why, retryAfterMs}: {readonly why: string; readonly retryAfterMs: number | undefined}) {
		super({
			what: 'Loki is rate limiting (429)',
			why,
			nextStep: retryAfterMs === undefined
				? 'Wait; retrying automatically.'
				: `Wait ${Math.ceil(retryAfterMs / millisecondsPerSecond)} s; then it retries automatically.`,
			canPass: true,
		});
		this.retryAfterMs = retryAfterMs;
	}
}
