import type {KnownMinute} from '../../store/history.js';
import {kindOf} from '../../detect/kinds/registry.js';
import type {Anomaly} from '../../detect/types.js';
import {linkAbort} from '../../loki/http/linked-abort.js';
import {readMinutes} from '../../loki/counts/read-minutes.js';
import {sampleLogs, type SampleLogsOptions} from '../../loki/lines/sample-logs.js';
import type {LokiClient, Scope, TimeRange} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import type {EvidenceWindow} from './evidence-window.js';
import type {Sample} from './mined-sample.js';

export type QuestionOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly service: string;
	/** Of this service. */
	readonly anomalies: readonly Anomaly[];
	/** Counts of the service that are known already, from the start of a range on without a gap: Loki is asked for the rest only. */
	readonly knownCounts?: (range: TimeRange) => readonly KnownMinute[];
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
const newest = {spread: 'newest'} as const;
/** Late lines still come into the newest minutes: they are counted again. */
const recountMs = 3 * minuteMs;

/** What Loki counted; `peakMs` is the worst minute, and `isWhole` says that no minute is missing. */
export type Counted = {readonly isWhole: boolean; readonly lines: number; readonly errors: number; readonly baselineLines: number; readonly baselineErrors: number; readonly peakMs: number | undefined; readonly errorsPerMinute: ReadonlyArray<readonly [number, number]>; readonly linesPerMinute: ReadonlyArray<readonly [number, number]>};

/** Loki's own counts, a minute each, from the baseline's start on. */
const countMinutes = async ({client, scope, service, knownCounts, signal}: QuestionOptions, {bad, baseline, counted}: EvidenceWindow, isErrors: boolean): Promise<Counted> => {
	const known = knownCounts?.({startMs: counted.startMs, endMs: counted.endMs - recountMs}) ?? [];
	const range = {startMs: counted.startMs + (known.length * minuteMs), endMs: counted.endMs};
	const {minutes} = await readMinutes({
		client, scope, services: [service], range, signal,
	});
	const series = [
		...known,
		...minutes.flatMap(({startMs, counts}) => counts ? [{startMs, lines: counts.get(service)?.lines ?? 0, errors: counts.get(service)?.errors ?? 0}] : []),
	];
	const inBad = series.filter(({startMs}) => startMs + minuteMs > bad.startMs);
	const before = series.filter(({startMs}) => startMs + minuteMs <= baseline.endMs);
	const peak = inBad.toSorted((a, b) => isErrors ? b.errors - a.errors : b.lines - a.lines)[0];
	const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
	return {
		isWhole: minutes.every(({counts}) => counts !== undefined),
		lines: sum(inBad.map(({lines}) => lines)),
		errors: sum(inBad.map(({errors}) => errors)),
		baselineLines: sum(before.map(({lines}) => lines)),
		baselineErrors: sum(before.map(({errors}) => errors)),
		peakMs: peak?.startMs,
		errorsPerMinute: series.map(({startMs, errors}) => [startMs, errors] as const),
		linesPerMinute: series.map(({startMs, lines}) => [startMs, lines] as const),
	};
};

export type Answers = {
	readonly counted: Counted;
	/** Errors from the head, the peak and the tail of the bad window, or all lines where errors are not the trouble. */
	readonly main: Sample;
	/** The other kind. */
	readonly side: Sample;
	readonly events: Sample;
	readonly baselineMain: Sample;
	readonly baselineSide: Sample;
};

/** Ten small questions at most, several at a time; when one fails, the others are left. Throws what the client throws. */
export const askLoki = async (options: QuestionOptions, window: EvidenceWindow): Promise<Answers> => {
	const {bad, baseline, onsetMs} = window;
	const link = linkAbort(options.signal);
	// Errors are asked for alone where errors are the trouble; a storm, a surge or a silence shows in all lines.
	const isErrors = options.anomalies.some(({kind}) => kindOf(kind).counts === 'errors');
	const read = async (range: TimeRange, onlyErrors: boolean, limit: number, more: Pick<SampleLogsOptions, 'spread' | 'peakMs' | 'filters'> = newest): Promise<Sample> => {
		const {client, scope, service} = options;
		const {entries, isCut} = await sampleLogs({
			client, scope, service, range, onlyErrors, limit, signal: link.signal, ...more,
		});
		return {entries, isErrors: onlyErrors, isCut};
	};

	const aroundMs = Math.min(bad.endMs, onsetMs + aroundOnsetMs);
	try {
		const counting = countMinutes({...options, signal: link.signal}, window, isErrors);
		/** Errors that were counted; Loki would read every line to find that there are none. */
		const readErrors = async (range: TimeRange, limit: number, count: (counted: Counted) => number): Promise<Sample> => {
			const counted = await counting;
			return counted.isWhole && count(counted) === 0 ? {entries: [], isErrors: true, isCut: false} : read(range, true, limit);
		};

		const [counted, side, events, baselineMain, baselineSide, main] = await Promise.all([
			counting,
			isErrors ? read({startMs: bad.startMs, endMs: aroundMs}, false, sideLimit) : readErrors(bad, sideLimit, ({errors}) => errors),
			read({startMs: onsetMs - beforeOnsetMs, endMs: aroundMs}, false, eventLimit, {spread: 'head-peak-tail', peakMs: onsetMs - minuteMs, filters: [eventFilter]}),
			isErrors ? readErrors(baseline, baselineLimit, ({baselineErrors}) => baselineErrors) : read(baseline, false, baselineLimit),
			isErrors ? read(baseline, false, sideLimit) : readErrors(baseline, sideLimit, ({baselineErrors}) => baselineErrors),
			counting.then(async ({peakMs}) => read(bad, isErrors, mainLimit, {spread: 'head-peak-tail', peakMs})),
		]);
		return {
			counted, main, side, events, baselineMain, baselineSide,
		};
	} catch (error) {
		link.abort();
		throw error;
	} finally {
		link.unlink();
	}
};
