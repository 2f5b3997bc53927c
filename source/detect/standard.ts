import {
	addOldMinute,
	learnMinute,
	sumBlock,
} from './baseline/baseline.js';
import {blockMinutes} from './baseline/blocks.js';
import {createEpisodes, type Episodes} from './episodes.js';
import {errorLimit, type ErrorView} from './kinds/error-spike.js';
import {usualErrors} from './baseline/expected-errors.js';
import {
	countSilent,
	isFleetHeard,
	isFleetSilent,
	readFleet,
	type FleetCount,
} from './kinds/fleet.js';
import {createRecentCounts} from './baseline/recent-counts.js';
import {startOf} from './minute.js';
import {
	learnNoise,
	measureFleetDrift,
	noiseEveryMinutes,
	usualDrift,
} from './baseline/noise.js';
import type {Packing} from './pack.js';
import {learnPast} from './baseline/past.js';
import {createPatternRules, isSaneWindow} from './kinds/pattern-rules.js';
import {findOpen, judge} from './kinds/rules.js';
import {createSenseRules} from './kinds/sense-rules.js';
import {readSaved, savedVersion} from './saved.js';
import {type ServiceSeries, slotOf} from './baseline/series.js';
import {
	createService,
	type ServiceState,
} from './service.js';
import {areServicesRestored, saveService} from './service-saved.js';
import {beginSilenceDay, clearSilence} from './kinds/silence.js';
import {createTuning, type Sensitivity} from './tuning.js';
import {
	type AnomalyEvent,
	type Detector,
	fleetService,
	type Minute,
	type MinuteCounts,
} from './types.js';
import {learnUsualLines} from './baseline/usual-lines.js';
import {usualLinesIn} from './kinds/volume-surge.js';

const dayMinutes = 1440;
/** A correction of a minute no older than this is learnt at once, as if it had come in time. */
const freshMinutes = 5;
/** So many answered minutes in a row end the whole fleet's silence. */
const fleetCalmMinutes = 3;
const instabilityKeep = 1 - (1 / 2880);
const fleetKey = {service: fleetService, kind: 'fleet-silence'} as const;

export type StandardOptions = {
	readonly sensitivity?: Sensitivity;
	/** What `save` gave. */
	readonly saved?: unknown;
};

/**
The default detector: error spikes, volume surges and silences against what each service is used to, the silence of the whole fleet, storms and new errors among patterns.
*/
export const createStandardDetector = (options: StandardOptions = {}): Detector => {
	const history = createRecentCounts();
	const episodes: Episodes = createEpisodes();
	const patterns = createPatternRules(episodes);
	const senses = createSenseRules(episodes);
	const tuningFor = createTuning(options.sensitivity ?? 'normal');
	const services = new Map<string, ServiceState>();
	/** Minutes that were filled in long after they passed, to be learnt before the next is judged. */
	const dirty = new Set<number>();
	let fleetDrift = usualDrift;
	let order = 0;

	const stateOf = (series: ServiceSeries): ServiceState => {
		const known = services.get(series.name);
		if (known?.series === series) {
			return known;
		}

		const service = createService(series, order++ % noiseEveryMinutes);
		services.set(series.name, service);
		return service;
	};

	const forgetGone = (): void => {
		for (const name of Array.from(services, ([name]) => name)) {
			if (!history.services.has(name)) {
				services.delete(name);
			}
		}
	};

	const learnDirty = (newest: number): void => {
		if (dirty.size === 0) {
			return;
		}

		for (const series of history.services.values()) {
			learnPast(stateOf(series), dirty, newest);
		}

		dirty.clear();
	};

	const viewOf = (service: ServiceState, minute: number, answered: number): ErrorView & {readonly age: number} => {
		const age = Math.min(answered, minute - service.series.firstMinute + 1);
		return {
			service, minute, age, tuning: tuningFor(age), variation: service.variation + service.instability,
		};
	};

	/** Learns a minute; the lines that are usual have been learnt up to it. */
	const learn = (view: ErrorView): void => {
		const {service, minute} = view;
		learnMinute(view, findOpen(episodes, service));
		if (minute % blockMinutes === blockMinutes - 1) {
			sumBlock(service, minute);
		}
	};

	const relearn = (changed: readonly ServiceSeries[], from: number, newest: number): void => {
		const answered = history.answeredAmong(dayMinutes);
		for (const series of changed) {
			const service = stateOf(series);
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

	const correct = (minute: number, changed: readonly ServiceSeries[]): void => {
		const newest = history.newest() ?? minute;
		if (newest - minute >= freshMinutes) {
			dirty.add(minute);
			return;
		}

		if (changed.length > 0 && isFleetSilent(countSilent(services.values(), minute))) {
			history.forget(minute);
			return;
		}

		relearn(changed, minute, newest);
	};

	const addOld = (minute: number, counts: ReadonlyMap<string, MinuteCounts>): void => {
		for (const service of services.values()) {
			const {lines = 0, errors = 0} = counts.get(service.series.name) ?? {};
			if (lines >= 0 && errors >= 0 && Number.isFinite(lines + errors)) {
				addOldMinute(service, minute, Math.max(lines, errors), errors);
			}
		}
	};

	const judgeFleet = (count: FleetCount, minute: number): AnomalyEvent[] => {
		const atMs = startOf(minute);
		const episode = episodes.find(fleetKey);
		let event: AnomalyEvent | undefined;
		if (isFleetSilent(count)) {
			event = episode === undefined
				? episodes.open(fleetKey, readFleet(count, atMs), atMs)
				: episodes.update(episode, readFleet(count, episode.onsetMs), atMs);
			if (episode !== undefined) {
				episode.calmMinutes = 0;
			}
		} else if (episode !== undefined && isFleetHeard(count) && ++episode.calmMinutes >= fleetCalmMinutes) {
			event = episodes.resolve(episode, atMs);
		}

		return event === undefined ? [] : [event];
	};

	const learnNoiseInTurn = (service: ServiceState, minute: number): void => {
		if (minute % noiseEveryMinutes === service.order) {
			learnNoise(service, minute, fleetDrift);
		}

		service.instability *= instabilityKeep;
	};

	/** Learns the minutes that no poll answered: as if all had gone on as before. */
	const learnMissing = (from: number, to: number): void => {
		for (const service of services.values()) {
			for (let minute = from; minute < to; minute++) {
				learnUsualLines(service, minute);
				learn(viewOf(service, minute, 0));
			}
		}
	};

	const beginDay = (from: number, to: number): void => {
		for (let minute = from; minute <= to; minute++) {
			if (minute % dayMinutes !== 0) {
				continue;
			}

			for (const service of services.values()) {
				beginSilenceDay(service, minute);
			}
		}
	};

	const advance = (minute: number, skippedFrom: number, isAnswered: boolean): AnomalyEvent[] => {
		learnDirty(minute);
		const firstSkipped = Math.max(skippedFrom, minute - dayMinutes);
		beginDay(firstSkipped, minute);
		learnMissing(firstSkipped, minute);
		if (minute % noiseEveryMinutes === 0) {
			forgetGone();
			fleetDrift = measureFleetDrift(services.values());
		}

		for (const series of history.services.values()) {
			learnUsualLines(stateOf(series), minute);
		}

		const count = countSilent(services.values(), minute);
		const events: AnomalyEvent[] = isAnswered ? judgeFleet(count, minute) : [];
		if (isFleetSilent(count)) {
			history.forget(minute);
		}

		const answered = history.answeredAmong(dayMinutes);
		for (const service of services.values()) {
			learnNoiseInTurn(service, minute);
			const view = viewOf(service, minute, answered);
			learn(view);
			if (!Number.isNaN(service.series.lines[slotOf(minute)]!)) {
				events.push(...judge(episodes, view, view.age));
			}
		}

		return events;
	};

	const takeMinute = (minute: Minute): readonly AnomalyEvent[] => {
		const taken = history.take(minute);
		if (taken.type === 'corrected') {
			correct(taken.minute, taken.changed);
			return [];
		}

		if (taken.type === 'old' && minute.counts !== undefined) {
			addOld(taken.minute, minute.counts);
		}

		if (taken.type !== 'advanced') {
			return [];
		}

		const events = advance(taken.minute, taken.skippedFrom, minute.counts !== undefined);
		const atMs = startOf(taken.minute);
		events.push(...patterns.expire(atMs), ...senses.expire(atMs));
		episodes.prune(atMs);
		return events;
	};

	const saved = readSaved(options.saved, 'default');
	if (saved !== undefined && history.restore(saved.history)) {
		if (areServicesRestored(saved.rest.services, history, services)) {
			episodes.restore(saved.episodes);
			patterns.restore(saved.rest.patterns);
			fleetDrift = typeof saved.rest.fleetDrift === 'number' ? saved.rest.fleetDrift : usualDrift;
			order = services.size;
		} else {
			history.restore(undefined);
		}
	}

	return {
		takeMinute,
		takePatterns(window) {
			const service = services.get(window.service);
			return patterns.take(window, service && isSaneWindow(window) ? usualLinesIn(service, (history.newest() ?? 0) - service.series.firstMinute, window) : undefined);
		},
		takeFindings: (findings, atMs) => senses.take(findings, atMs),
		anomalies: () => episodes.list(startOf(history.newest() ?? 0)),
		expectation(name) {
			const service = services.get(name);
			const minute = history.newest();
			if (service === undefined || minute === undefined || Number.isNaN(service.expected[slotOf(minute)]!)) {
				return undefined;
			}

			return {
				errorsPerMinute: usualErrors(service, minute),
				errorsLimitPerMinute: errorLimit(viewOf(service, minute, history.answeredAmong(dayMinutes))),
				linesPerMinute: service.usualLines,
			};
		},
		services: () => history.services.keys(),
		counts: startMs => history.counts(startMs),
		learnt: () => ({minutes: history.answeredAmong(dayMinutes), wantedMinutes: dayMinutes}),
		save(packing: Packing = 'text') {
			learnDirty(history.newest() ?? 0);
			return {
				version: savedVersion,
				kind: 'default',
				history: history.save(packing),
				episodes: episodes.save(),
				services: Array.from(services, ([, service]) => saveService(service, packing)),
				patterns: patterns.save(),
				fleetDrift,
			};
		},
	};
};
