import {setTimeout as delay} from 'node:timers/promises';
import {LokiRateLimitError, LokiServerError, LokiTimeoutError} from './http/errors/index.js';
import {askedWaitMs} from './http/trouble.js';
import type {LokiClient} from './types.js';

const firstWaitMs = 1000;
const maxWaitMs = 10_000;

export type Patience = {
	/** How much longer a refused question may be asked again, in milliseconds; asked before each wait. */
	readonly leftMs: () => number;
	readonly signal: () => AbortSignal | undefined;
};

/** A client that asks again, after a wait, where Loki refused for what may pass: too many questions at once, or a failure of its own. What goes unanswered for a whole timeout is not asked again. */
export function createPatientClient(client: LokiClient, {leftMs, signal}: Patience): LokiClient {
	const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
		for (let waitMs = firstWaitMs; ; waitMs = Math.min(maxWaitMs, waitMs * 2)) {
			try {
				return await question();
			} catch (error) {
				const nextMs = Math.max(waitMs, askedWaitMs(error) ?? 0);
				if (!isRefusal(error) || nextMs > leftMs()) {
					throw error;
				}

				await delay(nextMs, undefined, {signal: signal()});
			}
		}
	};

	return {
		...client,
		queryMetrics: async (...given) => ask(async () => client.queryMetrics(...given)),
		queryLogs: async (...given) => ask(async () => client.queryLogs(...given)),
		queryInstant: async (...given) => ask(async () => client.queryInstant(...given)),
		labels: async (...given) => ask(async () => client.labels(...given)),
		labelValues: async (...given) => ask(async () => client.labelValues(...given)),
		series: async (...given) => ask(async () => client.series(...given)),
		buildInfo: async (...given) => ask(async () => client.buildInfo(...given)),
	};
}

/** Loki, or a gateway before it, answered that it will not: a 504 is an answer, a timeout of this program's is none. */
const isRefusal = (error: unknown): boolean => error instanceof LokiRateLimitError || error instanceof LokiServerError || (error instanceof LokiTimeoutError && error.timeoutMs === undefined);
