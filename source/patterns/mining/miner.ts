import {capLine} from '../cap-line.js';
import {cleanLine} from '../clean-line.js';
import {levels} from '../level-words.js';
import {maskLine, seedOf} from '../scan/mask-line.js';
import {scanToHash} from '../scan/scan.js';
import type {
	LogLevel,
	MinedLine,
	MinerOptions,
	PatternMiner,
} from '../types.js';
import {asSaved, readSaved} from './saved-miner.js';
import {
	asPattern,
	living,
	PatternStore,
	type HeldPattern,
} from './pattern-store.js';
import {KeyFinder} from './key-finder.js';
import {HoleIndex} from './hole-index.js';
import {AgingMap} from './aging-map.js';

const defaultMaxPatterns = 2000;
/** Masked forms of lines, and places of words, remembered for each pattern held. */
const linesPerPattern = 5;
const holesPerPattern = 20;

/**
Creates a miner. A line is masked and looked up by the hash of what remains: most lines end there.
Only a masked form that is new is taken apart: its wrapping is removed, its message is masked and normalised to a key,
and the key is compared with those known, with holes in the places of words that may be variables.
*/
export function createMiner(options: MinerOptions = {}): PatternMiner {
	const maxPatterns = Math.max(1, options.maxPatterns ?? defaultMaxPatterns);
	const store = new PatternStore(maxPatterns);
	const holes = new HoleIndex(maxPatterns * holesPerPattern);
	const finder = new KeyFinder(store, holes);
	const byMaskedLine = new AgingMap<number, HeldPattern>(maxPatterns * linesPerPattern);
	let lines = 0;

	const saved = readSaved(options.saved);
	if (saved) {
		lines = saved.lines;
		holes.restore(saved.holes);
		store.restore(saved);
		for (const held of store.list()) {
			holes.remember(held.words);
		}
	}

	return {
		add(line: string, timeMs: number, givenLevel?: LogLevel): MinedLine {
			lines++;
			const {text, mark} = capLine(line);
			const clean = cleanLine(text);
			const level = givenLevel === 'unknown' ? undefined : givenLevel;
			const names = options.names?.();
			const lineHash = scanToHash(clean, seedOf(clean, (levels.indexOf(level ?? 'unknown') * 2) + (mark === '' ? 0 : 1)), names);
			let held = living(byMaskedLine.get(lineHash));
			let isNew = false;
			if (!held) {
				({held, isNew} = finder.findOrCreate(maskLine(clean, mark, level, names), timeMs));
				byMaskedLine.set(lineHash, held);
			}

			store.count(held, line, timeMs);
			return {patternId: held.id, isNew, level: held.level};
		},
		resolve: patternId => store.resolve(patternId),
		pattern(patternId) {
			const held = store.get(patternId);
			return held && asPattern(held);
		},
		patterns: () => store.list().map(held => asPattern(held)).toSorted((a, b) => b.count - a.count),
		totals: () => ({lines, evictedLines: store.evictedLines}),
		save: () => asSaved({lines, ...store.save(), holes: holes.save()}),
	};
}
