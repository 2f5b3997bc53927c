import {LokiError} from './loki-error.js';

/** 5xx, or 499: Loki, or a proxy before it, failed or gave the question up. */
export class LokiServerError extends LokiError {
	override name = 'LokiServerError';

	readonly status: number;

	/** How long the server asks to wait, where it said so. */
	readonly retryAfterMs: number | undefined;

	constructor({origin, status, why, retryAfterMs}: {readonly origin: string; readonly status: number; readonly why: string; readonly retryAfterMs?: number | undefined}) {
		super({
			what: `Loki at ${origin} failed (${status})`,
			why,
			nextStep: 'It may be temporary; if it persists, check Loki\'s own logs.',
			canPass: true,
		});
		this.status = status;
		this.retryAfterMs = retryAfterMs;
	}
}
