import type {Anomaly} from '../detect/types.js';
import {distinctEntries, entryKey} from '../loki/distinct-entries.js';
import {serviceSelector} from '../loki/logql.js';
import {createMinuteReader} from '../loki/read-minutes.js';
import {sampleLogs, type SampleLogsOptions} from '../loki/sample-logs.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../loki/types.js';
import type {PatternMiner} from '../patterns/types.js';
import {findChanges} from './changes.js';
import {chooseLines} from './evidence-lines.js';
import {chooseWindow, type EvidenceWindow} from './evidence-window.js';
import {listPatterns, mineEntries, type Sample} from './mined-sample.js';
import type {Evidence, Onset} from './types.js';

export type EvidenceOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly service: string;
	/** Of this service. */
	readonly anomalies: readonly Anomaly[];
	/** Of this service and those that may be related. */
	readonly onsets: readonly Onset[];
	readonly nowMs: number;
	readonly createMiner: () => PatternMiner;
	readonly signal?: AbortSignal;
};

/** Lines of each question. */
const mainLimit = 150;
const sideLimit = 80;
const baselineLimit = 150;
/** The side sample of an error spike: all lines around the onset. */
const aroundOnsetMs = 60_000;
/** Rollouts, restarts and changes of settings, whatever their level: they are few, and stand just before the trouble. */
const eventFilter = '|~ `(?i)\\b(started|starting|restart(ed|ing)?|shut(ting)? ?down|sigterm|deploy(ed|ing)|rollout|rolling back|migrat(ed|ing)|config(uration)? (re)?loaded|feature flag|failover|promoted|leader elected)\\b`';
const eventLimit = 40;
const beforeOnsetMs = 5 * 60_000;
const maxOnsets = 12;
/** Fewer errors before than this, and all lines before are what the bad ones are compared with. */
const minComparable = 30;
const minuteMs = 60_000;
const newest = {spread: 'newest'} as const;

type Counted = {readonly lines: number; readonly errors: number; readonly baselineLines: number; readonly peakMs: number | undefined; readonly errorsPerMinute: ReadonlyArray<readonly [number, number]>};

/** Loki's own counts, a minute each, from the baseline's start on. */
const countMinutes = async ({client, scope, service, signal}: EvidenceOptions, {bad, counted}: EvidenceWindow, isErrors: boolean): Promise<Counted> => {
	const {minutes} = await createMinuteReader()({
		client, scope, services: [service], range: counted, signal,
	});
	const series = minutes.flatMap(({startMs, counts}) => counts ? [{startMs, lines: counts.get(service)?.lines ?? 0, errors: counts.get(service)?.errors ?? 0}] : []);
	const inBad = series.filter(({startMs}) => startMs + minuteMs > bad.startMs);
	const before = series.filter(({startMs}) => startMs + minuteMs <= bad.startMs);
	const peak = inBad.toSorted((a, b) => isErrors ? b.errors - a.errors : b.lines - a.lines)[0];
	const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
	return {
		lines: sum(inBad.map(({lines}) => lines)),
		errors: sum(inBad.map(({errors}) => errors)),
		baselineLines: sum(before.map(({lines}) => lines)),
		peakMs: peak?.startMs,
		errorsPerMinute: series.map(({startMs, errors}) => [startMs, errors] as const),
	};
};

/** The labels that say nothing here: those that the selector fixes, and how Loki calls service and level. */
const ignoredLabels = (selector: string, {capabilities}: Scope): ReadonlySet<string> => new Set([
	...Array.from(selector.matchAll(/\b([a-z_]\w{0,99})\s{0,9}=\s{0,9}["`]/gi), ([, name]) => name!), capabilities.serviceLabel, 'service_name', 'service', 'app', 'job', 'detected_level', 'level',
]);

/**
What is known of one service's trouble without a model: Loki's counts, a bounded sample of the bad window and one of the time before, patterns, lines with ids, and what changed.
Ten small questions at most, several at a time. Throws what the client throws.
*/
export const collectEvidence = async (options: EvidenceOptions): Promise<Evidence> => {
	const {client, scope, service, anomalies, nowMs, signal} = options;
	const window = chooseWindow(anomalies, nowMs);
	const {bad, baseline, onsetMs} = window;
	// Errors are asked for alone where errors are the trouble; a storm, a surge or a silence shows in all lines.
	const isErrors = anomalies.some(({kind}) => kind === 'error-spike' || kind === 'new-pattern');
	const read = async (range: TimeRange, onlyErrors: boolean, limit: number, more: Pick<SampleLogsOptions, 'spread' | 'peakMs' | 'filters'> = newest): Promise<Sample> => {
		const {entries} = await sampleLogs({
			client, scope, service, range, onlyErrors, limit, signal, ...more,
		});
		return {entries, isErrors: onlyErrors};
	};

	const sideRange = isErrors ? {startMs: bad.startMs, endMs: Math.min(bad.endMs, onsetMs + aroundOnsetMs)} : bad;
	const counting = countMinutes(options, window, isErrors);
	const [counted, side, events, baselineMain, baselineSide, main] = await Promise.all([
		counting,
		read(sideRange, !isErrors, sideLimit),
		read({startMs: onsetMs - beforeOnsetMs, endMs: Math.min(bad.endMs, onsetMs + aroundOnsetMs)}, false, eventLimit, {spread: 'head-peak-tail', peakMs: onsetMs - minuteMs, filters: [eventFilter]}),
		read(baseline, isErrors, baselineLimit),
		read(baseline, !isErrors, sideLimit),
		counting.then(async ({peakMs}) => read(bad, isErrors, mainLimit, {spread: 'head-peak-tail', peakMs})),
	]);

	const miner = options.createMiner();
	const badEntries = distinctEntries([...main.entries, ...side.entries]);
	const baselineEntries = distinctEntries([...baselineMain.entries, ...baselineSide.entries]);
	const mined = mineEntries(distinctEntries([...baselineEntries, ...events.entries, ...badEntries]), miner);
	// By text: a line that two questions found is two objects.
	const ids = new Map(mined.map(({entry, patternId}) => [`${entry.timeNs} ${entry.line}`, miner.resolve(patternId)]));
	const patternIdOf = (entry: LogEntry): string | undefined => ids.get(`${entry.timeNs} ${entry.line}`);
	const patterns = listPatterns({
		bad: [main, side], baseline: [baselineMain, baselineSide], range: bad, miner, patternIdOf, hasBaseline: counted.baselineLines > 0 || baselineEntries.length > 0,
	});
	const newIds = new Set(patterns.filter(({isNew}) => isNew).map(({id}) => id));
	const selector = serviceSelector(scope, service);
	const ignored = ignoredLabels(selector, scope);
	const shown = new Set([...badEntries, ...events.entries].map(entry => entryKey(entry)));
	const eventKeys = new Set(events.entries.map(entry => entryKey(entry)));
	return {
		service,
		anomalies,
		selector,
		startMs: bad.startMs,
		endMs: bad.endMs,
		collectedMs: nowMs,
		// Lines that came in between counting and reading are counted late.
		totalLines: Math.max(counted.lines, badEntries.length),
		totalErrors: counted.errors,
		sampledLines: badEntries.length,
		errorsPerMinute: counted.errorsPerMinute,
		patterns,
		lines: chooseLines(mined.filter(({entry}) => shown.has(entryKey(entry))).map(({entry, level}) => {
			const patternId = patternIdOf(entry) ?? '';
			return {
				entry, level, patternId, isNew: newIds.has(patternId), isEvent: eventKeys.has(entryKey(entry)),
			};
		}), {service, ignored}),
		changes: findChanges({
			bad: main.entries, baseline: baselineMain.entries.length >= minComparable ? baselineMain.entries : baselineEntries, others: [...side.entries, ...events.entries, ...baselineEntries], ignored,
		}),
		onsets: options.onsets.toSorted((a, b) => a.onsetMs - b.onsetMs).slice(0, maxOnsets),
	};
};
