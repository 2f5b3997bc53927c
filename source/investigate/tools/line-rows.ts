import {compareNs} from '../../loki/answers.js';
import {serviceSelector} from '../../loki/logql/logql.js';
import {readMatchers} from '../../loki/logql/selector-matchers.js';
import {streamKey} from '../../loki/lines/stream-key.js';
import type {Labels, LogEntry, Scope} from '../../loki/types.js';
import {levelOfEntry} from '../../patterns/level.js';
import type {Json} from '../evidence/evidence-json.js';
import {isoTime} from './time-range.js';
import type {CiteLine, ToolAnswer, ToolContext} from './types.js';

const maxStreamLabels = 12;
const maxLineLabels = 3;
const maxLabelLength = 120;
const levelLabels: ReadonlySet<string> = new Set(['detected_level', 'level']);

/** The labels that a selector fixes: they say nothing about one line rather than another. */
const labelsOf = (selector: string): ReadonlySet<string> => new Set(readMatchers(selector).filter(({operator}) => operator === '=').map(({name}) => name));

/** The same for one service of the watched scope. */
export const fixedLabels = (scope: Scope): ReadonlySet<string> => labelsOf(serviceSelector(scope, 'any'));

const usefulLabels = (labels: Labels, watched: ReadonlySet<string>): ReadonlyArray<readonly [string, string]> => Object.entries(labels).filter(([name, value]) => !levelLabels.has(name) && !watched.has(name) && !name.startsWith('__') && value.length <= maxLabelLength);

const groupByWriter = (entries: readonly LogEntry[]): ReadonlyArray<readonly LogEntry[]> => {
	const keys = entries.map(({labels}) => streamKey(labels));
	return Array.from(new Set(keys), key => entries.filter((_, index) => keys[index] === key));
};

/**
Lines as a result shows them: under each stream its labels once, its lines oldest first, and with each line only what differs from line to line.
*/
const streamsOf = (entries: readonly LogEntry[], cite: CiteLine, {redactValue, scope}: Pick<ToolContext, 'redactValue' | 'scope'>): Json => {
	const watched = labelsOf(scope.selector);
	const ordered = entries.toSorted((a, b) => compareNs(a.timeNs, b.timeNs));
	// Numbered in the order of time, whatever stream they are of.
	const ids = new Map(ordered.map(entry => [entry, cite(entry)]));
	return groupByWriter(ordered).map(group => {
		const first = group[0]!;
		const common = new Set(usefulLabels(first.labels, watched).filter(([name, value]) => group.every(({labels}) => labels[name] === value)).map(([name]) => name));
		const show = (labels: ReadonlyArray<readonly [string, string]>, limit: number): Json => labels.length === 0 ? undefined : Object.fromEntries(labels.slice(0, limit).map(([name, value]) => [name, redactValue(name, value)]));
		return {
			labels: show(usefulLabels(first.labels, watched).filter(([name]) => common.has(name)), maxStreamLabels),
			lines: group.map(entry => {
				const level = levelOfEntry(entry);
				return {
					id: ids.get(entry),
					time: isoTime(entry.timeMs),
					level: level === 'unknown' ? undefined : level,
					labels: show(usefulLabels(entry.labels, watched).filter(([name]) => !common.has(name)), maxLineLabels),
					text: entry.line,
				};
			}),
		};
	});
};

/** First, last, second, last but one...: what is left when the middle is cut. */
export const endsFirst = <Entry>(entries: readonly Entry[]): readonly Entry[] => entries.map((_, index) => entries[index % 2 === 0 ? index / 2 : entries.length - ((index + 1) / 2)]!);

/** An answer that is a list of lines; `entries` come most telling first. */
export const linesAnswer = (entries: readonly LogEntry[], {head, total, context}: {readonly head: ToolAnswer['head']; readonly total: number | undefined; readonly context: ToolContext}): ToolAnswer => ({
	head,
	rows: entries.length,
	total,
	unit: 'lines',
	arrange: (count, cite) => ({streams: streamsOf(entries.slice(0, count), cite, context)}),
});
