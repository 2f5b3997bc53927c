import {type Label, type LabelSet, labelSet} from '../labels.js';
import type {LogQuery} from '../../../logql/ast.js';
import {compilePipeline} from '../pipeline/compile.js';
import {LineState} from '../pipeline/line-state.js';
import {loadEntry} from '../pipeline/load-entry.js';
import {metadataBytes, type Stream} from '../store/stream.js';
import {toNsText, type Nanotime} from '../store/time.js';
import {selectStreams, type Source} from './select.js';

export type LogEntry = {
	readonly timeNs: string;
	readonly line: string;
	/** Only where labels are to be told by where they come from. */
	readonly metadata?: readonly Label[];
	readonly parsed?: readonly Label[];
};

export type LogStream = {
	readonly labels: LabelSet;
	readonly entries: LogEntry[];
};

export type LogQueryOptions = {
	readonly start: Nanotime;
	/** Not part of the range. */
	readonly end: Nanotime;
	readonly limit: number;
	readonly isForward: boolean;
	/** Leave out lines that come less than this after the last one, in milliseconds; 0 leaves out none. */
	readonly intervalMs?: number;
	/** Tell labels of the stream, of the metadata and of parsers apart. */
	readonly isCategorized?: boolean;
};

/** A place in one stream, walking in the query's direction. */
type Cursor = {
	readonly stream: Stream;
	readonly labels: LabelSet;
	readonly byName: ReadonlyMap<string, string>;
	readonly byLevel: Map<number, LabelSet>;
	readonly step: 1 | -1;
	at: number;
	readonly last: number;
};

const isDone = (cursor: Cursor): boolean => (cursor.step === 1 ? cursor.at > cursor.last : cursor.at < cursor.last);

/** Whether cursor a's entry comes before b's in the query's direction. */
const isBefore = (a: Cursor, b: Cursor): boolean => {
	const ms = a.stream.timesMs[a.at]! - b.stream.timesMs[b.at]!;
	const difference = ms === 0 ? a.stream.subNs[a.at]! - b.stream.subNs[b.at]! : ms;
	return a.step === 1 ? difference < 0 : difference > 0;
};

/** A heap of the streams, the one with the next entry on top. */
class CursorHeap {
	readonly #cursors: Cursor[];

	constructor(cursors: readonly Cursor[]) {
		this.#cursors = [...cursors];
		for (let index = (this.#cursors.length >> 1) - 1; index >= 0; index--) {
			this.#sink(index);
		}
	}

	#sink(from: number): void {
		const cursors = this.#cursors;
		const sinking = cursors[from]!;
		let index = from;
		for (;;) {
			let child = (2 * index) + 1;
			if (child >= cursors.length) {
				break;
			}

			if (child + 1 < cursors.length && isBefore(cursors[child + 1]!, cursors[child]!)) {
				child++;
			}

			if (!isBefore(cursors[child]!, sinking)) {
				break;
			}

			cursors[index] = cursors[child]!;
			index = child;
		}

		cursors[index] = sinking;
	}

	get top(): Cursor | undefined {
		return this.#cursors[0];
	}

	/** Steps the stream on top to its next entry. */
	advance(): void {
		const top = this.#cursors[0]!;
		top.at += top.step;
		if (isDone(top)) {
			const last = this.#cursors.pop();
			if (last === undefined || last === top) {
				return;
			}

			this.#cursors[0] = last;
		}

		this.#sink(0);
	}
}

const openCursors = (source: Source, query: LogQuery, {start, end, isForward}: LogQueryOptions): Cursor[] => {
	const cursors: Cursor[] = [];
	for (const {stream, labels} of selectStreams(source, query.matchers)) {
		const from = stream.search(start);
		const to = stream.search(end) - 1;
		if (!(from <= to)) {
			continue;
		}

		source.stats.streams++;
		cursors.push({
			stream,
			labels,
			byName: new Map(labels.labels),
			byLevel: new Map(),
			step: isForward ? 1 : -1,
			at: isForward ? from : to,
			last: isForward ? to : from,
		});
	}

	return cursors;
};

/** The labels of the loaded entry. Where nothing but the level was added they are the same objects every time. */
const labelsOf = (state: LineState, {stream, at, byLevel}: Cursor): LabelSet => {
	if (!state.isUntouched || stream.metadata[at] !== undefined) {
		return state.labels();
	}

	const levelId = stream.levelIds[at]!;
	let labels = byLevel.get(levelId);
	if (!labels) {
		labels = state.labels();
		byLevel.set(levelId, labels);
	}

	return labels;
};

/** Answers a query for log lines: streams by their labels, at most `limit` lines in all. */
export const queryLogs = (source: Source, query: LogQuery, options: LogQueryOptions): LogStream[] => {
	const {test, steps} = compilePipeline(query.stages);
	const heap = new CursorHeap(openCursors(source, query, options));
	const {stats} = source;
	const state = new LineState();
	const streams = new Map<string, LogStream>();
	const isKept = ({stream, at, byName}: Cursor): boolean => {
		loadEntry(state, stream, at, byName);
		return steps.every(step => step(state));
	};

	const intervalMs = options.intervalMs ?? 0;
	let lastMs: number | undefined;
	let count = 0;
	for (let cursor = heap.top; cursor !== undefined && count < options.limit; cursor = heap.top) {
		const {stream, at} = cursor;
		stats.lines++;
		stats.bytes += stream.sizes[at]!;
		stats.metadataBytes += metadataBytes(stream.metadata[at]);
		const isTooSoon = intervalMs > 0 && lastMs !== undefined && Math.abs(stream.timesMs[at]! - lastMs) < intervalMs;
		if (!isTooSoon && test(stream.lines[at]!) && isKept(cursor)) {
			lastMs = stream.timesMs[at]!;
			const labels = options.isCategorized ? labelSet(state.streamLabels()) : labelsOf(state, cursor);
			let found = streams.get(labels.key);
			if (!found) {
				found = {labels, entries: []};
				streams.set(labels.key, found);
			}

			const entry = {timeNs: toNsText(stream.timesMs[at]!, stream.subNs[at]!), line: state.line};
			found.entries.push(options.isCategorized ? {...entry, metadata: [...state.metadata], parsed: state.parsedLabels()} : entry);
			count++;
		}

		heap.advance();
	}

	return [...streams].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, stream]) => stream);
};
