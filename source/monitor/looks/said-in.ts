import {streamKey} from '../../loki/lines/stream-key.js';
import type {LogEntry} from '../../loki/types.js';
import {joinLines} from '../../patterns/join-lines.js';
import type {KnownNames} from '../../patterns/read/known-names.js';
import {saidOf} from '../../patterns/read/said.js';
import {hideEntries, type HideLines} from './senses/hide-entries.js';

/** Distinct texts of one pattern: what is beyond them is said too seldom each. */
const maxSaid = 20;

export type SaidOptions = {
	readonly service: string;
	readonly names: KnownNames;
	readonly hide: HideLines;
	readonly signal: AbortSignal;
};

/** What error lines of one service say, each text once, as the senses read it. */
export async function saidIn(entries: readonly LogEntry[], {service, names, hide, signal}: SaidOptions): Promise<readonly string[]> {
	const hidden = await hideEntries(entries.toSorted((a, b) => a.timeMs - b.timeMs), hide, signal);
	const events = joinLines(hidden, ({labels}) => streamKey(labels));
	return [...new Set(events.map(({line}) => saidOf(line, service, names).text))].slice(0, maxSaid);
}
