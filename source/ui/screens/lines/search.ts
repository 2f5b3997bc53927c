import type {LogEntry} from '../../../loki/types.js';
import {escapeRegex} from '../../../terminal/escape-regex.js';

type Searched = {
	readonly entries: readonly LogEntry[];
	readonly wanted: string;
	readonly found: readonly number[];
};

let last: Searched = {entries: [], wanted: '', found: []};

/**
The places of the lines that hold a text, in any case, oldest first.
A letter more is looked for in what was found without it, and lines that came in are searched alone: a hundred thousand lines are held, and a key must not wait for all of them.
*/
export function findLines(entries: readonly LogEntry[], search: string): readonly number[] {
	const wanted = search.toLowerCase();
	if (wanted === '') {
		return [];
	}

	const isGrown = wanted === last.wanted && isContinued(last.entries, entries);
	if (isGrown && entries.length === last.entries.length) {
		return last.found;
	}

	const isNarrowed = last.wanted !== '' && wanted.includes(last.wanted) && entries === last.entries;
	const holds = holding(wanted);
	const found = isNarrowed ? last.found.filter(index => holds(entries[index]!.line)) : (isGrown ? [...last.found] : []);
	for (let index = isNarrowed ? entries.length : (isGrown ? last.entries.length : 0); index < entries.length; index++) {
		if (holds(entries[index]!.line)) {
			found.push(index);
		}
	}

	last = {entries, wanted, found};
	return found;
}

/** Whether the same lines stand at the same places, with more behind them. */
const isContinued = (before: readonly LogEntry[], after: readonly LogEntry[]): boolean => after.length >= before.length && before[0] === after[0] && before.at(-1) === after[before.length - 1];

/** An expression that ignores case makes no copy of each line. */
function holding(wanted: string): (line: string) => boolean {
	const expression = new RegExp(escapeRegex(wanted), 'i');
	return line => expression.test(line);
}
