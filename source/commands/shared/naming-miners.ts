import {createMiner} from '../../patterns/mining/miner.js';
import {namesOf} from '../../patterns/read/known-names.js';
import type {PatternMiner} from '../../patterns/types.js';

/** Makes miners that know the names of these services: lines that differ only in which service they name are of one pattern. */
export function createNamingMiners(services: () => ReadonlyMap<string, unknown>): () => PatternMiner {
	const names = namesOf(services);
	return () => createMiner({names});
}
