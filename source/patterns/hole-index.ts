import {AgingMap} from './aging-map.js';
import {hashText} from './hash.js';
import {
	candidatesOf,
	hashOfKey,
	hashWithHoles,
	hashWithWildcard,
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
	/** The hash of a key by the hash of the word in the hole; empty once the hole is open. */
	readonly keys: Map<number, number>;
	areNames: boolean;
	/** Any word in this place is a variable. */
	isOpen: boolean;
};

/** Keys that are equal but for their names. */
type NameGroup = {
	/** Hashes of the names, in order, by the hash of the key. */
	readonly keys: Map<number, readonly number[]>;
	/** Which of the names are variables; undefined while that is not known. */
	open: readonly number[] | undefined;
};

/** Places in which so many words were seen that they are variables. */
export type Opening = {
	readonly indexes: readonly number[];
	/** Hashes of the keys that are one from now on. */
	readonly keys: readonly number[];
};

export type SavedHoles = {readonly holes: readonly number[]; readonly groups: ReadonlyArray<readonly [hash: number, open: readonly number[]]>};

/** Finds keys that differ in variables only. Bounded: forgets the places that were not looked at for longest. Keeps hashes, no texts. */
export class HoleIndex {
	private readonly holes: AgingMap<number, Hole>;
	private readonly groups: AgingMap<number, NameGroup>;

	constructor(maxHoles: number) {
		this.holes = new AgingMap(maxHoles);
		this.groups = new AgingMap(Math.ceil(maxHoles / 8));
	}

	/** A wildcard where other keys have names: those were values of the same variable. */
	private learnWildcards(words: KeyWords, hash: number): Opening | undefined {
		for (let index = 1; index < words.pieces.length; index += 2) {
			const hole = words.pieces[index] === keyWildcard ? this.holes.get(hashWithHoles(words, [index])) : undefined;
			if (hole?.areNames === true && !hole.isOpen) {
				const {indexes, keys} = openHole(hole, [index]);
				return {indexes, keys: [...keys, hash]};
			}
		}

		return undefined;
	}

	private learnNames(words: KeyWords, hash: number): Opening | undefined {
		const names = namePlaces(candidatesOf(words));
		if (names.length < 2) {
			return undefined;
		}

		const groupHash = hashWithHoles(words, names);
		let group = this.groups.get(groupHash);
		if (!group) {
			group = {keys: new Map(), open: undefined};
			this.groups.set(groupHash, group);
		}

		group.keys.set(hash, names.map(index => hashText(words.pieces[index] ?? '')));
		if (group.keys.size < keysOfGroup) {
			return undefined;
		}

		const rows = [...group.keys].map(([, row]) => row);
		const open = names.map((_, name) => name).filter(name => new Set(rows.map(row => row[name])).size >= namesOfGroup);
		const keys = [...group.keys].map(([key]) => key);
		group.keys.clear();
		if (open.length === 0) {
			return undefined;
		}

		group.open = open;
		return {indexes: open.map(name => names[name]!), keys};
	}

	private holeAt(hash: number): Hole {
		let hole = this.holes.get(hash);
		if (!hole) {
			hole = {keys: new Map(), areNames: true, isOpen: false};
			this.holes.set(hash, hole);
		}

		return hole;
	}

	private open(hash: number): void {
		this.holes.set(hash, {keys: new Map(), areNames: true, isOpen: true});
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
				this.open(hash);
				return [index];
			}
		}

		const names = namePlaces(candidates);
		return this.groups.get(hashWithHoles(words, names))?.open?.map(name => names[name]!) ?? [];
	}

	/** Takes a key without open places. Answers the places that it opened, if it did. */
	learn(words: KeyWords): Opening | undefined {
		const hash = hashOfKey(words);
		for (const {index, values, isName} of candidatesOf(words)) {
			const hole = this.holeAt(hashWithHoles(words, [index]));
			hole.areNames &&= isName;
			hole.keys.set(hashText(words.pieces[index] ?? ''), hash);
			if (hole.keys.size >= values) {
				return openHole(hole, [index]);
			}
		}

		return this.learnWildcards(words, hash) ?? this.learnNames(words, hash);
	}

	/** Takes a key that is known already: nothing opens. */
	remember(words: KeyWords): void {
		const hash = hashOfKey(words);
		for (const {index, isName} of candidatesOf(words)) {
			const hole = this.holeAt(hashWithHoles(words, [index]));
			hole.areNames &&= isName;
			if (!hole.isOpen) {
				hole.keys.set(hashText(words.pieces[index] ?? ''), hash);
			}
		}
	}

	save(): SavedHoles {
		return {
			holes: this.holes.list().filter(([, hole]) => hole.isOpen).map(([hash]) => hash),
			groups: this.groups.list().flatMap(([hash, {open}]) => open ? [[hash, open] as const] : []),
		};
	}

	restore({holes, groups}: SavedHoles): void {
		for (const hash of holes) {
			this.open(hash);
		}

		for (const [hash, open] of groups) {
			this.groups.set(hash, {keys: new Map(), open});
		}
	}
}

function openHole(hole: Hole, indexes: readonly number[]): Opening {
	const keys = [...hole.keys].map(([, key]) => key);
	hole.isOpen = true;
	hole.keys.clear();
	return {indexes, keys};
}

const namePlaces = (candidates: ReturnType<typeof candidatesOf>): readonly number[] => candidates.filter(({isName}) => isName).slice(0, maxNames).map(({index}) => index);
