import {distinctEntries, entryKey} from '../../loki/lines/distinct-entries.js';
import {errorStageOf, serviceSelector} from '../../loki/logql/logql.js';
import type {LogEntry, Scope} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {createKnownNames, type KnownNames} from '../../patterns/read/known-names.js';
import type {SeenPattern} from '../../patterns/seen-set.js';
import type {PatternMiner} from '../../patterns/types.js';
import type {Evidence, Onset} from '../../facts/evidence.js';
import {findChanges} from './changes.js';
import {chooseLines} from './evidence-lines.js';
import {askLoki, type QuestionOptions} from './evidence-questions.js';
import {chooseWindow} from './evidence-window.js';
import {findPatternChanges} from './pattern-changes.js';
import {findMentions, findTraces} from './mentions.js';
import {listPatterns, mineEntries} from './mined-sample.js';
import type {CountedTime} from './pattern-history.js';

export type EvidenceOptions = QuestionOptions & {
	/** Of this service and those that may be related, the suspected one first. */
	readonly onsets: readonly Onset[];
	readonly nowMs: number;
	readonly createMiner: () => PatternMiner;
	/** Finds the services of the fleet in what lines say; those that broke, where not given. */
	readonly names?: KnownNames;
	/** Was a pattern seen in quiet times of the days before? Then it is not new, whatever this sample missed. */
	readonly wasSeen?: (pattern: SeenPattern, timeMs: number) => boolean;
};

const maxOnsets = 12;
/** Fewer errors before than this, and all lines before are what the bad ones are compared with. */
const minComparable = 4;

/** The minute under way was counted until now. */
const countedTimes = (perMinute: ReadonlyArray<readonly [number, number]>, nowMs: number): readonly CountedTime[] => perMinute
	.filter(([startMs]) => startMs < nowMs)
	.map(([startMs, count]) => ({startMs, endMs: Math.min(startMs + minuteMs, nowMs), count}));

export type CollectedEvidence = {
	readonly evidence: Evidence;
	/** The lines of each pattern of the sample as they came, by its id. */
	readonly linesOf: ReadonlyMap<string, readonly string[]>;
};

/** The labels that say nothing here: those that the selector fixes, and how Loki calls service and level. */
const ignoredLabels = (selector: string, {capabilities}: Scope): ReadonlySet<string> => new Set([
	...Array.from(selector.matchAll(/\b([a-z_]\w{0,99})\s{0,9}=\s{0,9}["`]/gi), ([, name]) => name!), capabilities.serviceLabel, 'service_name', 'service', 'app', 'job', 'detected_level', 'level',
]);

/**
What is known of one service's trouble without a model: Loki's counts, a bounded sample of the bad window and one of the time before, patterns, lines with ids, and what changed.
Throws what the client throws.
*/
export const collectEvidence = async (options: EvidenceOptions): Promise<CollectedEvidence> => {
	const {scope, service, anomalies, nowMs} = options;
	const window = chooseWindow(anomalies, nowMs);
	const {bad} = window;
	const {counted, main, side, events, baselineMain, baselineSide} = await askLoki(options, window);
	const miner = options.createMiner();
	const badEntries = distinctEntries([...main.entries, ...side.entries]);
	const baselineEntries = distinctEntries([...baselineMain.entries, ...baselineSide.entries]);
	const mined = mineEntries(distinctEntries([...baselineEntries, ...events.entries, ...badEntries]), miner);
	// By text: a line that two questions found is two objects.
	const ids = new Map(mined.map(({entry, patternId}) => [`${entry.timeNs} ${entry.line}`, miner.resolve(patternId)]));
	const patternIdOf = (entry: LogEntry): string | undefined => ids.get(`${entry.timeNs} ${entry.line}`);
	const patterns = listPatterns({
		bad: [main, side], baseline: [baselineMain, baselineSide], range: bad, counted: {lines: countedTimes(counted.linesPerMinute, nowMs), errors: countedTimes(counted.errorsPerMinute, nowMs)}, miner, patternIdOf, wasSeen: options.wasSeen && (pattern => options.wasSeen?.(pattern, bad.startMs) ?? false), hasBaseline: counted.baselineLines > 0 || baselineEntries.length > 0,
	});
	const newIds = new Set(patterns.filter(({isNew}) => isNew).map(({id}) => id));
	const selector = serviceSelector(scope, service);
	const ignored = ignoredLabels(selector, scope);
	const names = options.names ?? createKnownNames(options.onsets.map(onset => onset.service));
	const shown = new Set([...badEntries, ...events.entries].map(entry => entryKey(entry)));
	const eventKeys = new Set(events.entries.map(entry => entryKey(entry)));
	const lines = chooseLines(mined.filter(({entry}) => shown.has(entryKey(entry))).map(({entry, level}) => {
		const patternId = patternIdOf(entry) ?? '';
		return {
			entry, level, patternId, isNew: newIds.has(patternId), isEvent: eventKeys.has(entryKey(entry)),
		};
	}), {service, ignored});
	const changes = findChanges({
		bad: main.entries,
		...(baselineMain.entries.length >= minComparable
			? {baseline: baselineMain.entries, side: {bad: side.entries, baseline: baselineSide.entries}}
			: {baseline: baselineEntries}),
		others: [...side.entries, ...events.entries, ...baselineEntries],
		ignored,
	});
	const told = {
		service, anomalies, lines, patterns, changes,
	};
	const evidence: Evidence = {
		service,
		anomalies,
		selector,
		startMs: bad.startMs,
		endMs: bad.endMs,
		collectedMs: nowMs,
		// Lines that came in between counting and reading are counted late.
		totalLines: Math.max(counted.lines, badEntries.length),
		totalErrors: counted.errors,
		errorStage: errorStageOf(scope, service),
		sampledLines: badEntries.length,
		errorsPerMinute: counted.errorsPerMinute,
		patterns,
		lines,
		changes,
		patternChanges: findPatternChanges({
			bad: {sample: main, range: bad, totalLines: main.isErrors ? counted.errors : counted.lines},
			baseline: {sample: baselineMain, range: window.baseline, totalLines: main.isErrors ? counted.baselineErrors : counted.baselineLines},
			miner,
			patternIdOf,
		}),
		onsets: options.onsets.slice(0, maxOnsets),
		mentions: findMentions(told, names),
		traces: findTraces(told),
	};
	const linesOf = new Map<string, string[]>();
	for (const {entry, patternId} of mined) {
		const id = miner.resolve(patternId);
		const known = linesOf.get(id) ?? [];
		known.push(entry.line);
		linesOf.set(id, known);
	}

	return {evidence, linesOf};
};
