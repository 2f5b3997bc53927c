import {AgingMap} from './aging-map.js';
import {stripAnsi} from './ansi.js';
import {capLine} from './cap-line.js';
import {decodeEscapes} from './escapes.js';
import {extract} from './extract.js';
import {hashLanes} from './hash.js';
import {HoleIndex} from './hole-index.js';
import {
	hashOfKey,
	splitKey,
	withoutPort,
	withWildcards,
	type KeyWords,
} from './key-words.js';
import {levelInText} from './level.js';
import {wildcard} from './scan-state.js';
import {keyOfTemplate, refineTemplate} from './normal-key.js';
import {
	asPattern,
	living,
	PatternStore,
	type HeldPattern,
} from './pattern-store.js';
import {scan, scanToHash} from './scan.js';
import {putWildcards} from './template.js';
import type {
	LogLevel,
	MinedLine,
	MinerOptions,
	PatternMiner,
} from './types.js';

export type {MinerOptions} from './types.js';

const levels: readonly LogLevel[] = ['unknown', 'critical', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'];
const defaultMaxPatterns = 2000;
const linesPerPattern = 5;
const holesPerPattern = 20;
/** With so many words, variable or not, a message says what happened, whoever writes it; a shorter one is only the same from the same component. */
const wordsThatSuffice = 6;

/** What was found for a line whose masked form is new. */
type Found = {readonly held: HeldPattern; readonly isNew: boolean};

/** A line after extraction and masking. */
type Masked = {
	readonly level: LogLevel;
	readonly component: string;
	readonly key: string;
	readonly template: string;
};

/**
Creates a miner. A line is masked and looked up by the hash of what remains: most lines end there.
Only a masked form that is new is taken apart: its wrapping is removed, its message is masked and normalised to a key,
and the key is compared with those known, with holes in the places of words that may be variables.
*/
export function createMiner(options: MinerOptions = {}): PatternMiner {
	const maxPatterns = Math.max(1, options.maxPatterns ?? defaultMaxPatterns);
	const store = new PatternStore(maxPatterns);
	const holes = new HoleIndex(maxPatterns * holesPerPattern);
	const byMaskedLine = new AgingMap<number, HeldPattern>(maxPatterns * linesPerPattern);
	let lines = 0;

	const isKnown = (hash: number): boolean => store.find(hash) !== undefined;

	/** `payment:<*>` where other lines have an address, which is one wildcard. */
	const withoutKnownPort = (words: KeyWords, template: string): {words: KeyWords; template: string} => {
		for (let index = 1; index + 2 < words.pieces.length; index += 2) {
			const shorter = withoutPort(words, index);
			if (shorter && isKnown(hashOfKey(shorter))) {
				return {words: shorter, template: putWildcards(template, words, [index]).replace('<*>:<*>', '<*>')};
			}
		}

		return {words, template};
	};

	/** The key and template with wildcards in all places that are known to be variables. */
	const generalise = (words: KeyWords, template: string): {words: KeyWords; template: string} => {
		let current = withoutKnownPort(words, template);
		for (let places = holes.openPlaces(words, isKnown); places.length > 0; places = holes.openPlaces(current.words, isKnown)) {
			current = {words: withWildcards(current.words, places), template: putWildcards(current.template, current.words, places)};
		}

		return current;
	};

	/** Merges what the key of a new pattern shows to be one. Answers the pattern that stands for it then. */
	const mergeAround = (created: HeldPattern, createdWords: KeyWords): HeldPattern => {
		let held = created;
		let words = createdWords;
		for (let opening = holes.learn(words); opening; opening = holes.learn(words)) {
			const {template} = held;
			const next = generalise(withWildcards(words, opening.indexes), putWildcards(template, words, opening.indexes));
			const nextHash = hashOfKey(next.words);
			const group = [store.find(nextHash), ...opening.keys.map(key => store.find(key)), held].filter(one => one !== undefined);
			const [first = held] = group;
			store.merge(first, group);
			first.template = next.template;
			first.key = next.words.pieces.join('');
			store.link(nextHash, first);
			held = first;
			if (nextHash === hashOfKey(words)) {
				break;
			}

			words = next.words;
		}

		return held;
	};

	const findOrCreate = (masked: Masked, timeMs: number): Found => {
		const {level, component} = masked;
		const alone = splitKey(level, masked.key);
		const own = component === '' || alone.pieces.length > wordsThatSuffice * 2 ? alone : splitKey(level, `${component}: ${masked.key}`);
		const ownHash = hashOfKey(own);
		const exact = store.find(ownHash);
		if (exact) {
			return {held: exact, isNew: false};
		}

		const {words, template} = generalise(own, masked.template);
		const hash = hashOfKey(words);
		const known = store.find(hash);
		if (known) {
			store.link(ownHash, known);
			return {held: known, isNew: false};
		}

		const isNew = !store.wasSeen(hash) && !store.wasSeen(ownHash);
		const created = store.create(hash, {
			level, component, template, key: words.pieces.join(''),
		}, timeMs);
		const held = mergeAround(created, words);
		return {held, isNew: isNew && held === created && held.count === 0};
	};

	return {
		add(line: string, timeMs: number, givenLevel?: LogLevel): MinedLine {
			lines++;
			const {text, mark} = capLine(line);
			const clean = decodeEscapes(stripAnsi(text));
			const level = givenLevel === 'unknown' ? undefined : givenLevel;
			const lineHash = scanToHash(clean, seedOf(clean, mark, level));
			let held = living(byMaskedLine.get(lineHash));
			let isNew = false;
			if (!held) {
				const masked = mask(clean, mark, level);
				({held, isNew} = findOrCreate(masked, timeMs));
				held.component = held.component === masked.component ? held.component : wildcard;
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
		save: () => ({version: 1}),
	};
}

function mask(line: string, mark: string, givenLevel: LogLevel | undefined): Masked {
	const {text, component, level} = extract(line);
	const template = refineTemplate(scan(text)) + mark;
	return {
		level: givenLevel ?? level ?? levelInText(template), component: scan(component), key: keyOfTemplate(template), template,
	};
}

/** What the masked form of a line does not show: the level that was given, that the line was cut, and the level of klog (`E0301`) and syslog (`<131>`). */
function seedOf(line: string, mark: string, givenLevel: LogLevel | undefined): number {
	const seed = (levels.indexOf(givenLevel ?? 'unknown') * 2) + (mark === '' ? 0 : 1);
	const first = line.charCodeAt(0);
	const isDigitNext = line.charCodeAt(1) >= 0x30 && line.charCodeAt(1) <= 0x39;
	if (isDigitNext && (first === 0x3C || (first >= 0x44 && first <= 0x57))) {
		const text = /^(?:[DEFIW](?=\d{4} )|<\d{1,3}>)/.exec(line)?.[0] ?? '';
		return seed + (hashLanes(text).low & ~0x1F);
	}

	return seed;
}
