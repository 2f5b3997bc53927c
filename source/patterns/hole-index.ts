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
import {keyWildcard} from './normal-key.js';

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
	private readonly holes: AgingMap<number, Hole>;
	private readonly groups: AgingMap<number, NameGroup>;

	constructor(maxHoles: number) {
		this.holes = new AgingMap(maxHoles);
		this.groups = new AgingMap(Math.ceil(maxHoles / 8));
	}

	/** A wildcard where other keys have names: those were values of the same variable. */
	private learnWildcards(words: KeyWords): readonly number[] {
		for (let index = 1; index < words.pieces.length; index += 2) {
			const hole = words.pieces[index] === keyWildcard ? this.holes.get(hashWithHoles(words, [index])) : undefined;
			if (hole?.areNames === true && !hole.isOpen) {
				open(hole);
				return [index];
			}
		}

		return [];
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

	private holeAt(hash: number): Hole {
		const hole = this.holes.get(hash) ?? {words: new Set(), areNames: true, isOpen: false};
		this.holes.set(hash, hole);
		return hole;
	}

	/** Places of a key that are known to be variables: opened before, or a name where a known key has a wildcard. Empty where there are none. */
	openPlaces(words: KeyWords, isKnown: (hash: number) => boolean): readonly number[] {
		const candidates = candidatesOf(words);
		for (const {index, isName} of candidates) {
			const hash = hashWithHoles(words, [index]);
			if (this.holes.get(hash)?.isOpen === true) {
				return [index];
			}

			if (isName && isKnown(hashWithWildcard(words, index))) {
				open(this.holeAt(hash));
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
			if (values === Infinity) {
				continue;
			}

			const hole = this.holeAt(hashWithHoles(words, [index]));
			hole.areNames &&= isName;
			hole.words.add(hashText(words.pieces[index] ?? ''));
			if (hole.words.size >= values) {
				open(hole);
				return [index];
			}
		}

		const places = this.learnWildcards(words);
		return places.length > 0 ? places : this.learnNames(words);
	}

	/** Takes a key that is known already: nothing opens. */
	remember(words: KeyWords): void {
		for (const {index, values, isName} of candidatesOf(words)) {
			const hole = this.holeAt(hashWithHoles(words, [index]));
			hole.areNames &&= isName;
			if (!hole.isOpen && hole.words.size + 1 < values) {
				hole.words.add(hashText(words.pieces[index] ?? ''));
			}
		}
	}

	save(): SavedHoles {
		return {
			holes: this.holes.list().filter(([, hole]) => hole.isOpen).map(([hash]) => hash),
			groups: this.groups.list().flatMap(([hash, {open: places}]) => places ? [[hash, places] as const] : []),
		};
	}

	restore({holes, groups}: SavedHoles): void {
		for (const hash of holes) {
			open(this.holeAt(hash));
		}

		for (const [hash, places] of groups) {
			this.groups.set(hash, {rows: new Map(), open: places});
		}
	}
}

function open(hole: Hole): void {
	hole.isOpen = true;
	hole.words.clear();
}

const namePlaces = (candidates: readonly Candidate[]): readonly number[] => candidates.filter(({isName}) => isName).slice(0, maxNames).map(({index}) => index);
