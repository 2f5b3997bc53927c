import {LokiError} from './loki-error.js';

/** 5xx: Loki, or a proxy before it, failed. */
export class LokiServerError extends LokiError {
	override name = 'LokiServerError';

	readonly status: number;

	constructor({origin, status, why}: {readonly origin: string; readonly status: number; readonly why: string}) {
		super({
			what: `Loki at ${origin} failed (${status})`,
			why,
			nextStep: 'It may pass; if it goes on, look at Loki\'s own logs.',
			canPass: true,
		});
		this.status = status;
	}
}
