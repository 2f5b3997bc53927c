import type {MaskedLine} from '../scan/mask-line.js';
import type {LogLevel} from '../types.js';
import type {HoleIndex} from './hole-index.js';
import {
	hashOfKey,
	splitKey,
	withoutPort,
	withOneName,
	withWildcards,
	type KeyWords,
} from './key-words.js';
import {collapseKey} from './normal-key.js';
import type {HeldPattern, PatternStore} from './pattern-store.js';
import {putWildcards, reconcile} from './template.js';

/** With so many words, variable or not, a message says what happened, whoever writes it; a shorter one is only the same from the same component. */
const wordsThatSuffice = 6;

/** Words of a name, and of a key in which they are looked for; a pattern that was seen so often has no second word in that place. */
const wordsOfName = [2, 3] as const;
const maxPieces = 80;
const linesThatSettle = 20;

/** A key and the template that shows it. */
type Form = {readonly words: KeyWords; readonly template: string};

/** Finds the pattern of a masked line, makes one where there is none, and merges those that turn out to be one. */
export class KeyFinder {
	private readonly isKnown = (hash: number): boolean => this.store.find(hash) !== undefined;

	constructor(private readonly store: PatternStore, private readonly holes: HoleIndex) {}

	/** The key and template with wildcards in all places that are known to be variables. */
	private generalise(form: Form): Form {
		let {words, template} = this.withoutKnownPort(form);
		for (let places = this.holes.openPlaces(words, this.isKnown); places.length > 0; places = this.holes.openPlaces(words, this.isKnown)) {
			template = putWildcards(template, words, places);
			words = withWildcards(words, places);
		}

		return {words, template};
	}

	/** `payment:<*>` where other lines have an address, which is one wildcard. */
	private withoutKnownPort(form: Form): Form {
		const {words, template} = form;
		for (let index = 1; index + 2 < words.pieces.length; index += 2) {
			const shorter = withoutPort(words, index);
			if (shorter && this.isKnown(hashOfKey(shorter))) {
				return {words: shorter, template: putWildcards(template, words, [index]).replace('<*>:<*>', '<*>')};
			}
		}

		return form;
	}

	/** The other way round: a quoted `"disk:<*>"` came first, and a quoted number will be the same variable. */
	private linkWithoutPort(held: HeldPattern): void {
		const {words} = held;
		for (let index = 1; index + 2 < words.pieces.length; index += 2) {
			const shorter = /["'`]$/.test(words.pieces[index - 1] ?? '') ? withoutPort(words, index) : undefined;
			if (shorter && !this.isKnown(hashOfKey(shorter))) {
				this.store.link(hashOfKey(shorter), held);
			}
		}
	}

	/** The pattern of a key, or of the same key with its lists collapsed: wildcards put in since may have made some. */
	private findCollapsed(level: LogLevel, words: KeyWords): HeldPattern | undefined {
		return this.store.find(hashOfKey(words)) ?? this.store.find(hashOfCollapsed(level, words));
	}

	/** The pattern, seen often, of a key that has one word where this one has two or three: `Invalid user john smith`. */
	private findWithOneName(words: KeyWords): HeldPattern | undefined {
		for (let index = 1; index + 2 < Math.min(words.pieces.length, maxPieces); index += 2) {
			for (const count of wordsOfName) {
				const shorter = withOneName(words, index, count);
				const held = shorter && this.store.find(hashOfKey(shorter));
				if (held && held.count >= linesThatSettle) {
					return held;
				}
			}
		}

		return undefined;
	}

	/** Merges what the key of a new pattern shows to be one. Answers the pattern that stands for it then. */
	private mergeAround(created: HeldPattern): HeldPattern {
		let held = created;
		for (let places = this.holes.learn(held.words); places.length > 0; places = this.holes.learn(held.words)) {
			const {words, template} = this.generalise({
				words: withWildcards(held.words, places), template: putWildcards(held.template, held.words, places),
			});
			const covered = [held, this.findCollapsed(held.level, words), ...this.store.coveredBy(held.level, words)].filter(one => one !== undefined);
			const [first = held] = covered.toSorted((a, b) => b.count - a.count || a.firstSeenMs - b.firstSeenMs);
			this.store.merge(first, covered);
			first.template = template;
			first.words = words;
			this.store.link(hashOfKey(words), first);
			this.store.link(hashOfCollapsed(held.level, words), first);
			held = first;
		}

		return held;
	}

	/** The pattern of a line, and whether its like was never seen. */
	findOrCreate(line: MaskedLine, timeMs: number): {readonly held: HeldPattern; readonly isNew: boolean} {
		const {level, component, template} = line;
		const own = ownWords(line);
		const ownHash = hashOfKey(own);
		const exact = this.store.find(ownHash);
		if (exact) {
			return {held: joinLine(exact, template, component), isNew: false};
		}

		const general = this.generalise({words: own, template});
		const known = this.findCollapsed(level, general.words) ?? this.findWithOneName(general.words);
		if (known) {
			this.store.link(ownHash, known);
			return {held: joinLine(known, general.template, component), isNew: false};
		}

		const isNew = !this.store.wasSeen(hashOfKey(general.words)) && !this.store.wasSeen(ownHash);
		const created = this.store.create({level, component, ...general}, timeMs);
		this.store.link(ownHash, created);
		this.linkWithoutPort(created);
		const held = this.mergeAround(created);
		return {held, isNew: isNew && held === created && held.count === 0};
	}
}

/** The hash of a key after its lists were collapsed. */
const hashOfCollapsed = (level: LogLevel, {pieces}: KeyWords): number => hashOfKey(splitKey(level, collapseKey(pieces.join(''))));

/** The words that tell a line's pattern: with its component in front where they say little alone. */
export function ownWords({level, component, key}: MaskedLine): KeyWords {
	const words = splitKey(level, key);
	return component === '' || words.pieces.length > wordsThatSuffice * 2 ? words : splitKey(level, `${component}: ${key}`);
}

/** Lets a pattern show what is common to it and one more line. */
function joinLine(held: HeldPattern, template: string, component: string): HeldPattern {
	held.template = reconcile(held.template, template);
	held.component = held.component === component ? component : '';
	return held;
}
