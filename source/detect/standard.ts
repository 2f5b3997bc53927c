import {usualErrors} from './baseline/expected-errors.js';
import {
	learnNoise,
	measureFleetDrift,
	noiseEveryMinutes,
	usualDrift,
} from './baseline/noise.js';
import {createRecentCounts} from './baseline/recent-counts.js';
import {slotOf} from './baseline/series.js';
import {learnUsualLines} from './baseline/usual-lines.js';
import {createEpisodes, type Episodes} from './episodes.js';
import {errorLimit} from './kinds/error-spike.js';
import {countSilent, isFleetSilent, judgeFleet} from './kinds/fleet.js';
import {createPatternRules, isSaneWindow} from './kinds/pattern-rules.js';
import {judge} from './kinds/rules.js';
import {createLooks} from './kinds/looks.js';
import {createSenseRules} from './kinds/sense-rules.js';
import {beginSilenceDay} from './kinds/silence.js';
import {usualLinesIn} from './kinds/volume-surge.js';
import {createLearning} from './learning.js';
import {dayMinutes, startOf} from './minute.js';
import type {Packing} from './pack.js';
import {readSaved, savedVersion} from './saved.js';
import type {ServiceState} from './service.js';
import {createServiceStates} from './service-states.js';
import {createTuning, type Sensitivity} from './tuning.js';
import type {AnomalyEvent, Detector, Minute} from './types.js';

const instabilityKeep = 1 - (1 / 2880);

export type StandardOptions = {
	readonly sensitivity?: Sensitivity;
	/** What `save` gave. */
	readonly saved?: unknown;
};

/**
The default detector: error spikes, volume surges and silences against what each service is used to, the silence of the whole fleet, storms and new errors among patterns.
*/
export const createStandardDetector = (options: StandardOptions = {}): Detector => {
	const counts = createRecentCounts();
	const episodes: Episodes = createEpisodes();
	const looks = createLooks();
	const patterns = createPatternRules(episodes, looks);
	const senses = createSenseRules(episodes, looks);
	const services = createServiceStates(counts);
	const learning = createLearning({
		counts, services, episodes, tuningFor: createTuning(options.sensitivity ?? 'normal'),
	});
	let fleetDrift = usualDrift;

	const learnNoiseInTurn = (service: ServiceState, minute: number): void => {
		if (minute % noiseEveryMinutes === service.order) {
			learnNoise(service, minute, fleetDrift);
		}

		service.instability *= instabilityKeep;
	};

	const beginDay = (from: number, to: number): void => {
		for (let minute = from; minute <= to; minute++) {
			if (minute % dayMinutes !== 0) {
				continue;
			}

			for (const service of services.all()) {
				beginSilenceDay(service, minute);
			}
		}
	};

	/** Learns what came before a minute and was not answered, or was filled in since. */
	const catchUp = (minute: number, skippedFrom: number): void => {
		learning.learnFilledIn(minute);
		const firstSkipped = Math.max(skippedFrom, minute - dayMinutes);
		beginDay(firstSkipped, minute);
		learning.learnMissing(firstSkipped, minute);
		if (minute % noiseEveryMinutes === 0) {
			services.forgetGone();
			fleetDrift = measureFleetDrift(services.all());
		}

		for (const series of counts.services.values()) {
			learnUsualLines(services.of(series), minute);
		}
	};

	const advance = (minute: number, skippedFrom: number, isAnswered: boolean): AnomalyEvent[] => {
		catchUp(minute, skippedFrom);
		const fleet = countSilent(services.all(), minute);
		const events: AnomalyEvent[] = isAnswered ? [...judgeFleet(episodes, fleet, minute)] : [];
		if (isFleetSilent(fleet)) {
			counts.forget(minute);
		}

		const answered = counts.answeredAmong(dayMinutes);
		for (const service of services.all()) {
			learnNoiseInTurn(service, minute);
			const view = learning.viewOf(service, minute, answered);
			learning.learn(view);
			if (!Number.isNaN(service.series.lines[slotOf(minute)]!)) {
				events.push(...judge(episodes, view, view.age));
			}
		}

		return events;
	};

	/** Known minutes of the last day; every service's expectation is asked for after each minute. */
	let answeredOfDay: number | undefined;
	const takeMinute = (minute: Minute): readonly AnomalyEvent[] => {
		answeredOfDay = undefined;
		const taken = counts.take(minute);
		if (taken.type === 'corrected') {
			learning.correct(taken.minute, taken.changed);
			return [];
		}

		if (taken.type === 'old' && minute.counts !== undefined) {
			learning.addOld(taken.minute, minute.counts);
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
	if (saved !== undefined && counts.restore(saved.history)) {
		if (services.restore(saved.rest.services)) {
			episodes.restore(saved.episodes);
			patterns.restore(saved.rest.patterns);
			senses.restore(saved.rest.senses);
			looks.restore(saved.rest.looks);
			fleetDrift = typeof saved.rest.fleetDrift === 'number' ? saved.rest.fleetDrift : usualDrift;
		} else {
			counts.restore(undefined);
		}
	}

	return {
		takeMinute,
		takePatterns(window) {
			const service = services.find(window.service);
			looks.note(counts.newest() ?? 0);
			return patterns.take(window, service && isSaneWindow(window) ? usualLinesIn(service, (counts.newest() ?? 0) - service.series.firstMinute, window) : undefined);
		},
		takeFindings(findings, atMs) {
			looks.note(counts.newest() ?? 0);
			return senses.take(findings, atMs);
		},
		anomalies: () => episodes.list(startOf(counts.newest() ?? 0)),
		expectation(name) {
			const service = services.find(name);
			const minute = counts.newest();
			if (service === undefined || minute === undefined || Number.isNaN(service.expected[slotOf(minute)]!)) {
				return undefined;
			}

			answeredOfDay ??= counts.answeredAmong(dayMinutes);
			return {
				errorsPerMinute: usualErrors(service, minute),
				errorsLimitPerMinute: errorLimit(learning.viewOf(service, minute, answeredOfDay)),
				linesPerMinute: service.usualLines,
			};
		},
		services: () => counts.services.keys(),
		counts: startMs => counts.counts(startMs),
		learnt: () => ({minutes: counts.answeredAmong(dayMinutes), wantedMinutes: dayMinutes}),
		save(packing: Packing = 'text') {
			learning.learnFilledIn(counts.newest() ?? 0);
			return {
				version: savedVersion,
				kind: 'default',
				history: counts.save(packing),
				episodes: episodes.save(),
				services: services.save(packing),
				patterns: patterns.save(),
				senses: senses.save(),
				looks: looks.save(),
				fleetDrift,
			};
		},
	};
};
