import type {Minute} from '../../detect/types.js';
import {isErrorLevel, levelLabelOf, serviceNamed} from '../logql/logql.js';
import type {MetricSeries, Scope, TimeRange} from '../types.js';
import {minuteMs} from '../../detect/minute.js';
import {minuteStarts} from './windows.js';

/** What the samples of a series count: lines of which some may be errors by their level (where a service has no filter of its own), lines, or errors alone. */
export type CountKind = 'by-level' | 'lines' | 'errors';

type MutableCounts = {lines: number; errors: number};

/** Sums the answers of one range into its minutes. */
export class MinuteTable {
	readonly #minutes: ReadonlyMap<number, Map<string, MutableCounts>>;

	readonly #scope: Scope;

	#isPartial = false;

	constructor(range: TimeRange, scope: Scope) {
		this.#minutes = new Map(minuteStarts(range).map(startMs => [startMs, new Map<string, MutableCounts>()]));
		this.#scope = scope;
	}

	#addSamples(samples: MetricSeries['samples'], service: string, {areLines, areErrors}: {readonly areLines: boolean; readonly areErrors: boolean}): void {
		for (const [timeMs, value] of samples) {
			// A sample between the minutes is of another question: what this one would have told is not known.
			this.#isPartial ||= timeMs % minuteMs !== 0;
			// A sample at T counts the minute that ends at T.
			const counts = countsOf(this.#minutes.get(timeMs - minuteMs), service);
			if (!counts) {
				continue;
			}

			const count = Number.isFinite(value) && value >= 0 ? value : NaN;
			counts.lines += areLines ? count : 0;
			counts.errors += areErrors ? count : 0;
		}
	}

	add(series: readonly MetricSeries[], kind: CountKind): void {
		const {capabilities, errorFilters} = this.#scope;
		const levelLabel = levelLabelOf(capabilities) ?? '';
		for (const {labels, samples} of series) {
			const service = serviceNamed(labels[capabilities.serviceLabel]);
			const areErrors = kind === 'errors' || (kind === 'by-level' && isErrorLevel(labels[levelLabel]) && errorFilters?.stageOf(service) === undefined);
			this.#addSamples(samples, service, {areLines: kind !== 'errors', areErrors});
		}
	}

	/** Loki warned of one of the answers: what they do not name is not known. */
	markPartial(): void {
		this.#isPartial = true;
	}

	/** All minutes, oldest first. A count that was no number is NaN: missing, never zero. */
	minutes(): readonly Minute[] {
		const minutes: Minute[] = [];
		for (const [startMs, counts] of this.#minutes) {
			for (const service of counts.values()) {
				// Lines and errors may come from two questions, between which a late line comes in: there are never more errors than lines.
				service.lines = Math.max(service.lines, service.errors);
				service.errors = Number.isNaN(service.lines) ? NaN : service.errors;
			}

			minutes.push({startMs, counts, ...this.#isPartial && {isPartial: true}});
		}

		return minutes;
	}
}

/** Undefined for a sample outside the minutes that were asked. */
function countsOf(minute: Map<string, MutableCounts> | undefined, service: string): MutableCounts | undefined {
	if (!minute) {
		return undefined;
	}

	let counts = minute.get(service);
	if (!counts) {
		counts = {lines: 0, errors: 0};
		minute.set(service, counts);
	}

	return counts;
}
