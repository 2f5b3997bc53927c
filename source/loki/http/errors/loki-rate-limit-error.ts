import {LokiError} from './loki-error.js';

const millisecondsPerSecond = 1000;

/** 429: too many requests, or too many queries waiting. */
export class LokiRateLimitError extends LokiError {
	override name = 'LokiRateLimitError';

	/** How long the server asks to wait, where it said so. */
	readonly retryAfterMs: number | undefined;

	constructor({why, retryAfterMs}: {readonly why: string; readonly retryAfterMs: number | undefined}) {
		super({
			what: 'Loki takes no more requests for now (429)',
			why,
			nextStep: retryAfterMs === undefined
				? 'Wait; the next try comes later by itself.'
				: `Wait ${Math.ceil(retryAfterMs / millisecondsPerSecond)} s; the next try comes after that by itself.`,
			canPass: true,
		});
		this.retryAfterMs = retryAfterMs;
	}
}
