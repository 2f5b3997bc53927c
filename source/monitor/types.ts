import type {DetectorOptions} from '../detect/index.js';
import type {LokiClient} from '../loki/types.js';
import type {KnownPatterns} from '../patterns/known-patterns.js';
import type {MinerOptions} from '../patterns/mining/miner.js';
import type {Store} from '../store/store.js';
import type {GivenFilter} from './levels/fleet-levels.js';
import type {HideLines} from './senses/hide-entries.js';

export type MonitorOptions = {
	readonly client: LokiClient;
	readonly store: Store;
	/** A stream selector; the widest sensible one is found where it is not given. */
	readonly selector: string | undefined;
	/** Only these services; all where not given. */
	readonly services?: readonly string[];
	readonly serviceLabel: string | undefined;
	/** The label that holds the level, where a person says so. */
	readonly levelLabel?: string | undefined;
	/** Filters that a person set. */
	readonly errorFilters?: readonly GivenFilter[] | undefined;
	readonly pollMs: number;
	/** How long after its end a minute is taken as complete: what a log shipper needs to deliver. */
	readonly settleMs: number;
	readonly baselineHours: number;
	/** Resolves when there is history to fill the baseline from, where that takes a moment: the demo's is still being written when the screen opens. */
	readonly historyThere?: Promise<void>;
	readonly detector: DetectorOptions;
	readonly miner?: MinerOptions;
	/** What was seen in the week before, on this Loki. */
	readonly known: KnownPatterns;
	/** Takes secrets out of what is learnt from lines. */
	readonly hideLines: HideLines;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};
