import type {LogLevel} from '../../patterns/types.js';
import type {LogView} from '../state.js';
import type {LeastLevel} from '../view-state.js';
import {memoizeLast} from './memoize.js';

/** How loud each level is. What names no level is taken for what programs write without one: information. */
const loudness: Readonly<Record<LogLevel, number>> = {
	critical: 4, fatal: 4, error: 4, warn: 3, info: 2, unknown: 2, debug: 1, trace: 0,
};

type Lines = Pick<LogView, 'entries' | 'heads'>;

/** The places, among all lines that are held, of those that are at least this loud; oldest first. */
export const shownIndexes = memoizeLast(({lines: {entries, heads}, least}: {readonly lines: Lines; readonly least: LeastLevel | undefined}): readonly number[] => {
	const indexes: number[] = [];
	const wanted = least === undefined ? 0 : loudness[least];
	for (let index = 0; index < entries.length; index++) {
		const head = heads[index];
		if (head === undefined || loudness[head.eventLevel] >= wanted) {
			indexes.push(index);
		}
	}

	return indexes;
}, ({lines: {entries, heads}, least}) => [entries, heads, least]);

/**
Where the cursor is among the lines that are shown: on its line, else on the nearest shown one before it.
Before anybody moves it, on the line that the others stand around, else on the newest.
*/
export function lineCursor({entries, anchor, firstRow = 0}: Pick<LogView, 'entries' | 'anchor' | 'firstRow'>, shown: readonly number[], selected: number): number {
	const index = selected - firstRow >= entries.length && anchor !== undefined ? anchor : selected - firstRow;
	return Math.max(0, countUpTo(shown, index) - 1);
}

/** How many of some ascending numbers are no larger than one. */
function countUpTo(numbers: readonly number[], most: number): number {
	let [low, high] = [0, numbers.length];
	while (low < high) {
		const middle = Math.floor((low + high) / 2);
		if (numbers[middle]! <= most) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}
