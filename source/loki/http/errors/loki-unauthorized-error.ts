import {LokiError} from './loki-error.js';

/** 401 or 403, or credentials that cannot be read. */
export class LokiUnauthorizedError extends LokiError {
	override name = 'LokiUnauthorizedError';

	readonly status: number | undefined;

	constructor({origin, status, why, cause}: {readonly origin: string; readonly status?: number; readonly why: string; readonly cause?: unknown}) {
		super({
			what: status === undefined ? `No credentials for Loki at ${origin}` : `Loki at ${origin} refused the credentials (${status})`,
			why,
			nextStep: 'Set LOKI_USERNAME and LOKI_PASSWORD, LOKI_BEARER_TOKEN or LOKI_BEARER_TOKEN_FILE, and check that they may read logs.',
			cause,
		});
		this.status = status;
	}
}
