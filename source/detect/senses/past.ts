import {minuteMs} from '../minute.js';
import type {Slice} from './types.js';

/** A key over all slices of the past. */
export type PastKey = {
	count: number;
	/** Slices in which it stood. */
	slices: number;
	/** The smallest share of a slice's lines. */
	lowestShare: number;
};

export type PastEnds = {seen: number; ends: number};

/** The slices of the past put together, for one judgement. */
export type Past = {
	readonly slices: readonly Slice[];
	readonly lines: number;
	readonly errorLines: number;
	readonly minutes: number;
	readonly usual: ReadonlyMap<string, PastKey & {readonly service: string; readonly key: string; readonly text: string}>;
	readonly errors: ReadonlyMap<string, number>;
	/** What errors said anywhere in the fleet. */
	readonly said: ReadonlySet<string>;
	/** What warnings said anywhere in the fleet. */
	readonly warned: ReadonlySet<string>;
	/** Who wrote usual lines. */
	readonly services: ReadonlySet<string>;
	readonly ends: ReadonlyMap<string, PastEnds>;
};

export const idOf = (service: string, key: string): string => `${service}\n${key}`;

export function joinPast(slices: readonly Slice[]): Past {
	const usual = new Map<string, PastKey & {readonly service: string; readonly key: string; readonly text: string}>();
	const errors = new Map<string, number>();
	const said = new Set<string>();
	const warned = new Set<string>();
	const services = new Set<string>();
	const ends = new Map<string, PastEnds>();
	for (const slice of slices) {
		for (const {service, key, text, count, warning} of slice.usual) {
			const id = idOf(service, key);
			const known = usual.get(id) ?? {
				service, key, text, count: 0, slices: 0, lowestShare: Infinity,
			};
			known.count += count;
			known.slices++;
			known.lowestShare = Math.min(known.lowestShare, count / Math.max(1, slice.lines));
			usual.set(id, known);
			services.add(service);
			if (warning) {
				warned.add(warning.said);
			}
		}

		for (const {service, key, count} of slice.errors) {
			errors.set(idOf(service, key), (errors.get(idOf(service, key)) ?? 0) + count);
			said.add(key);
		}

		for (const {service, key, seen, ends: ended} of slice.ends) {
			const known = ends.get(idOf(service, key)) ?? {seen: 0, ends: 0};
			known.seen += seen;
			known.ends += ended;
			ends.set(idOf(service, key), known);
		}
	}

	return {
		slices,
		lines: slices.reduce((sum, {lines}) => sum + lines, 0),
		errorLines: slices.reduce((sum, {errorLines}) => sum + errorLines, 0),
		minutes: slices.reduce((sum, {startMs, endMs}) => sum + ((endMs - startMs) / minuteMs), 0),
		usual,
		errors,
		said,
		warned,
		services,
		ends,
	};
}
