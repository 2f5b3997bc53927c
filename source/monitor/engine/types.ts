import type {SavedCall} from '../../detect/connections/call-map.js';
import type {DetectorOptions} from '../../detect/index.js';
import type {MinuteReader} from '../../loki/counts/read-minutes.js';
import type {ReaderMemory} from '../../loki/counts/sharded-reading.js';
import type {LokiError} from '../../loki/http/errors/index.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import type {Minute} from '../../detect/types.js';
import type {KnownPatterns} from '../../patterns/known-patterns.js';
import type {MinerOptions} from '../../patterns/types.js';
import type {Store} from '../../store/store.js';
import type {Corroborated, Corroborator} from '../corroborate/corroborate.js';
import type {FleetLevels, GivenFilter} from '../levels/fleet-levels.js';
import type {HideLines} from '../looks/senses/hide-entries.js';
import type {Detection} from './detection.js';
import type {LooksMemory} from './looks.js';

/** What an engine leaves to the next one, in this process or another. */
export type EngineMemory = LooksMemory & {
	readonly scope: Scope;
	readonly reader: ReaderMemory;
	/** What the detector's `save` gave. */
	readonly detector: unknown;
	/** When the past of a service's patterns was learnt. */
	readonly learntPastMs: ReadonlyMap<string, number>;
	readonly corroborated: Corroborated;
	/** The learnt map of calls. */
	readonly calls: readonly SavedCall[];
	/** What the book of levels' `save` gave. */
	readonly levels: unknown;
};

/** What each driver passes on. */
export type EngineOptions = {
	readonly client: LokiClient;
	readonly store: Store;
	readonly detector: DetectorOptions;
	readonly miner?: MinerOptions;
	/** What was seen in the week before, on this Loki. */
	readonly known: KnownPatterns;
	/** Takes secrets out of what is learnt from lines. */
	readonly hideLines: HideLines;
	/** Filters that a person set. */
	readonly errorFilters?: readonly GivenFilter[] | undefined;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

/** Where the drivers differ. */
export type EngineSettings = {
	/** Services whose lines are read in one step. */
	readonly maxSuspects: number;
	/** Errors after which Loki is left alone as a whole, whatever was asked. */
	readonly isFatal: (error: LokiError) => boolean;
	readonly saved?: EngineMemory | undefined;
};

export type StepOptions = {
	/** The end of the newest minute that is over, once it was read: the answers tell what Loki's clock says. */
	readonly endMs: () => number;
	/** The time whose counts are known: where a service is found to mark its errors otherwise, they are counted anew. */
	readonly known: TimeRange;
	/** Gives counts that were put right to the detector; the store has them. */
	readonly correct: (minutes: readonly Minute[], signal: AbortSignal) => Promise<void>;
	/** Reads minutes into the store and the detector. Gives why some of them are not believed, or not there yet. */
	readonly read: () => Promise<readonly string[]>;
	/** All services that are known once that is read. */
	readonly services: () => readonly string[];
	readonly signal: AbortSignal;
};

export type PublishOptions = {
	/** The end of the newest minute that is over. */
	readonly endMs: number;
	readonly signal: AbortSignal;
};

export type Published = {
	/** Silences that are held back, and why. */
	readonly held: readonly string[];
	/** What kept questions that only refine from being answered. */
	readonly skipped: readonly LokiError[];
};

/** One way to watch: what the screen does with every poll and a check with every pass. */
export type Engine = {
	readonly readMinutes: MinuteReader;
	readonly detection: Detection;
	readonly corroborator: Corroborator;
	readonly levels: FleetLevels;
	/** Takes over a scope; what was made for another is made anew. False where all that was counted before is of no use, and forgotten here. */
	readonly watch: (scope: Scope) => boolean;
	/**
	Corrects counts, reads, detects, confirms silences, refines onsets, looks at suspects and with the senses; publishes after each.

	@returns which silences are held back, and which questions that only refine were skipped.
	@throws what `read` and the client throw for counts, fatal errors, and the signal's reason.
	*/
	readonly step: (options: StepOptions) => Promise<Published>;
	/** Confirms silences, refines onsets, and publishes: after a replay too. Throws fatal errors and the signal's reason. */
	readonly publish: (options: PublishOptions) => Promise<Published>;
	/** Undefined before a scope is watched. The detector's arrays in it are good until the next step. */
	readonly save: () => EngineMemory | undefined;
};
