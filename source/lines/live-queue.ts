import type {LogEntry} from '../loki/types.js';

/** Lines that are shown a second; more of them nobody reads, and each costs time to be read and painted. */
export const maxShownPerSecond = 1000;
/** Lines that wait while the list is held still. */
export const maxWaitingLines = 10_000;
const secondMs = 1000;

export type LiveQueue = {
	readonly push: (entries: readonly LogEntry[]) => void;
	/** The lines to show now, in the order in which they came, and how many were left out since the last time. */
	readonly take: (elapsedMs: number, options: {readonly isHeld: boolean}) => {readonly entries: readonly LogEntry[]; readonly leftOut: number};
	readonly waiting: () => number;
};

/**
Lines between Loki and the screen. What comes faster than it can be shown is sampled: errors first, the others evenly.
While the list is held still lines wait, the newest so many; then they come as fast as can be shown, none sampled.
*/
export function createLiveQueue(): LiveQueue {
	let queue: LogEntry[] = [];
	let isCatchingUp = false;
	let lost = 0;
	return {
		push(entries) {
			queue.push(...entries);
			if (!(queue.length > maxWaitingLines)) {
				return;
			}

			lost += queue.length - maxWaitingLines;
			queue = queue.slice(-maxWaitingLines);
		},
		take(elapsedMs, {isHeld}) {
			if (isHeld) {
				isCatchingUp = queue.length > 0;
				return {entries: [], leftOut: 0};
			}

			const leftOut = lost;
			lost = 0;

			const room = Math.max(1, Math.floor(maxShownPerSecond * Math.min(elapsedMs, secondMs) / secondMs));
			const came = queue;
			if (isCatchingUp) {
				queue = came.slice(room);
				isCatchingUp = queue.length > 0;
				return {entries: came.slice(0, room), leftOut};
			}

			queue = [];
			const entries = sample(came, room);
			return {entries, leftOut: leftOut + came.length - entries.length};
		},
		waiting: () => queue.length + lost,
	};
}

/** What the words of a line say is enough for a choice among thousands. */
const soundsWrong = /\b(?:error|fatal|panic|exception|critical|severe|fail(?:ed|ure)?)\b/i;
const readLength = 400;

/** So many of the lines, in their order: up to half the room for errors, spread evenly like the rest. */
function sample(entries: readonly LogEntry[], room: number): readonly LogEntry[] {
	if (entries.length <= room) {
		return entries;
	}

	const wrong = entries.filter(({line}) => soundsWrong.test(line.slice(0, readLength)));
	const kept = new Set(spread(wrong, Math.ceil(room / 2)));
	const rest = entries.filter(entry => !kept.has(entry));
	const chosen = new Set([...kept, ...spread(rest, room - kept.size)]);
	return entries.filter(entry => chosen.has(entry));
}

const spread = (entries: readonly LogEntry[], most: number): readonly LogEntry[] => entries.length <= most ? entries : Array.from({length: most}, (_, index) => entries[Math.floor(index * entries.length / most)]!);
