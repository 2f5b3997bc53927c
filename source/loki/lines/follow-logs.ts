import {setTimeout as delay} from 'node:timers/promises';
import {createLokiClient} from '../client.js';
import {LokiError, LokiUnreachableError} from '../http/errors/index.js';
import {linkAbort} from '../http/linked-abort.js';
import {askedWaitMs} from '../http/trouble.js';
import type {LogEntry, LokiClient} from '../types.js';
import {queryLogsUpTo} from './query-logs-up-to.js';
import {SeenLines} from './seen-lines.js';
import {tailLogs, type TailLogsOptions, type TailState} from './tail.js';

const defaultPollMs = 2000;
/** Lines come in late and out of order: each poll begins a little before the newest line. */
const overlapMs = 5000;
/** Of one question, and questions in a row while each finds more. */
const pollLines = 1000;
const pollsInARow = 5;
/** Connections that fail before any came about, after which lines are polled. */
const maxFailures = 2;

export type FollowState =
	| TailState
	/** There is no live tail, or it is refused: lines are asked for again and again. */
	| {readonly type: 'polling'; readonly why: string};

export type FollowLogsOptions = Omit<TailLogsOptions, 'onState'> & {
	readonly pollMs?: number;
	readonly onState: (state: FollowState) => void;
};

/**
Follows a query until the signal is aborted, then returns: by Loki's live tail, and by polling where there is none, where it is refused, or where WebSockets do not get through.
Throws LokiError where polling fails too, and trying again is of no use.
*/
export async function followLogs(options: FollowLogsOptions): Promise<void> {
	const client = options.client ?? createLokiClient(options.settings);
	const fromMs = options.fromMs ?? Date.now();
	const why = await tailWhilePossible({...options, client, fromMs});
	if (why === undefined) {
		return;
	}

	options.onState({type: 'polling', why});
	await poll({...options, client, fromMs});
}

/** Ends with the reason why there is no tail; undefined where the signal ended it. */
async function tailWhilePossible(options: FollowLogsOptions): Promise<string | undefined> {
	const {signal, onState} = options;
	const tail = linkAbort(signal);
	let hasBeenLive = false;
	let failures = 0;
	let given: string | undefined;
	try {
		await tailLogs({
			...options,
			signal: tail.signal,
			onState(state) {
				hasBeenLive ||= state.type === 'live';
				failures += state.type === 'waiting' ? 1 : 0;
				const isBlocked = state.type === 'waiting' && state.error instanceof LokiUnreachableError && state.error.reason === 'proxy';
				if (state.type === 'waiting' && !hasBeenLive && (isBlocked || failures >= maxFailures)) {
					given = state.error.why;
					tail.abort();
					return;
				}

				onState(state);
			},
		});
		return signal.aborted ? undefined : given;
	} catch (error) {
		if (error instanceof LokiError) {
			return error.why;
		}

		throw error;
	} finally {
		tail.unlink();
	}
}

type Polling = FollowLogsOptions & {readonly client: LokiClient; readonly fromMs: number};

async function poll(options: Polling): Promise<void> {
	const {fromMs, pollMs = defaultPollMs, signal, onState} = options;
	const seen = new SeenLines();
	let newestMs = fromMs;
	let trouble: LokiError | undefined;
	while (!signal.aborted) {
		let waitMs = pollMs;
		try {
			const fresh = await readFresh(options, Math.max(fromMs, newestMs - overlapMs), entry => entry.timeMs >= fromMs && seen.take(entry, 'query'));
			newestMs = Math.max(newestMs, fresh.at(-1)?.timeMs ?? 0);
			if (trouble) {
				onState({type: 'polling', why: 'Loki answers again'});
				trouble = undefined;
			}

			if (fresh.length > 0) {
				options.onEntries(fresh);
			}
		} catch (error) {
			if (signal.aborted) {
				return;
			}

			if (!(error instanceof LokiError) || !error.canPass) {
				throw error;
			}

			trouble = error;
			waitMs = Math.max(2 * pollMs, askedWaitMs(error) ?? 0);
			onState({type: 'waiting', waitMs, error});
		}

		await delay(waitMs, undefined, {signal}).catch(() => undefined);
	}
}

/** Lines that were not seen yet, oldest first. Where there are more than can be asked for, those in between are left out and said to be. */
async function readFresh({client, query, signal, onDropped}: Polling, startMs: number, isFresh: (entry: LogEntry) => boolean): Promise<readonly LogEntry[]> {
	const fresh: LogEntry[] = [];
	let fromMs = startMs;
	for (let asked = 0; asked < pollsInARow; asked++) {
		const range = {startMs: fromMs, endMs: Date.now() + overlapMs};
		const {entries, isCut} = await queryLogsUpTo(client, {
			query, range, limit: pollLines, direction: 'forward',
		}, {signal});
		fresh.push(...entries.filter(entry => isFresh(entry)));
		const lastMs = entries.at(-1)?.timeMs ?? fromMs;
		if (!isCut) {
			return fresh;
		}

		// A millisecond that alone has more lines is passed.
		fromMs = lastMs > fromMs ? lastMs : lastMs + 1;
	}

	const newest = await queryLogsUpTo(client, {query, range: {startMs: fromMs, endMs: Date.now() + overlapMs}, limit: pollLines}, {signal});
	if (newest.isCut) {
		onDropped(undefined);
	}

	return [...fresh, ...newest.entries.filter(entry => isFresh(entry))];
}
