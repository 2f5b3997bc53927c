import {setTimeout as delay} from 'node:timers/promises';
import {compareNs, defaultMaxLineLength, toEntries} from '../answers.js';
import {authHeaders} from '../http/auth-headers.js';
import {createLokiClient} from '../client.js';
import {parseEndpoint} from '../http/endpoint.js';
import {LokiError, LokiRateLimitError, NotLokiError} from '../http/errors/index.js';
import {defaultTimeoutMs} from '../http/requester.js';
import {tailFrameSchema} from '../schemas.js';
import {createTransport} from '../http/transport.js';
import type {LogEntry, LokiClient, LokiSettings} from '../types.js';
import {withStoredValues} from '../logql/stored-values.js';
import {runTailSocket} from './tail-socket.js';
import {type LineSource, SeenLines} from './seen-lines.js';
import {queryLogsUpTo} from './query-logs-up-to.js';

/** Lines kept while a gap is being filled, and lines that fill one. */
const maxWaitingLines = 10_000;
const maxGapLines = 5000;
/** A new connection begins a little before the present: what came by while it was made is shown, what is known is not shown again. */
const overlapMs = 5000;
/** Without it a tail leaves out structured metadata; a Loki that has none does not know it. */
const categorizeLabels = {'x-loki-response-encoding-flags': 'categorize-labels'};
const defaultBackoff = {firstMs: 1000, maxMs: 30_000};

export type TailState =
	| {readonly type: 'connecting'}
	| {readonly type: 'live'}
	/** The connection is lost; it is retried after `waitMs`. */
	| {readonly type: 'waiting'; readonly waitMs: number; readonly error: LokiError};

export type TailLogsOptions = {
	readonly settings: LokiSettings;
	/** For filling gaps; one is made where not given. */
	readonly client?: LokiClient;
	/** A log query: selector and stages. */
	readonly query: string;
	/** Lines at most for what Loki sends of the time before the connection. */
	readonly limit: number;
	/** Where to begin; the present where not given. */
	readonly fromMs?: number;
	readonly backoff?: {readonly firstMs: number; readonly maxMs: number};
	readonly signal: AbortSignal;
	/** Each line once, oldest first within a call. */
	readonly onEntries: (entries: readonly LogEntry[]) => void;
	/** Lines that could not be shown; undefined where their number is not known. */
	readonly onDropped: (count: number | undefined) => void;
	readonly onState: (state: TailState) => void;
};

/**
Follows a query live until the signal is aborted, then returns. A lost connection is made again, with growing waits, and what was written meanwhile is read by a query.
Throws LokiError where trying again is of no use: credentials, a query that does not parse, no live tail.
*/
export async function tailLogs(options: TailLogsOptions): Promise<void> {
	const {settings, signal, onState} = options;
	const backoff = options.backoff ?? defaultBackoff;
	const endpoint = parseEndpoint(settings.url);
	const delivery = createDelivery(options);
	let transport: ReturnType<typeof createTransport> | undefined;
	const wait = {ms: backoff.firstMs};
	while (!signal.aborted) {
		try {
			onState({type: 'connecting'});
			transport ??= createTransport(settings, endpoint);
			const {agent} = await transport;
			const startMs = Math.max(delivery.beginMs, Date.now() - overlapMs);
			await runTailSocket({
				baseUrl: endpoint.baseUrl,
				parameters: new URLSearchParams({query: withStoredValues(options.query), limit: String(options.limit), start: `${startMs}000000`}),
				headers: {...categorizeLabels, ...await authHeaders(settings, endpoint, signal)},
				agent,
				handshakeTimeoutMs: settings.timeoutMs ?? defaultTimeoutMs,
				signal,
				onOpen() {
					onState({type: 'live'});
					delivery.fillGap();
				},
				onFrame(text) {
					wait.ms = backoff.firstMs;
					delivery.takeFrame(text);
				},
			});
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			if (!(error instanceof LokiError) || !error.canPass) {
				throw error;
			}

			const askedMs = error instanceof LokiRateLimitError ? error.retryAfterMs ?? 0 : 0;
			const waitMs = Math.max(wait.ms, askedMs);
			onState({type: 'waiting', waitMs, error});
			await delay(waitMs, undefined, {signal}).catch(() => undefined);
			wait.ms = Math.min(wait.ms * 2, backoff.maxMs);
		}
	}
}

type Delivery = {
	/** The first moment that is of interest. */
	readonly beginMs: number;
	readonly takeFrame: (text: string) => void;
	/** Reads what was written since the last line; frames wait until it is delivered. */
	readonly fillGap: () => void;
};

function createDelivery({settings, client = createLokiClient(settings), query, fromMs = Date.now(), signal, onEntries, onDropped}: TailLogsOptions): Delivery {
	const seen = new SeenLines();
	let newestMs = fromMs;
	let fills = 0;
	let waiting: LogEntry[] = [];

	const deliver = (entries: readonly LogEntry[], source: LineSource) => {
		const fresh = entries.filter(entry => entry.timeMs >= fromMs && seen.take(entry, source));
		newestMs = Math.max(newestMs, fresh.at(-1)?.timeMs ?? 0);
		if (fresh.length > 0) {
			onEntries(fresh);
		}
	};

	const fill = async () => {
		try {
			// A line may come in late, behind a newer one: the gap begins a little before the last line.
			// What is written from now on the connection brings.
			const range = {startMs: Math.max(fromMs, newestMs - overlapMs), endMs: Date.now() + 1};
			const {entries, isCut} = await queryLogsUpTo(client, {query, range, limit: maxGapLines}, {signal});
			deliver(entries, 'query');
			if (isCut) {
				onDropped(undefined);
			}
		} catch {
			if (!signal.aborted) {
				onDropped(undefined);
			}
		}

		fills--;
		if (fills !== 0) {
			return;
		}

		deliver(waiting.toSorted((a, b) => compareNs(a.timeNs, b.timeNs)), 'tail');
		waiting = [];
	};

	return {
		beginMs: fromMs,
		takeFrame(text) {
			const {streams, dropped} = readFrame(text, settings.url);
			if (dropped > 0) {
				onDropped(dropped);
			}

			const entries = toEntries(streams, {isNewestFirst: false, maxLineLength: settings.maxLineLength ?? defaultMaxLineLength});
			if (fills === 0) {
				deliver(entries, 'tail');
				return;
			}

			waiting.push(...entries);
			if (!(waiting.length > maxWaitingLines)) {
				return;
			}

			onDropped(waiting.length - maxWaitingLines);
			waiting = waiting.slice(-maxWaitingLines);
		},
		fillGap() {
			fills++;
			void fill();
		},
	};
}

function readFrame(text: string, url: string) {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		data = undefined;
	}

	const frame = tailFrameSchema.safeParse(data);
	if (!frame.success) {
		throw new NotLokiError({origin: parseEndpoint(url).origin, guess: 'unknown', why: 'its live tail sends what no Loki sends'});
	}

	return {streams: frame.data.streams, dropped: frame.data.dropped_entries.length};
}
