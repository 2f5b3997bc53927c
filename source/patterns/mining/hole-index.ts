import {AgingMap} from './aging-map.js';
import {hashText} from './hash.js';
import {
	candidatesOf,
	hashOfKey,
	hashWithHoles,
	hashWithWildcard,
	type Candidate,
	type KeyWords,
} from './key-words.js';
import {keyWildcard} from './key-marks.js';

/** Keys that differ in several names at once become one when so many were seen, and so many names in each place. */
const keysOfGroup = 5;
const namesOfGroup = 3;
/** Names of one key that are looked at together. */
const maxNames = 6;

/** Different words seen in one place of otherwise equal keys. */
type Hole = {
	/** Hashes of the words; empty once the hole is open. */
	readonly words: Set<number>;
	areNames: boolean;
	/** Any word in this place is a variable. */
	isOpen: boolean;
};

/** Most places only ever see one word: its hash alone, below zero where it is no name, takes a tenth of the memory. */
type StoredHole = Hole | number;

/** Keys that are equal but for their names. */
type NameGroup = {
	/** Hashes of the names, in order, by the hash of the key. */
	readonly rows: Map<number, readonly number[]>;
	/** Which of the names are variables; undefined while that is not known. */
	open: readonly number[] | undefined;
};

export type SavedHoles = {readonly holes: readonly number[]; readonly groups: ReadonlyArray<readonly [hash: number, open: readonly number[]]>};

/** Finds the places of keys that are variables. Bounded: forgets the places that were not looked at for longest. Keeps hashes, no texts. */
export class HoleIndex {
	private readonly holes: AgingMap<number, StoredHole>;
	private readonly groups: AgingMap<number, NameGroup>;

	constructor(maxHoles: number) {
		this.holes = new AgingMap(maxHoles);
		this.groups = new AgingMap(Math.ceil(maxHoles / 8));
	}

	/** A wildcard where other keys have names: those were values of the same variable. */
	private learnWildcards(words: KeyWords): readonly number[] {
		for (let index = 1; index < words.pieces.length; index += 2) {
			const hash = words.pieces[index] === keyWildcard ? hashWithHoles(words, [index]) : 0;
			const hole = hash === 0 ? undefined : this.holes.get(hash);
			if (typeof hole === 'number' ? hole > 0 : hole?.areNames === true && !hole.isOpen) {
				this.open(hash);
				return [index];
			}
		}

		return [];
	}

	/** Takes a word in a place. Answers how many different ones it has seen there, this one included. */
	private note(hash: number, word: string, isName: boolean): number {
		const wordHash = hashText(word) || 1;
		const stored = this.holes.get(hash);
		if (stored === undefined || (typeof stored === 'number' && Math.abs(stored) === wordHash)) {
			this.holes.set(hash, isName && stored !== -wordHash ? wordHash : -wordHash);
			return 1;
		}

		const hole = typeof stored === 'number' ? {words: new Set([Math.abs(stored)]), areNames: stored > 0, isOpen: false} : stored;
		hole.words.add(wordHash);
		hole.areNames &&= isName;
		this.holes.set(hash, hole);
		return hole.words.size;
	}

	private open(hash: number): void {
		this.holes.set(hash, {words: new Set(), areNames: true, isOpen: true});
	}

	private isOpen(hash: number): boolean {
		const hole = this.holes.get(hash);
		return typeof hole === 'object' && hole.isOpen;
	}

	private learnNames(words: KeyWords): readonly number[] {
		const names = namePlaces(candidatesOf(words));
		if (names.length < 2) {
			return [];
		}

		const hash = hashWithHoles(words, names);
		const group: NameGroup = this.groups.get(hash) ?? {rows: new Map(), open: undefined};
		this.groups.set(hash, group);
		group.rows.set(hashOfKey(words), names.map(index => hashText(words.pieces[index] ?? '')));
		if (group.rows.size < keysOfGroup) {
			return [];
		}

		const rows = [...group.rows].map(([, row]) => row);
		const varying = names.map((_, name) => name).filter(name => new Set(rows.map(row => row[name])).size >= namesOfGroup);
		group.rows.clear();
		group.open = varying.length === 0 ? undefined : varying;
		return varying.map(name => names[name]!);
	}

	/** Places of a key that are known to be variables: opened before, or a name where a known key has a wildcard. Empty where there are none. */
	openPlaces(words: KeyWords, isKnown: (hash: number) => boolean): readonly number[] {
		const candidates = candidatesOf(words);
		for (const {index, isName} of candidates) {
			const hash = hashWithHoles(words, [index]);
			if (this.isOpen(hash)) {
				return [index];
			}

			if (isName && isKnown(hashWithWildcard(words, index))) {
				this.open(hash);
				return [index];
			}
		}

		const names = namePlaces(candidates);
		const group = names.length < 2 ? undefined : this.groups.get(hashWithHoles(words, names));
		return group?.open?.map(name => names[name]!) ?? [];
	}

	/** Takes a key without open places. Answers the places that it opened; empty where it opened none. */
	learn(words: KeyWords): readonly number[] {
		for (const {index, values, isName} of candidatesOf(words)) {
			const hash = values === Infinity ? 0 : hashWithHoles(words, [index]);
			if (hash !== 0 && this.note(hash, words.pieces[index] ?? '', isName) >= values) {
				this.open(hash);
				return [index];
			}
		}

		const places = this.learnWildcards(words);
		return places.length > 0 ? places : this.learnNames(words);
	}

	/** Takes a key that is known already: nothing opens. */
	remember(words: KeyWords): void {
		for (const {index, values, isName} of candidatesOf(words)) {
			const hash = hashWithHoles(words, [index]);
			if (values !== Infinity && !this.isOpen(hash)) {
				this.note(hash, words.pieces[index] ?? '', isName);
			}
		}
	}

	save(): SavedHoles {
		return {
			holes: this.holes.list().filter(([, hole]) => typeof hole === 'object' && hole.isOpen).map(([hash]) => hash),
			groups: this.groups.list().flatMap(([hash, {open: places}]) => places ? [[hash, places] as const] : []),
		};
	}

	restore({holes, groups}: SavedHoles): void {
		for (const hash of holes) {
			this.open(hash);
		}

		for (const [hash, places] of groups) {
			this.groups.set(hash, {rows: new Map(), open: places});
		}
	}
}

const namePlaces = (candidates: readonly Candidate[]): readonly number[] => candidates.filter(({isName}) => isName).slice(0, maxNames).map(({index}) => index);
