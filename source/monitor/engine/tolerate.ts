import {LokiError} from '../../loki/http/errors/index.js';
import {isAbort} from '../../loki/http/trouble.js';

export type TolerateOptions = {
	/** Errors after which Loki is left alone as a whole. */
	readonly isFatal: (error: LokiError) => boolean;
	readonly signal: AbortSignal;
};

/**
Asks what only refines the picture: a Loki that refuses it must not take the picture away.
Resolves with the error that was passed over; throws the signal's reason, fatal errors, and whatever is no error of Loki's.
*/
export async function tolerate(ask: () => Promise<unknown>, {isFatal, signal}: TolerateOptions): Promise<readonly LokiError[]> {
	try {
		await ask();
		return [];
	} catch (error) {
		if (!(error instanceof LokiError) || isFatal(error) || isAbort(error, signal)) {
			throw error;
		}

		return [error];
	}
}
