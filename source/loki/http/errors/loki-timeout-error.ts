import {LokiError} from './loki-error.js';

const millisecondsPerSecond = 1000;

/** No whole answer in time, by this program's clock or by Loki's own. */
export class LokiTimeoutError extends LokiError {
	override name = 'LokiTimeoutError';

	/** This program's limit; undefined where Loki itself gave up. */
	readonly timeoutMs: number | undefined;

	constructor({origin, timeoutMs, why, cause}: {readonly origin: string; readonly timeoutMs?: number; readonly why?: string; readonly cause?: unknown}) {
		super({
			what: `Loki at ${origin} did not answer in time`,
			why: why ?? `no complete answer within ${(timeoutMs ?? 0) / millisecondsPerSecond} s`,
			nextStep: 'Narrow the selector or the time range, or allow more time.',
			canPass: true,
			cause,
		});
		this.timeoutMs = timeoutMs;
	}
}
