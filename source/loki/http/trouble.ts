import {sanitize} from '../../terminal/sanitize.js';
import {LokiError, LokiRateLimitError, LokiServerError} from './errors/index.js';

/** An error as what happened, why, and what to do next. */
export function troubleOf(error: unknown): {readonly what: string; readonly why: string; readonly nextStep: string} {
	if (error instanceof LokiError) {
		return {what: error.what, why: error.why, nextStep: error.nextStep};
	}

	const why = error instanceof Error ? error.message : String(error);
	return {what: 'something in loki-sentinel failed', why: sanitize(why, {maxLength: 300}), nextStep: 'Press r to try again.'};
}

/** The wait that a refusal asked for, in milliseconds. */
export const askedWaitMs = (error: unknown): number | undefined => error instanceof LokiRateLimitError || error instanceof LokiServerError ? error.retryAfterMs : undefined;

/** Was it stopped on purpose? */
export const isAbort = (error: unknown, signal: AbortSignal): boolean => signal.aborted || (error instanceof Error && error.name === 'AbortError');
