import {minuteMs} from '../minute.js';
import {groupBy} from './group-by.js';
import type {EndCount, SenseEvent, TimeSeries} from './types.js';

/** A trace with more lines is no request: an id that is used again and again. */
export const maxTraceLines = 500;
const maxGapMs = 10 * minuteMs;
const maxSeries = 2000;
const maxValues = 6000;

type Span = {readonly service: string; readonly events: readonly SenseEvent[]};

const spansOf = (events: readonly SenseEvent[]): readonly Span[] => Array.from(
	groupBy(events, ({service, span}) => `${service}\n${span ?? ''}`).values(),
	group => ({service: group[0]!.service, events: group}),
);

export type SpanReading = {readonly times: readonly TimeSeries[]; readonly ends: readonly EndCount[]};

/**
What the requests of a slice tell: the time between two consecutive lines of a span in a service (its own where no other service wrote in between, else the call's, less the callee's own span),
and with which statement spans end. A span that an error about another service explains does not count as an end.
Events come in the order of time; only the order and the distances within one service are trusted, for clocks of hosts differ.
*/
export function readSpans(events: readonly SenseEvent[], {startMs, endMs}: {readonly startMs: number; readonly endMs: number}): SpanReading {
	const series = new Map<string, TimeSeries>();
	const ends = new Map<string, EndCount>();
	let values = 0;

	const noteTime = (kind: 'own' | 'call', from: SenseEvent, to: SenseEvent, blamed: string, ms: number): void => {
		if (!(ms >= 0) || ms > maxGapMs || values >= maxValues) {
			return;
		}

		const key = `${from.key}\n${to.key}`;
		const id = `${kind}\n${from.service}\n${blamed}\n${key}`;
		let known = series.get(id);
		if (!known) {
			if (series.size >= maxSeries) {
				return;
			}

			known = {
				kind, service: from.service, blamed, key, text: from.text, values: [],
			};
			series.set(id, known);
		}

		values++;
		known.values.push(Math.max(0, Math.round((to.timeMs - startMs) / 1000)), Math.round(ms));
	};

	const noteEnd = (event: SenseEvent, isEnd: boolean): void => {
		const id = `${event.service}\n${event.key}`;
		let known = ends.get(id);
		if (!known) {
			if (ends.size >= maxSeries) {
				return;
			}

			known = {
				service: event.service, key: event.key, text: event.text, seen: 0, ends: 0, firstMs: endMs,
			};
			ends.set(id, known);
		}

		known.seen++;
		if (!isEnd) {
			return;
		}

		known.ends++;
		known.firstMs = Math.min(known.firstMs, event.timeMs);
	};

	const readSpan = ({service, events: lines}: Span, trace: readonly SenseEvent[], isExplained: boolean): void => {
		for (const [index, event] of lines.entries()) {
			const next = lines[index + 1];
			noteEnd(event, !next && !isExplained);
			const inside = next ? trace.filter(other => other.service !== service && other.timeMs >= event.timeMs && other.timeMs <= next.timeMs) : [];
			const callee = inside[0]?.service;
			if (next && callee === undefined) {
				noteTime('own', event, next, service, next.timeMs - event.timeMs);
			} else if (next && callee !== undefined) {
				const theirs = inside.filter(other => other.service === callee);
				const calleeMs = theirs.at(-1)!.timeMs - theirs[0]!.timeMs;
				noteTime('call', event, next, callee, Math.max(0, next.timeMs - event.timeMs - calleeMs));
			}
		}
	};

	for (const trace of groupBy(events, event => event.trace).values()) {
		const explained = new Set(trace.filter(({error}) => error?.isOfOther).map(({service}) => service));
		for (const span of trace.length > maxTraceLines ? [] : spansOf(trace)) {
			readSpan(span, trace, explained.has(span.service));
		}
	}

	return {times: [...series.values()], ends: [...ends.values()]};
}
