import {readSpans} from './spans.js';
import type {
	ErrorCount,
	KeyCount,
	SenseEvent,
	Slice,
	TimeSeries,
	UsualCount,
} from './types.js';

const maxUsual = 4000;
const maxErrors = 1000;
const maxTold = 500;
const maxToldValues = 4000;
const maxText = 120;
/** Warnings are counted in places so long, and by so many writers at most. */
const placeMs = 30_000;
const maxWriters = 200;

type Warned = {readonly said: string; readonly places: Set<number>; readonly writers: Set<string>};

const count = <Counted extends KeyCount>(counts: Map<string, Counted>, most: number, id: string, timeMs: number, make: () => Counted): void => {
	const known = counts.get(id);
	if (known) {
		known.count++;
		known.firstMs = Math.min(known.firstMs, timeMs);
		known.lastMs = Math.max(known.lastMs, timeMs);
	} else if (counts.size < most) {
		counts.set(id, make());
	}
};

/** Puts the lines of a few minutes into one slice. Events come in the order of time. */
export function toSlice(events: readonly SenseEvent[], range: {readonly startMs: number; readonly endMs: number}): Slice {
	const usual = new Map<string, KeyCount>();
	const warned = new Map<string, Warned>();
	const errors = new Map<string, ErrorCount>();
	const told = new Map<string, TimeSeries>();
	const switched = new Set<string>();
	let toldValues = 0;
	for (const {service, key, text, timeMs, isError, error, warning, durationMs, isSwitch} of events) {
		const first = {
			service, text: text.slice(0, maxText), count: 1, firstMs: timeMs, lastMs: timeMs,
		};
		if (isError) {
			const {said = text, isOfOther = false} = error ?? {};
			count(errors, maxErrors, `${service}\n${said}`, timeMs, () => ({
				...first, key: said, text: said.slice(0, maxText), isOfOther,
			}));
		} else {
			const id = `${service}\n${key}`;
			count(usual, maxUsual, id, timeMs, () => ({...first, key}));
			if (warning && usual.has(id)) {
				const known = warned.get(id) ?? {said: warning.said, places: new Set(), writers: new Set()};
				warned.set(id, known);
				known.places.add(Math.floor((timeMs - range.startMs) / placeMs));
				if (known.writers.size < maxWriters) {
					known.writers.add(warning.writer);
				}
			}
		}

		if (isSwitch) {
			switched.add(service);
		}

		if (durationMs === undefined || toldValues >= maxToldValues) {
			continue;
		}

		const id = `${service}\n${key}`;
		const series = told.get(id) ?? {
			kind: 'told', service, blamed: service, key, text: first.text, values: [],
		};
		if (!(told.has(id) || told.size < maxTold)) {
			continue;
		}

		told.set(id, series);
		toldValues++;
		series.values.push(Math.max(0, Math.round((timeMs - range.startMs) / 1000)), Math.round(durationMs));
	}

	const {times, ends} = readSpans(events, range);
	return {
		...range,
		lines: events.length,
		errorLines: events.length,
		usual: Array.from(usual, ([id, counted]): UsualCount => {
			const {said, places, writers} = warned.get(id) ?? {};
			return said === undefined ? counted : {...counted, warning: {said, places: places?.size ?? 0, writers: writers?.size ?? 0}};
		}),
		errors: [...errors.values()],
		times: [...times, ...told.values()],
		ends,
		switched: [...switched],
	};
}
