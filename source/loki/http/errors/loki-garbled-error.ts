import {LokiError} from './loki-error.js';

/** An answer of Loki's that was damaged on its way: cut off, or not encoded as its head says. */
export class LokiGarbledError extends LokiError {
	override name = 'LokiGarbledError';

	constructor({origin, why, cause}: {readonly origin: string; readonly why: string; readonly cause?: unknown}) {
		super({
			what: `The answer of Loki at ${origin} came damaged`,
			why,
			nextStep: 'If it persists, check what is between this machine and Loki: a proxy that cuts answers off or changes their encoding.',
			canPass: true,
			cause,
		});
	}
}
