import {ParseError} from '../../../logql/parse/parse-error.js';

/** An answer in Loki's own words: plain text with a status, not JSON. */
export class LokiError extends Error {
	override readonly name = 'LokiError';

	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const badRequest = (message: string): LokiError => new LokiError(400, message);

/** What is answered to a request that ended in an error. */
export const asLokiError = (error: unknown): LokiError => {
	if (error instanceof LokiError) {
		return error;
	}

	if (error instanceof ParseError) {
		return badRequest(error.message);
	}

	const reason = error instanceof Error ? error.message : String(error);
	return new LokiError(500, `the sandbox failed on this request: ${reason}\n`);
};
