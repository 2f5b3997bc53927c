import {LokiError} from './loki-error.js';

/** 404, 405, 410, 501: this Loki does not have the endpoint, or has it switched off. */
export class LokiNotFoundError extends LokiError {
	override name = 'LokiNotFoundError';

	readonly path: string;

	readonly status: number;

	constructor({origin, path, status, why}: {readonly origin: string; readonly path: string; readonly status: number; readonly why: string}) {
		super({
			what: `Loki at ${origin} has no ${path}`,
			why,
			nextStep: 'Check the path of the Loki URL; this endpoint may also be switched off or too new for this Loki.',
		});
		this.path = path;
		this.status = status;
	}
}
