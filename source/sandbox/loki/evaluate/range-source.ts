import {Buffer} from 'node:buffer';
import type {Label, LabelSet} from '../labels.js';
import type {Grouping, LogRange, Stage} from '../../../logql/ast.js';
import {compilePipeline, type CompiledPipeline} from '../pipeline/compile.js';
import {labelFilterStep} from '../pipeline/label-filter.js';
import {LineState, type ParserHints, type Step} from '../pipeline/line-state.js';
import {loadEntry} from '../pipeline/load-entry.js';
import {metadataBytes, type Stream} from '../store/stream.js';
import {Groups} from './groups.js';
import {parserHints} from './parser-hints.js';
import type {RangeWindows} from './range-windows.js';
import {selectStreams, type SelectedStream, type Source} from './select.js';
import {unwrapValue, type UnwrappedValue} from './unwrap.js';

export type RangeScan = {
	readonly source: Source;
	readonly range: LogRange;
	readonly grouping: Grouping | undefined;
	readonly windows: RangeWindows;
	/** Called with each series as it is found; series are numbered in that order. */
	readonly onGroup: (labels: LabelSet) => void;
	/** Called for each entry that counts. */
	readonly sink: (group: number, stream: Stream, index: number, value: number) => void;
	/** An entry is worth its bytes, not one, where no label is unwrapped. */
	readonly isCountingBytes: boolean;
};

const notCounted = -1;

const labelStages: ReadonlySet<Stage['type']> = new Set(['label-filter', 'drop', 'keep']);

/** An unwrapped label is no longer a label of its series. */
const groupingWithoutUnwrapped = ({unwrap}: LogRange, grouping: Grouping | undefined): Grouping | undefined => {
	const isByName = grouping !== undefined && !grouping.isWithout;
	return unwrap && !isByName ? {isWithout: true, names: [...(grouping?.names ?? []), unwrap.name]} : grouping;
};

/** The names whose values decide over an entry; undefined where all do. */
const decidingNames = (hints: ParserHints, grouping: Grouping | undefined): ReadonlySet<string> | undefined => {
	const isDecidedByAll = !grouping || grouping.isWithout;
	return isDecidedByAll ? undefined : (hints.required ?? new Set());
};

const touches = (metadata: readonly Label[] = [], names?: ReadonlySet<string>): boolean =>
	metadata.some(([name]) => names === undefined || names.has(name) || names.has(`${name}_extracted`));

/** Runs the entries of one range aggregation through its pipeline. */
class RangeScanner {
	readonly #scan: RangeScan;
	readonly #pipeline: CompiledPipeline;
	readonly #postFilters: readonly Step[];
	readonly #unwrap: UnwrappedValue | undefined;
	readonly #groups: Groups;
	readonly #state: LineState;
	readonly #names: ReadonlySet<string> | undefined;
	/** Entries of a stream that have one level have one series, so that most need no pipeline. */
	readonly #isByLevel: boolean;

	constructor(scan: RangeScan) {
		const {range} = scan;
		const grouping = groupingWithoutUnwrapped(range, scan.grouping);
		const hints = parserHints(range, grouping);
		this.#scan = scan;
		this.#pipeline = compilePipeline(range.query.stages);
		this.#postFilters = (range.unwrap?.filters ?? []).map(filter => labelFilterStep(filter));
		this.#unwrap = range.unwrap && unwrapValue(range.unwrap);
		this.#groups = new Groups(grouping, scan.onGroup);
		this.#state = new LineState(hints);
		this.#names = decidingNames(hints, grouping);
		this.#isByLevel = !range.unwrap && this.#pipeline.stages.every(({type}) => labelStages.has(type));
	}

	#evaluate(): number {
		const state = this.#state;
		const isKept = this.#pipeline.steps.every(step => step(state))
			&& (this.#unwrap?.read(state) ?? true)
			&& this.#postFilters.every(filter => filter(state));
		return isKept ? this.#groups.numberOf(state) : notCounted;
	}

	#valueOf(stream: Stream, index: number): number {
		if (this.#unwrap) {
			return this.#unwrap.value;
		}

		if (!this.#scan.isCountingBytes) {
			return 1;
		}

		const {line} = this.#state;
		return this.#isByLevel || line === stream.lines[index] ? stream.sizes[index]! : Buffer.byteLength(line);
	}

	scanStream({stream, labels}: SelectedStream): void {
		const {source: {stats}, windows, sink} = this.#scan;
		const {from, to} = windows.bounds(stream);
		if (from >= to) {
			return;
		}

		const {test} = this.#pipeline;
		const byName = new Map(labels.labels);
		const groupOfLevel: number[] = [];
		for (let index = from; index < to; index++) {
			stats.bytes += stream.sizes[index]!;
			if (!test(stream.lines[index]!)) {
				continue;
			}

			const metadata = stream.metadata[index];
			const levelId = stream.levelIds[index]!;
			const isCached = this.#isByLevel && !touches(metadata, this.#names);
			let group = isCached ? groupOfLevel[levelId] : undefined;
			if (group === undefined) {
				loadEntry(this.#state, stream, index, byName);
				group = this.#evaluate();
				if (isCached) {
					groupOfLevel[levelId] = group;
				}
			}

			stats.metadataBytes += metadataBytes(metadata);
			if (group !== notCounted) {
				sink(group, stream, index, this.#valueOf(stream, index));
			}
		}

		stats.streams++;
		stats.lines += to - from;
	}
}

/** Runs the entries of a range aggregation through its pipeline, and hands on those that count. */
export const scanRange = (scan: RangeScan): void => {
	const scanner = new RangeScanner(scan);
	for (const selected of selectStreams(scan.source, scan.range.query.matchers)) {
		scanner.scanStream(selected);
	}
};
