import type {LogAnswer, LogEntry} from '../loki/types.js';
import type {LogView} from '../store/state.js';
import {entriesOfTemplates} from './pattern-lines.js';
import {coveredFrom, maxLines} from './read-window.js';

/** Lines that are read where those of one pattern are wanted, or those of some are not. */
export const maxSortedLines = 1000;

/** Which patterns a view is of: one, or all but hidden ones. */
export type Wanted = {
	readonly template: string | undefined;
	readonly hidden: readonly string[];
};

export const isSorting = ({template, hidden}: Wanted): boolean => template !== undefined || hidden.length > 0;

/** Those of the lines that are of the pattern, or of none that is hidden. */
export function linesOf(entries: readonly LogEntry[], {template, hidden}: Wanted): readonly LogEntry[] {
	const matching = entriesOfTemplates(entries, template === undefined ? hidden : [template]);
	return entries.filter(entry => matching.has(entry) === (template !== undefined));
}

/** What is shown of the lines that were read: those that are wanted, or all by the pattern's words where none is known to be of it. */
export function found(entries: readonly LogEntry[], wanted: Wanted): Required<Pick<LogView, 'entries' | 'isByWords'>> {
	const ofPattern = linesOf(entries, wanted);
	// A stack trace that is written one line a frame can be found by the words of one of its lines only.
	const isByWords = wanted.template !== undefined && ofPattern.length === 0 && entries.length > 0;
	return {entries: isByWords ? entries : ofPattern, isByWords};
}

type Sorted = Pick<LogView, 'entries' | 'total' | 'found' | 'isByWords' | 'startMs'>;

/** The newest lines of the pattern that is asked for, or of none that is hidden, and how many there are, as far as that is known. */
export function sortOut(answer: LogAnswer, {counted, wanted, range}: {readonly counted: number | undefined; readonly wanted: Wanted; readonly range: {readonly startMs: number; readonly endMs: number}}): Sorted {
	const {entries, isCut} = answer;
	const known = counted === undefined ? undefined : Math.max(counted, entries.length);
	const {entries: chosen, isByWords} = found(entries, wanted);
	const shown = chosen.slice(-maxLines);
	const startMs = shown.length < chosen.length ? coveredFrom({entries: shown, isCut: true}, range) : coveredFrom(answer, range);
	const common = {entries: shown, startMs, isByWords};
	if (chosen.length === entries.length) {
		return {...common, total: known};
	}

	return isCut
		? {...common, total: undefined, found: {inNewest: chosen.length > shown.length ? entries.length - entries.indexOf(shown[0]!) : entries.length, of: known}}
		: {...common, total: chosen.length};
}
