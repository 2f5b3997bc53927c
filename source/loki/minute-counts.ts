import type {Minute, MinuteCounts} from '../detect/types.js';
import {isErrorLevel, noService} from './logql.js';
import type {Labels, MetricSeries, TimeRange} from './types.js';
import {minuteMs, minuteStarts} from './windows.js';

/** What the samples of a series count: lines of which some may be errors by their level, or errors alone. */
export type CountKind = 'by-level' | 'lines' | 'errors';

type MutableCounts = {lines: number; errors: number};

/** Sums the answers of one range into its minutes. */
export class MinuteTable {
	readonly #minutes: Map<number, Map<string, MutableCounts>>;

	readonly #serviceLabel: string;

	constructor(range: TimeRange, serviceLabel: string) {
		this.#minutes = new Map(minuteStarts(range).map(startMs => [startMs, new Map<string, MutableCounts>()]));
		this.#serviceLabel = serviceLabel;
	}

	#count(startMs: number, service: string, {lines, errors}: MinuteCounts): void {
		const minute = this.#minutes.get(startMs);
		if (!minute || !Number.isFinite(lines + errors)) {
			return;
		}

		const counts = minute.get(service) ?? {lines: 0, errors: 0};
		counts.lines += lines;
		counts.errors += errors;
		minute.set(service, counts);
	}

	add(series: readonly MetricSeries[], kind: CountKind): void {
		for (const {labels, samples} of series) {
			const service = labels[this.#serviceLabel];
			const hasErrors = kind === 'errors' || (kind === 'by-level' && isErrorLevel(levelOf(labels)));
			for (const [timeMs, value] of samples) {
				const lines = kind === 'errors' ? 0 : value;
				// A sample at T counts the minute that ends at T.
				this.#count(timeMs - minuteMs, service === undefined || service === '' ? noService : service, {lines, errors: hasErrors ? value : 0});
			}
		}
	}

	minutes(): readonly Minute[] {
		return [...this.#minutes].map(([startMs, counts]) => ({startMs, counts: closed(counts)}));
	}
}

function levelOf(labels: Labels): string | undefined {
	return labels.detected_level ?? labels.level;
}

/** Lines and errors come from two questions, between which a late line may come in: there are never more errors than lines. */
function closed(counts: ReadonlyMap<string, MutableCounts>): ReadonlyMap<string, MinuteCounts> {
	return new Map([...counts].map(([service, {lines, errors}]) => [service, {lines: Math.max(lines, errors), errors}]));
}
