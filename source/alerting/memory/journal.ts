import {compareNs} from '../../loki/answers.js';
import {LokiError, LokiRangeLimitError} from '../../loki/http/errors/index.js';
import {matcher, quote} from '../../loki/logql/logql.js';
import {journalLabels} from '../../loki/logql/own-streams.js';
import {isAbort} from '../../loki/http/trouble.js';
import type {LogEntry, LokiClient, TimeRange} from '../../loki/types.js';
import {hourMs} from '../../detect/minute.js';
import {keptMs, type EventLog, type MemoryObstacle} from './alert-memory.js';
import {readEvent, type JournalEvent} from './journal-event.js';

const pageLines = 1000;
/** The newest events are read first, so that what is beyond this is the oldest. */
const maxPages = 20;
/** A read after the first one goes back so far beyond the newest event: others' clocks may be behind. */
const overlapMs = 10 * 60_000;
const defaultSettleMs = 2000;
/** What did not work is tried again after so long: a pass must not wait for it at every step. */
const retryAfterMs = 45_000;

export type JournalOptions = {
	readonly client: LokiClient;
	readonly scope: string;
	readonly now: () => number;
	/** How long Loki takes to show to all what was pushed; 2 s where not given. */
	readonly settleMs?: number;
};

/**
Events in a stream of Loki itself: pods without a volume, several replicas and everybody's terminal share it, and Grafana can show it.
A Loki that does not take pushes is said in `note`, and tried again with a later pass.
*/
export function openJournal({client, scope, now, settleMs = defaultSettleMs}: JournalOptions): EventLog {
	const events = new Map<string, {readonly timeNs: string; readonly event: JournalEvent}>();
	let trouble: {readonly note: string; readonly obstacle: MemoryObstacle} | undefined;
	let failedMs = -Infinity;
	let readFromMs: number | undefined;
	let lastNs = 0n;

	const selector = `{${Object.entries(journalLabels).filter(([name]) => name !== 'service_name').map(([name, value]) => matcher(name, '=', value)).join(', ')}}`;
	const query = `${selector} |= ${quote(`"scope":"${scope}"`)}`;

	const take = (entries: readonly LogEntry[]): void => {
		for (const {timeNs, line} of entries) {
			const event = readEvent(parse(line));
			if (event?.scope === scope) {
				events.set(event.id, {timeNs, event});
			}
		}
	};

	const forgetOld = (): void => {
		const fromMs = now() - keptMs;
		for (const [id, {event}] of events) {
			if (event.atMs < fromMs) {
				events.delete(id);
			}
		}
	};

	/** Newest page first. */
	const readPages = async (range: TimeRange, signal: AbortSignal): Promise<void> => {
		let {endMs} = range;
		for (let page = 0; page < maxPages && endMs > range.startMs; page++) {
			const {entries, isCut} = await client.queryLogs({
				query, range: {startMs: range.startMs, endMs}, limit: pageLines, direction: 'backward',
			}, {signal});
			take(entries);
			const oldestMs = entries[0]?.timeMs;
			if (!isCut || oldestMs === undefined) {
				return;
			}

			// Lines of one millisecond may be parted by the page's end: they are asked for again.
			endMs = Math.min(oldestMs + 1, endMs - 1);
		}
	};

	/** A Loki that reads less than a week at once is asked in pieces, the newest first. */
	const readRange = async (range: TimeRange, signal: AbortSignal): Promise<void> => {
		try {
			await readPages(range, signal);
		} catch (error) {
			const limitMs = error instanceof LokiRangeLimitError ? error.limitMs : undefined;
			if (limitMs === undefined || limitMs >= range.endMs - range.startMs || limitMs < hourMs) {
				throw error;
			}

			for (let {endMs} = range, piece = 0; endMs > range.startMs && piece < maxPages; endMs -= limitMs, piece++) {
				await readPages({startMs: Math.max(range.startMs, endMs - limitMs), endMs}, signal);
			}
		}
	};

	const isTried = (): boolean => now() - failedMs >= retryAfterMs;

	const attempt = async (work: () => Promise<void>, what: 'read' | 'written', signal: AbortSignal): Promise<boolean> => {
		try {
			await work();
			trouble = undefined;
			return true;
		} catch (error) {
			if (!(error instanceof LokiError) || isAbort(error, signal)) {
				throw error;
			}

			failedMs = now();
			trouble = {
				note: `The journal in Loki cannot be ${what} (${error.why}): alerts are remembered without it, and another replica may send them too.`,
				obstacle: what === 'read' ? 'unread' : 'unsaved',
			};
			return false;
		}
	};

	return {
		async read(signal) {
			if (isTried()) {
				const nowMs = now();
				const startMs = readFromMs ?? (nowMs - keptMs);
				const isRead = await attempt(async () => readRange({startMs, endMs: nowMs + overlapMs}, signal), 'read', signal);
				readFromMs = isRead ? nowMs - overlapMs : readFromMs;
			}

			forgetOld();
			return [...events.values()].toSorted((a, b) => compareNs(a.timeNs, b.timeNs) || (a.event.id < b.event.id ? -1 : 1)).map(({event}) => event);
		},
		async append(added, signal) {
			if (!isTried()) {
				return false;
			}

			const lines = added.map(event => {
				// Events of one millisecond keep their order.
				const ns = BigInt(Math.round(event.atMs)) * 1_000_000n;
				lastNs = ns > lastNs ? ns : lastNs + 1n;
				return {timeNs: String(lastNs), line: JSON.stringify(event)};
			});
			return attempt(async () => client.push(journalLabels, lines, {signal}), 'written', signal);
		},
		settleMs,
		note: () => trouble?.note,
		obstacle: () => trouble?.obstacle,
	};
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
