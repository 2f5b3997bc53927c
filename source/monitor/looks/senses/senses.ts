import {setImmediate as nextTurn} from 'node:timers/promises';
import type {Connections} from '../../../detect/connections/connections.js';
import {tracedCalls} from '../../../detect/connections/traced-calls.js';
import {acceptedAfterMs, isOpen} from '../../../detect/lifecycle.js';
import {createSenseMemory, type SenseMemory} from '../../../detect/senses/memory.js';
import type {Finding, Sample} from '../../../detect/senses/types.js';
import type {Anomaly} from '../../../detect/types.js';
import {minuteMs} from '../../../detect/minute.js';
import type {LogEntry, LokiClient, Scope} from '../../../loki/types.js';
import {createMiner} from '../../../patterns/mining/miner.js';
import {createKnownNames} from '../../../patterns/read/known-names.js';
import {hideEntries, type HideLines} from './hide-entries.js';
import {readSlice, type ReadSliceOptions} from './read-slice.js';
import {createSaidBefore} from './said-before.js';
import {createEventReader} from './sense-events.js';

/** What one look takes in, at most. */
const windowMs = 150_000;
/** A calm fleet is looked at this often, one in trouble every minute. */
const calmEveryMs = 2 * minuteMs;
/** Slices of the past that are read at the start, each so much further back than the one before. */
const pastSlices = 14;
const firstPastMs = 16 * minuteMs;
const pastFactor = 1.28;
/** Fewer slices are no past: it is read again after so long. */
const minSlices = 4;
const readPastEveryMs = 30 * minuteMs;
const maxPatterns = 2000;

export type LookOptions = {
	/** The end of the newest closed minute: when this look is. */
	readonly endMs: number;
	/** The end of the newest minute whose lines have come, where they are late; `endMs` where not given. */
	readonly heardMs?: number;
	/** All services that are known. */
	readonly services: readonly string[];
	/** What is known to be wrong: nothing since it began is learnt. */
	readonly anomalies: readonly Anomaly[];
	readonly signal: AbortSignal;
};

/** Reads the fleet's lines now and then, and says what of them is not as it was. */
export type Senses = {
	/** What is abnormal, most to blame first; undefined where it is not time for a look. Throws what the client throws. */
	readonly look: (options: LookOptions) => Promise<readonly Finding[] | undefined>;
	/** What `saved` takes: plain JSON. */
	readonly save: () => unknown;
};

export type SensesOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	/** What is learnt is saved: no secret may be in it. */
	readonly hide: HideLines;
	/** Learns who has to do with whom from all lines that are read. */
	readonly connections?: Pick<Connections, 'take' | 'takeCalls'>;
	readonly saved?: unknown;
	/** Gets all lines that are read, as they are. */
	readonly onLines?: (entries: readonly LogEntry[]) => void;
};

type Saved = {readonly memory?: unknown; readonly miner?: unknown; readonly pastMs?: unknown; readonly lookedMs?: unknown; readonly said?: unknown; readonly selector?: unknown};

/** The senses of one scope. */
export function createSenses({client, scope, hide, connections, saved, onLines}: SensesOptions): Senses {
	const given = (typeof saved === 'object' && saved !== null ? saved : {}) as Saved;
	const before: Saved = given.selector === scope.selector ? given : {};
	const miner = createMiner({maxPatterns, saved: before.miner});
	const reader = createEventReader(miner, scope.capabilities.serviceLabel, facts => {
		connections?.take([facts]);
	});
	const memory: SenseMemory = createSenseMemory({saved: before.memory, keyNow: reader.keyNow});
	const saidBefore = createSaidBefore({client, scope, saved: before.said});
	let readPastMs = typeof before.pastMs === 'number' ? before.pastMs : -Infinity;
	let lookedMs = typeof before.lookedMs === 'number' ? before.lookedMs : -Infinity;

	const read = async (options: Pick<ReadSliceOptions, 'names' | 'range' | 'signal'>): Promise<Sample | undefined> => readSlice({
		client, scope, reader, hide, onLines, onEvents(events) {
			connections?.takeCalls(tracedCalls(events));
		}, ...options,
	});

	const readPast = async ({endMs, services, signal}: LookOptions, openSinceMs: number | undefined): Promise<void> => {
		const names = createKnownNames(services);
		const samples: Sample[] = [];
		let agoMs = Math.max(firstPastMs, openSinceMs === undefined ? 0 : endMs - openSinceMs + (2 * minuteMs));
		for (let index = 0; index < pastSlices; index++) {
			const sliceEndMs = Math.floor((endMs - agoMs) / minuteMs) * minuteMs;
			agoMs = Math.max(agoMs * pastFactor, agoMs + (2 * windowMs));
			const sample = await read({names, range: {startMs: sliceEndMs - windowMs, endMs: sliceEndMs}, signal});
			if (sample) {
				samples.push(sample);
			}

			await nextTurn(undefined, {signal});
		}

		for (const step of memory.learnPast(samples)) {
			await nextTurn(step, {signal});
		}
	};

	return {
		async look(options) {
			const {heardMs: endMs = options.endMs, services, anomalies, signal} = options;
			const open = anomalies.filter(anomaly => isOpen(anomaly) && endMs - anomaly.onsetMs <= acceptedAfterMs);
			// What was late is looked at as soon as another look is due, not so long after it has come.
			const sinceMs = options.endMs - lookedMs;
			// A look that is still to come was by a clock that has been set back.
			if (sinceMs >= 0 && sinceMs < (open.length === 0 ? calmEveryMs : minuteMs)) {
				return undefined;
			}

			const openSinceMs = open.length === 0 ? undefined : Math.min(...open.map(({onsetMs}) => onsetMs));
			if (memory.size() < minSlices && endMs - readPastMs >= readPastEveryMs) {
				readPastMs = endMs;
				await readPast({...options, endMs}, openSinceMs);
			}

			lookedMs = options.endMs;
			if (memory.size() === 0) {
				return [];
			}

			const names = createKnownNames(services);
			const sample = await read({names, range: {startMs: endMs - windowMs, endMs}, signal});
			if (!sample) {
				return [];
			}

			return saidBefore.leaveOut(memory.judge(sample, openSinceMs).opened, {
				endMs, openSinceMs, anomalies, read: async entries => reader.read(await hideEntries(entries, hide, signal), names), signal,
			});
		},
		save: () => ({
			selector: scope.selector, memory: memory.save(), miner: miner.save(), pastMs: readPastMs, lookedMs, said: saidBefore.save(),
		}),
	};
}
