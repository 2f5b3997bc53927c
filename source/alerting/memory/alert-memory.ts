import {randomUUID} from 'node:crypto';
import {foldEvents, type Remembered} from './alert-memory-fold.js';
import {takeClaim, type Claim, type Planned} from './claim.js';
import {
	eventVersion,
	type JournalEvent,
	type NewEvent,
} from './journal-event.js';

/** How long events are kept. */
export const keptMs = 7 * 24 * 3_600_000;
const maxEvents = 20_000;

/** Where events are kept: a file in the state directory, or a stream in Loki. */
export type EventLog = {
	/** All events of the scope that are not older than `keptMs`, in the log's own order. Never throws for what may pass: then it gives what it has. */
	readonly read: (signal: AbortSignal) => Promise<readonly JournalEvent[]>;
	/** Says whether they were taken. */
	readonly append: (events: readonly JournalEvent[], signal: AbortSignal) => Promise<boolean>;
	/** How long it takes to show to all what one has written. */
	readonly settleMs: number;
	/** One sentence where it does not work as it should, and why. */
	readonly note: () => string | undefined;
	/** Why it cannot be relied on now; undefined where it can. */
	readonly obstacle: () => MemoryObstacle | undefined;
};

/** `unread`: what it holds is not known. `unsaved`: what was written last is kept nowhere. */
export type MemoryObstacle = 'unread' | 'unsaved';

export type AlertMemoryOptions = {
	/** The first one that works decides who sends. */
	readonly logs: readonly EventLog[];
	readonly scope: string;
	readonly now: () => number;
};

/** Which alerts were sent to which target: read before alerts are planned, written as they are sent. */
export type AlertMemory = {
	readonly remember: (signal: AbortSignal) => Promise<Remembered>;
	readonly write: (events: readonly NewEvent[], signal: AbortSignal) => Promise<void>;
	/** Of several runs that would send the same alert, one wins. `renewed` is a claim of this run that the new one takes the place of. */
	readonly claim: (claim: Omit<Claim, 'claim'>, planned: Planned, signal: AbortSignal, renewed?: string) => Promise<{readonly isWon: boolean; readonly claim: string}>;
	/** Another run will know what was written last. */
	readonly isKept: () => boolean;
	/** Why a run cannot know what was sent before: `unread` also where nothing could be read when alerts were planned. Undefined where another run knows what was written last. */
	readonly obstacle: () => MemoryObstacle | undefined;
	readonly notes: () => readonly string[];
};

/** A memory over several logs: what one of them has lost, another may know. This process remembers its own events in any case. */
export function createAlertMemory({logs, scope, now}: AlertMemoryOptions): AlertMemory {
	const by = randomUUID();
	let own: readonly JournalEvent[] = [];
	let isPlanBlind = false;

	/** One log that works is enough. */
	const currentObstacle = (): MemoryObstacle | undefined => {
		const obstacles = logs.map(({obstacle}) => obstacle());
		return obstacles.includes(undefined) ? undefined : obstacles.find(obstacle => obstacle === 'unsaved') ?? 'unread';
	};

	const write = async (events: readonly NewEvent[], signal: AbortSignal): Promise<void> => {
		if (events.length === 0) {
			return;
		}

		const atMs = now();
		const complete = events.map(event => ({
			v: eventVersion, id: randomUUID(), atMs, by, scope, ...event,
		} satisfies JournalEvent));
		own = [...own, ...complete].slice(-maxEvents);
		// One that fails keeps the others from nothing.
		const writing = logs.map(async log => log.append(complete, signal));
		await Promise.allSettled(writing);
		await Promise.all(writing);
	};

	/** Each event once, in the order in which it was written. */
	const readAll = async (signal: AbortSignal): Promise<readonly JournalEvent[]> => {
		const lists = await Promise.all(logs.map(async log => log.read(signal)));
		const byId = new Map([...lists.flat(), ...own].map(event => [event.id, event]));
		return [...byId.values()].toSorted((a, b) => a.atMs - b.atMs).slice(-maxEvents);
	};

	return {
		async remember(signal) {
			const events = await readAll(signal);
			// A new pod's own file is empty: it stands in for no journal.
			isPlanBlind = currentObstacle() === 'unread' || (events.length === 0 && logs.some(({obstacle}) => obstacle() === 'unread'));
			return foldEvents(events);
		},
		write,
		async claim(wanted, planned, signal, renewed) {
			const claim = randomUUID();
			const log = logs.find(({obstacle}) => obstacle() === undefined);
			const read = async (): Promise<readonly JournalEvent[]> => log ? log.read(signal) : own;
			const outcome = await takeClaim({...wanted, claim}, {
				read,
				append: async taken => write([{event: 'claimed', ...taken, fingerprints: [...taken.fingerprints]}], signal),
				planned,
				renewed,
				settleMs: log?.settleMs ?? 0,
				signal,
			});
			return {isWon: outcome === 'won', claim};
		},
		isKept: () => currentObstacle() === undefined,
		obstacle: () => isPlanBlind ? 'unread' : currentObstacle(),
		notes: () => logs.map(({note}) => note()).filter(note => note !== undefined),
	};
}
