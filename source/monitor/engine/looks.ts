import type {Connections} from '../../detect/connections/connections.js';
import type {LogEntry, LokiClient, Scope} from '../../loki/types.js';
import type {KnownPatterns} from '../../patterns/known-patterns.js';
import type {MinerOptions} from '../../patterns/types.js';
import {namesOf} from '../../patterns/read/known-names.js';
import {createOnsetFinder, type FoundOnsets, type OnsetFinder} from '../looks/onset-finder.js';
import {createPatternWatch, type PatternWatch} from '../looks/pattern-watch.js';
import type {HideLines} from '../looks/senses/hide-entries.js';
import {createSenses, type Senses} from '../looks/senses/senses.js';

/** What looks at lines found so far. */
export type LooksMemory = {
	readonly onsets: FoundOnsets;
	/** What the senses' `save` gave. */
	readonly senses: unknown;
};

export type LooksOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly miner?: MinerOptions | undefined;
	/** The watched services by name, as they are known by now. */
	readonly services: () => ReadonlyMap<string, unknown>;
	/** What was seen in the week before, on this Loki. */
	readonly known: KnownPatterns;
	readonly isPastKnown: (service: string) => boolean;
	/** Takes secrets out of what is learnt from lines. */
	readonly hideLines: HideLines;
	/** Learns who has to do with whom. */
	readonly connections: Connections;
	/** Gets the lines that the senses read, as they are. */
	readonly onLines: (entries: readonly LogEntry[]) => void;
	readonly saved: LooksMemory | undefined;
};

/** All that is asked of one scope beyond its counts. */
export type Looks = {
	readonly onsets: OnsetFinder;
	readonly patterns: PatternWatch;
	readonly senses: Senses;
	readonly save: () => LooksMemory;
};

export function createLooks({client, scope, miner, services, known, isPastKnown, hideLines, connections, onLines, saved}: LooksOptions): Looks {
	const senses = createSenses({
		client, scope, hide: hideLines, connections, onLines, saved: saved?.senses,
	});
	const patterns = createPatternWatch({
		client, scope, ...(miner && {miner}), names: namesOf(services), connections, hide: hideLines, known, isPastKnown,
	});
	const onsets = createOnsetFinder(client, scope, {literals: patterns.literals, saved: saved?.onsets});
	return {
		onsets, patterns, senses, save: () => ({onsets: onsets.save(), senses: senses.save()}),
	};
}
