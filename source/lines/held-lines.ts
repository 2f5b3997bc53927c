import {compareNs} from '../loki/answers.js';
import {distinctEntries} from '../loki/lines/distinct-entries.js';
import {isWithin} from '../loki/lines/seen-lines.js';
import type {LogEntry} from '../loki/types.js';
import {keepNewest} from '../store/held-views.js';
import type {LineHead, LogView} from '../store/state.js';
import {headsOf} from './line-heads.js';

/** Lines of one view that are held; those at the far end go first. They go many at a time: each time copies all that stay. */
export const maxHeldLines = 100_000;
export const mostHeldLines = maxHeldLines + 10_000;
/** Held lines that tell whether those that come in continue a trace. */
const contextLines = 20;

/** What was read on one side of the lines that are held. */
export type Page = {
	readonly entries: readonly LogEntry[];
	/** Where the window ends now on that side. */
	readonly untilMs: number;
	/** Lines in what was added to the window, by Loki's count, where only its errors were read. */
	readonly counted?: number | undefined;
	readonly isErrorsOnly: boolean;
};

/**
The lines among those read, oldest first, that are not held yet: those of one millisecond may be on both sides of an edge.
A tail tells of a line its stream's labels only, a query its structured metadata as well: it is the same line where one has all labels of the other.
*/
export function freshOf(held: readonly LogEntry[], read: readonly LogEntry[]): readonly LogEntry[] {
	const distinct = distinctEntries(read);
	const [firstMs = Infinity, lastMs = -Infinity] = [distinct[0]?.timeMs, distinct.at(-1)?.timeMs];
	const known = new Map<string, LogEntry[]>();
	for (const entry of held) {
		if (entry.timeMs < firstMs || entry.timeMs > lastMs) {
			continue;
		}

		const key = `${entry.timeNs} ${entry.line}`;
		known.set(key, [...known.get(key) ?? [], entry]);
	}

	return known.size === 0 ? distinct : distinct.filter(({timeNs, line, labels}) => !known.get(`${timeNs} ${line}`)?.some(other => isWithin(labels, other.labels) || isWithin(other.labels, labels)));
}

/** The view with older lines before those that it has. Where that is too much, the newest go. */
export function withOlder(view: LogView, page: Page): LogView {
	const fresh = freshOf(view.entries, page.entries);
	const grown: LogView = {
		...view,
		...grownBy(view, fresh.length, page),
		entries: joined(fresh, view.entries),
		heads: joined(headsOf(fresh), view.heads),
		firstRow: (view.firstRow ?? 0) - fresh.length,
		...view.anchor !== undefined && {anchor: view.anchor + fresh.length},
		startMs: Math.min(view.startMs, page.untilMs),
	};
	return grown.entries.length <= mostHeldLines
		? grown
		: {
			...grown,
			entries: grown.entries.slice(0, maxHeldLines),
			heads: grown.heads.slice(0, maxHeldLines),
			total: undefined,
			endMs: grown.entries[maxHeldLines]!.timeMs,
		};
}

/** The view with newer lines behind those that it has; a line that comes late stands where it was written. Where that is too much, the oldest go. */
export function withNewer(view: LogView, page: Page): LogView {
	const fresh = freshOf(view.entries, page.entries);
	const grown: LogView = {
		...view,
		...grownBy(view, fresh.length, page),
		...appended(view, fresh),
		endMs: page.untilMs,
	};
	return grown.entries.length <= mostHeldLines ? grown : keepNewest(grown, maxHeldLines);
}

const grownBy = ({total, isErrorsFirst = false}: LogView, lines: number, {counted, isErrorsOnly}: Page): Pick<LogView, 'total' | 'isErrorsFirst'> => ({
	total: total === undefined || (isErrorsOnly && counted === undefined) ? undefined : total + Math.max(lines, counted ?? 0),
	isErrorsFirst: isErrorsFirst || isErrorsOnly,
});

function appended({entries, heads}: LogView, fresh: readonly LogEntry[]): Pick<LogView, 'entries' | 'heads'> {
	const [first] = fresh;
	if (!first) {
		return {entries, heads};
	}

	const place = entries.findLastIndex(({timeNs}) => compareNs(timeNs, first.timeNs) <= 0) + 1;
	// What a frame belongs to stands before it.
	const from = Math.max(0, place - contextLines);
	if (place === entries.length) {
		return {entries: joined(entries, fresh), heads: joined(heads, headsOf([...entries.slice(from), ...fresh]).slice(place - from))};
	}

	const merged = [...entries.slice(from), ...fresh].toSorted((a, b) => compareNs(a.timeNs, b.timeNs));
	const known = new Map<LogEntry, LineHead>(entries.slice(from).map((entry, index) => [entry, heads[from + index]!]));
	return {
		entries: joined(entries.slice(0, from), merged),
		heads: joined(heads.slice(0, from), headsOf(merged).map((head, index) => known.get(merged[index]!) ?? head)),
	};
}

// eslint-disable-next-line unicorn/prefer-spread -- of a hundred thousand lines, spreading takes two to four times as long
const joined = <Item>(first: readonly Item[], second: readonly Item[]): readonly Item[] => first.concat(second);
