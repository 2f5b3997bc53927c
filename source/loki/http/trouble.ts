import {sanitize} from '../../terminal/sanitize.js';
import {
	LokiError,
	LokiQueryError,
	LokiRateLimitError,
	LokiServerError,
} from './errors/index.js';

export type ErrorWords = {
	readonly what: string;
	readonly why: string;
	readonly nextStep: string;
	/** Where in the query it is, from 1, where it is about one place of it. */
	readonly place?: {readonly line: number; readonly column: number};
};

/** An error as what happened, why, and what to do next. */
export function troubleOf(error: unknown): ErrorWords {
	if (error instanceof LokiQueryError && error.line !== undefined && error.column !== undefined && error.column > 0) {
		const {what, why, nextStep, column} = error;
		// Loki loses the line of some tokens and says 0.
		return {
			what, why, nextStep, place: {line: Math.max(1, error.line), column},
		};
	}

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
