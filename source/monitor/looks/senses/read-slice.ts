import {toSlice} from '../../../detect/senses/slice.js';
import type {Sample, SenseEvent} from '../../../detect/senses/types.js';
import {distinctEntries} from '../../../loki/lines/distinct-entries.js';
import {loudServices} from '../../../loki/lines/loud-services.js';
import {queryLogsUpTo} from '../../../loki/lines/query-logs-up-to.js';
import {andSelector, errorLinesIn, noneOf} from '../../../loki/logql/logql.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../../loki/types.js';
import type {KnownNames} from '../../../patterns/read/known-names.js';
import {hideEntries, type HideLines} from './hide-entries.js';
import type {EventReader} from './sense-events.js';

/** Lines of one sample: all of a fleet's minutes where they fit, else the newest of them. */
const maxLines = 5000;
const maxErrorLines = 1000;
/** Filters by which error lines are read: Loki's level, and those of services that mark theirs otherwise, learnt ones first. */
const maxFilters = 9;
/** A sample that reaches back no further does not show the errors of the minutes before: they are read apart. */
const shortSampleMs = 45_000;
/** A service with a larger part of a cut answer is left out of a second one, for the others' sake. */
const loudShare = 0.2;

/** What began in the newest part of a sample stands out there. */
const newestMs = 75_000;

export type ReadSliceOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly reader: EventReader;
	readonly names: KnownNames;
	readonly hide: HideLines;
	/** Gets the lines as they were read. */
	readonly onLines: ((entries: readonly LogEntry[]) => void) | undefined;
	/** Gets what was read in them, in the order of time. */
	readonly onEvents: ((events: readonly SenseEvent[]) => void) | undefined;
	readonly range: TimeRange;
	readonly signal: AbortSignal;
};

/** Error lines of all services, each by what tells its errors; where there are too many, those of the quieter services once more. */
async function readErrors(options: ReadSliceOptions): Promise<readonly LogEntry[]> {
	const read: LogEntry[] = [];
	// One after the other: this Loki has much to read.
	for (const {selector, stage} of errorLinesIn(options.scope).slice(0, maxFilters)) {
		read.push(...await readErrorsOf(selector, stage, options));
	}

	return distinctEntries(read);
}

async function readErrorsOf(selector: string, stage: string, {client, scope, range, signal}: ReadSliceOptions): Promise<readonly LogEntry[]> {
	const {serviceLabel} = scope.capabilities;
	const ask = async (asked: string) => queryLogsUpTo(client, {
		query: `${asked} ${stage}`, range, limit: maxErrorLines, direction: 'backward',
	}, {signal});
	const all = await ask(selector);
	const loud = all.isCut ? loudServices(all.entries, serviceLabel, loudShare) : [];
	if (loud.length === 0) {
		return all.entries;
	}

	const quiet = await ask(andSelector(selector, ...noneOf(serviceLabel, loud)));
	return [...all.entries, ...quiet.entries];
}

/**
Reads a few minutes of the whole fleet: one bounded question; where the fleet writes so much that it shows only seconds, one or two more for the errors by Loki's level and for each other filter.
Undefined where nobody wrote. Throws what the client throws.
*/
export async function readSlice(options: ReadSliceOptions): Promise<Sample | undefined> {
	const {client, scope, reader, names, hide, onLines, range, signal} = options;
	const {entries, isCut} = await queryLogsUpTo(client, {
		query: scope.selector, range, limit: maxLines, direction: 'backward',
	}, {signal});
	const [oldest] = entries;
	if (!oldest) {
		return undefined;
	}

	onLines?.(entries);
	// Of the millisecond in which a cut answer begins, lines are missing.
	const sampled = isCut ? {startMs: oldest.timeMs + 1, endMs: range.endMs} : range;
	const events = reader.read(await hideEntries(distinctEntries(entries.filter(({timeMs}) => timeMs >= sampled.startMs)), hide, signal), names);
	options.onEvents?.(events);
	const slice = toSlice(events, sampled);
	const sampledMs = sampled.endMs - sampled.startMs;
	if (slice.lines === 0) {
		return undefined;
	}

	if (!isCut || sampledMs >= shortSampleMs) {
		const newest = {startMs: range.endMs - newestMs, endMs: range.endMs};
		return {slice, newest: sampled.startMs < newest.startMs ? toSlice(events.filter(({timeMs}) => timeMs >= newest.startMs), newest) : undefined};
	}

	const errors = toSlice(reader.read(await hideEntries(await readErrors(options), hide, signal), names), range);
	const errorLines = Math.round(slice.lines * (range.endMs - range.startMs) / Math.max(1, sampledMs));
	return {slice: {...slice, errors: errors.errors, errorLines}, newest: undefined};
}
