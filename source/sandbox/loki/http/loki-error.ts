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
