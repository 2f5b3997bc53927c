import type {LogEntry} from '../../../loki/types.js';
import {readSearch, searchPattern} from '../../../store/selectors/line-search.js';

type Searched = {
	readonly entries: readonly LogEntry[];
	readonly wanted: string;
	readonly found: readonly number[];
};

let last: Searched = {entries: [], wanted: '', found: []};

/**
The places of the lines that hold what is searched for, oldest first.
A letter more is looked for in what was found without it, and lines that came in are searched alone: a hundred thousand lines are held, and a key must not wait for all of them.
*/
export function findLines(entries: readonly LogEntry[], search: string): readonly number[] {
	const wanted = search.toLowerCase();
	const holds = holding(search);
	if (!holds) {
		return [];
	}

	const isGrown = wanted === last.wanted && isContinued(last.entries, entries);
	if (isGrown && entries.length === last.entries.length) {
		return last.found;
	}

	const isOfWords = [wanted, last.wanted].every(one => readSearch(one).from === 'words');
	const isNarrowed = last.wanted !== '' && isOfWords && wanted.includes(last.wanted) && entries === last.entries;
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

/** An expression that ignores case makes no copy of each line. Undefined where nothing can be found. */
function holding(search: string): ((line: string) => boolean) | undefined {
	const pattern = searchPattern(search);
	const expression = pattern && new RegExp(pattern.source, pattern.flags.replace('g', ''));
	return expression && (line => expression.test(line));
}
