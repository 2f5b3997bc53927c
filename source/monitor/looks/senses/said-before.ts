import {isOpen} from '../../../detect/lifecycle.js';
import {hourMs, minuteMs} from '../../../detect/minute.js';
import {isRecord} from '../../../detect/saved.js';
import type {Finding, SenseEvent, SenseName} from '../../../detect/senses/types.js';
import type {Anomaly} from '../../../detect/types.js';
import {LokiError} from '../../../loki/http/errors/index.js';
import {isAbort} from '../../../loki/http/trouble.js';
import {distinctEntries} from '../../../loki/lines/distinct-entries.js';
import {queryLogsUpTo} from '../../../loki/lines/query-logs-up-to.js';
import {quote, serviceSelector} from '../../../loki/logql/logql.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../../loki/types.js';
import {literalsOf} from '../../../patterns/literal.js';

/** The time that is searched: an hour that ends where the trouble cannot have begun yet. */
const searchedMs = hourMs;
const quarantineMs = 15 * minuteMs;
/** What came in so many of the hour's parts is usual: neither a stray line nor an earlier burst. */
const partMs = 10 * minuteMs;
const minParts = 3;
const maxLines = 100;
/** Questions of one look. */
const maxSearches = 3;
/** What is found out is good for so long. */
const usualForMs = 6 * hourMs;
const newForMs = hourMs;
const maxKnown = 500;
/** What is shorter finds too much. */
const minLength = 10;

/** In how many parts of a range something happened. */
const partsOf = (timesMs: readonly number[], {startMs}: TimeRange): number => new Set(timesMs.map(timeMs => Math.floor((timeMs - startMs) / partMs))).size;

/** Senses that rest on a text that nobody wrote before. */
const isOfNewText = (sense: SenseName): boolean => sense === 'new-error' || sense === 'new-warning';

/** What stands for something else in the text of a finding: masked names, secrets and numbers. */
const masked = /<[^<>]{1,40}>|#/g;

export type SaidBefore = {
	/** The findings without those whose text the service wrote again and again in the hour before; what cannot be asked counts as new. Throws the signal's reason. */
	readonly leaveOut: (findings: readonly Finding[], options: SearchOptions) => Promise<readonly Finding[]>;
	/** What `saved` takes: plain JSON. */
	readonly save: () => unknown;
};

export type SearchOptions = {
	readonly endMs: number;
	/** When the oldest open trouble began. */
	readonly openSinceMs: number | undefined;
	readonly anomalies: readonly Anomaly[];
	/** Reads lines as the senses do. */
	readonly read: (entries: readonly LogEntry[]) => Promise<readonly SenseEvent[]>;
	readonly signal: AbortSignal;
};

export type SaidBeforeOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly saved?: unknown;
};

type Known = {readonly isUsual: boolean; readonly atMs: number};

const isKnown = (value: unknown): value is readonly [string, Known] => Array.isArray(value) && typeof value[0] === 'string' && isRecord(value[1]) && typeof value[1].isUsual === 'boolean' && typeof value[1].atMs === 'number';

/**
Samples of the past miss what a service writes every few minutes. Before a text is called new, the hour before is searched for its words: a question or two for each text, of at most three texts in one look; an answer is good for an hour or more.
*/
export function createSaidBefore({client, scope, saved}: SaidBeforeOptions): SaidBefore {
	let known = new Map<string, Known>((Array.isArray(saved) ? saved as unknown[] : []).filter(pair => isKnown(pair)).slice(-maxKnown));

	const isUsual = async ({service, text, key}: Finding, range: TimeRange, {read, signal}: SearchOptions): Promise<boolean> => {
		const literals = literalsOf(text.replaceAll(masked, '<*>')).filter(literal => literal.length >= minLength);
		if (literals.length === 0) {
			return false;
		}

		const query = [serviceSelector(scope, service), ...literals.map(literal => `|= ${quote(literal)}`)].join(' ');
		const {entries, isCut} = await queryLogsUpTo(client, {
			query, range, limit: maxLines, direction: 'backward',
		}, {signal});
		const events = await read(distinctEntries(entries));
		const same = events.filter(({error, warning}) => (error ?? warning)?.said === key);
		if (!isCut || same.length < events.length / 2) {
			return partsOf(same.map(({timeMs}) => timeMs), range) >= minParts;
		}

		// The newest lines of many may all be of one part.
		const {series} = await client.queryMetrics({query: `sum(count_over_time(${query} [${partMs / minuteMs}m]))`, range: {...range, startMs: range.startMs + partMs}, stepMs: partMs}, {signal});
		return (series[0]?.samples ?? []).filter(([, count]) => count > 0).length >= minParts;
	};

	/** Undefined where Loki does not answer: then nothing is known, and it is asked again with the next look. */
	const isUsualOrUnknown = async (finding: Finding, range: TimeRange, options: SearchOptions): Promise<boolean | undefined> => {
		try {
			return await isUsual(finding, range, options);
		} catch (error) {
			if (!(error instanceof LokiError) || isAbort(error, options.signal)) {
				throw error;
			}

			return undefined;
		}
	};

	return {
		async leaveOut(findings, options) {
			const {endMs, openSinceMs = endMs, anomalies} = options;
			known = new Map([...known].filter(([, {isUsual: wasUsual, atMs}]) => endMs - atMs < (wasUsual ? usualForMs : newForMs)).slice(-maxKnown));
			const pastEndMs = Math.min(endMs, openSinceMs) - quarantineMs;
			const range = {startMs: pastEndMs - searchedMs, endMs: pastEndMs};
			// What was written in trouble is not usual for that.
			const wasCalm = (service: string): boolean => anomalies.every(anomaly => anomaly.service !== service || anomaly.onsetMs >= range.endMs || (!isOpen(anomaly) && (anomaly.resolvedMs ?? endMs) <= range.startMs));
			let searches = 0;
			const kept: Finding[] = [];
			for (const finding of findings) {
				const id = `${finding.service}\n${finding.key}`;
				if (isOfNewText(finding.sense) && !known.has(id) && searches < maxSearches && wasCalm(finding.service)) {
					const found = await isUsualOrUnknown(finding, range, options);
					searches = found === undefined ? maxSearches : searches + 1;
					if (found !== undefined) {
						known.set(id, {isUsual: found, atMs: endMs});
					}
				}

				if (!isOfNewText(finding.sense) || known.get(id)?.isUsual !== true) {
					kept.push(finding);
				}
			}

			return kept;
		},
		save: () => [...known],
	};
}
