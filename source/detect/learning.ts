import {dayMinutes} from './minute.js';
import {addOldMinute, learnMinute, sumBlock} from './baseline/baseline.js';
import {blockMinutes} from './baseline/blocks.js';
import {learnPast} from './baseline/past.js';
import type {RecentCounts} from './baseline/recent-counts.js';
import {slotOf, type ServiceSeries} from './baseline/series.js';
import {learnUsualLines} from './baseline/usual-lines.js';
import type {Episodes} from './episodes.js';
import type {ErrorView} from './kinds/error-spike.js';
import {countSilent, isFleetSilent} from './kinds/fleet.js';
import {findOpen} from './kinds/rules.js';
import {clearSilence} from './kinds/silence.js';
import type {ServiceState} from './service.js';
import type {ServiceStates} from './service-states.js';
import type {Tuning} from './tuning.js';
import type {MinuteCounts} from './types.js';

/** A correction of a minute no older than this is learnt at once, as if it had come in time. */
const freshMinutes = 5;

/** One service at one minute; `age` is how many minutes of it are known. */
export type View = ErrorView & {readonly age: number};

export type LearningOptions = {
	readonly counts: RecentCounts;
	readonly services: ServiceStates;
	readonly episodes: Episodes;
	/** Thresholds by age of the baseline, in minutes. */
	readonly tuningFor: (ageMinutes: number) => Tuning;
};

/** What a minute teaches of what is usual, whenever it comes. Minutes are numbered from the epoch. */
export type Learning = {
	/** A service at a minute, of which so many were answered. */
	readonly viewOf: (service: ServiceState, minute: number, answered: number) => View;
	/** Learns a minute; the lines that are usual have been learnt up to it. */
	readonly learn: (view: View) => void;
	/** Learns the minutes that no poll answered: as if all had gone on as before. */
	readonly learnMissing: (from: number, to: number) => void;
	/** A minute that was known already says something else of these services. */
	readonly correct: (minute: number, changed: readonly ServiceSeries[]) => void;
	/** A minute that is older than what is kept by the minute. */
	readonly addOld: (minute: number, counts: ReadonlyMap<string, MinuteCounts>) => void;
	/** Learns what was filled in long after it passed: before the next minute is judged. */
	readonly learnFilledIn: (newest: number) => void;
};

export const createLearning = ({counts, services, episodes, tuningFor}: LearningOptions): Learning => {
	/** Minutes that were filled in long after they passed. */
	const filledIn = new Set<number>();

	const viewOf = (service: ServiceState, minute: number, answered: number): View => {
		const age = Math.min(answered, minute - service.series.firstMinute + 1);
		return {
			service, minute, age, tuning: tuningFor(age), variation: service.variation + service.instability,
		};
	};

	const learn = (view: View): void => {
		const {service, minute} = view;
		learnMinute(view, findOpen(episodes, service));
		if (minute % blockMinutes === blockMinutes - 1) {
			sumBlock(service, minute);
		}
	};

	const relearn = (changed: readonly ServiceSeries[], from: number, newest: number): void => {
		const answered = counts.answeredAmong(dayMinutes);
		for (const series of changed) {
			const service = services.of(series);
			for (let minute = from; minute <= newest; minute++) {
				learnUsualLines(service, minute);
				learn(viewOf(service, minute, answered));
			}

			// A line that came late was no silence.
			if (series.lines[slotOf(from)]! > 0 && service.silentRun > 0 && service.silentSince <= from) {
				clearSilence(service);
			}
		}
	};

	return {
		viewOf,
		learn,
		learnMissing(from, to) {
			for (const service of services.all()) {
				for (let minute = from; minute < to; minute++) {
					learnUsualLines(service, minute);
					learn(viewOf(service, minute, 0));
				}
			}
		},
		correct(minute, changed) {
			if (changed.length === 0) {
				return;
			}

			const newest = counts.newest() ?? minute;
			if (newest - minute >= freshMinutes) {
				filledIn.add(minute);
				return;
			}

			if (isFleetSilent(countSilent(services.all(), minute))) {
				counts.forget(minute);
				return;
			}

			relearn(changed, minute, newest);
		},
		addOld(minute, answered) {
			for (const service of services.all()) {
				const {lines = 0, errors = 0} = answered.get(service.series.name) ?? {};
				if (lines >= 0 && errors >= 0 && Number.isFinite(lines + errors)) {
					addOldMinute(service, minute, Math.max(lines, errors), errors);
				}
			}
		},
		learnFilledIn(newest) {
			if (filledIn.size === 0) {
				return;
			}

			for (const series of counts.services.values()) {
				learnPast(services.of(series), filledIn, newest);
			}

			filledIn.clear();
		},
	};
};
