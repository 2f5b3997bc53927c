import {performance} from 'node:perf_hooks';
import {setTimeout as delay} from 'node:timers/promises';
import {LokiRateLimitError, LokiServerError, LokiTimeoutError} from './http/errors/index.js';
import {linkAbort} from './http/linked-abort.js';
import {askedWaitMs} from './http/trouble.js';
import type {LokiClient, QueryOptions} from './types.js';

const firstWaitMs = 1000;
const maxWaitMs = 10_000;

const letPass = async (ms: number, signal: AbortSignal): Promise<void> => {
	await delay(ms, undefined, {signal});
};

export type Patience = {
	/** How much longer a question that was first asked so long ago may be asked again, in milliseconds; asked before each wait. */
	readonly leftMs: (askedAgoMs: number) => number;
	/** Ends a wait, beside the question's own. */
	readonly signal?: () => AbortSignal | undefined;
	/** Lets time pass before it is asked again; the clock of the machine where not given. Rejects with the signal's reason. */
	readonly wait?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
};

/** A client that asks again, after a wait, where Loki refused for what may pass: too many questions at once, or a failure of its own. What goes unanswered for a whole timeout is not asked again. */
export function createPatientClient(client: LokiClient, {leftMs, signal, wait = letPass}: Patience): LokiClient {
	const ask = async <Answer>(question: () => Promise<Answer>, options: QueryOptions | undefined): Promise<Answer> => {
		const startMs = performance.now();
		for (let waitMs = firstWaitMs; ; waitMs = Math.min(maxWaitMs, waitMs * 2)) {
			try {
				return await question();
			} catch (error) {
				const nextMs = Math.max(waitMs, askedWaitMs(error) ?? 0);
				if (!isRefusal(error) || nextMs > leftMs(performance.now() - startMs)) {
					throw error;
				}

				await waitLinked(nextMs, signal?.(), options?.signal);
			}
		}
	};

	const waitLinked = async (ms: number, ...signals: ReadonlyArray<AbortSignal | undefined>): Promise<void> => {
		const link = linkAbort(...signals);
		try {
			await wait(ms, link.signal);
		} finally {
			link.unlink();
		}
	};

	return {
		...client,
		queryMetrics: async (query, options) => ask(async () => client.queryMetrics(query, options), options),
		queryLogs: async (query, options) => ask(async () => client.queryLogs(query, options), options),
		queryInstant: async (query, options) => ask(async () => client.queryInstant(query, options), options),
		labels: async (range, options) => ask(async () => client.labels(range, options), options),
		labelValues: async (label, range, selector, options) => ask(async () => client.labelValues(label, range, selector, options), options),
		series: async (selector, range, options) => ask(async () => client.series(selector, range, options), options),
		buildInfo: async options => ask(async () => client.buildInfo(options), options),
	};
}

/** Loki, or a gateway before it, answered that it will not: a 504 is an answer, a timeout of this program's is none. */
const isRefusal = (error: unknown): boolean => error instanceof LokiRateLimitError || error instanceof LokiServerError || (error instanceof LokiTimeoutError && error.timeoutMs === undefined);
