import {acceptErrors, acceptLines, type OpenNow} from '../baseline/baseline.js';
import type {Episode, EpisodeKey, Episodes} from '../episodes.js';
import {acceptedAfterMs} from '../lifecycle.js';
import {minuteOf, startOf} from '../minute.js';
import {sumOrElse} from '../baseline/ring.js';
import {slotOf} from '../baseline/series.js';
import type {ServiceState} from '../service.js';
import {minMinutes} from '../tuning.js';
import type {AnomalyEvent, AnomalyKind} from '../types.js';
import {usualLeast} from '../baseline/usual-lines.js';
import {
	areLinesBack,
	clearSilence,
	isBackAtOnce,
	isSilence,
	readSilence,
	updateSilence,
} from './silence.js';
import {
	type ErrorView,
	forgetErrors,
	isErrorCalm,
	isErrorSpike,
	readErrors,
} from './error-spike.js';
import {isVolumeCalm, isVolumeSurge, readVolume} from './volume-surge.js';

/** Only what wrote lines for so long can fall silent. */
const minTalkMinutes = 240;
/** So many calm minutes in a row end an anomaly. */
const calmMinutes = 3;
/** A spike that stayed below this factor makes its service count as a little noisier, up to a limit. */
const smallFactor = 4;
const instabilityStep = 0.1;
const maxInstability = 0.3;

const keyOf = (service: ServiceState, kind: AnomalyKind): EpisodeKey => ({service: service.series.name, kind});

export const findOpen = (episodes: Episodes, service: ServiceState): OpenNow => ({
	hasErrorSpike: episodes.find(keyOf(service, 'error-spike')) !== undefined,
	hasSurge: episodes.find(keyOf(service, 'volume-surge')) !== undefined,
	usualBeforeSilence: episodes.find(keyOf(service, 'silence'))?.expectedPerMinute,
});

type Ending = 'goes-on' | 'over' | 'accepted';

/** How an open anomaly stands after a minute that is calm or not. */
const endingOf = (episode: Episode, isCalm: boolean, atMs: number): Ending => {
	episode.calmMinutes = isCalm ? episode.calmMinutes + 1 : 0;
	if (episode.calmMinutes >= calmMinutes) {
		return 'over';
	}

	return atMs - episode.openedMs > acceptedAfterMs ? 'accepted' : 'goes-on';
};

const judgeErrors = (episodes: Episodes, view: ErrorView, atMs: number): AnomalyEvent | undefined => {
	const {service, minute} = view;
	const key = keyOf(service, 'error-spike');
	const episode = episodes.find(key);
	if (episode === undefined) {
		return isErrorSpike(view) ? episodes.open(key, readErrors(view), atMs) : undefined;
	}

	const ending = endingOf(episode, isErrorCalm(view), atMs);
	if (ending === 'goes-on') {
		// While it calms down it says what it was, not what is left of it.
		return episode.calmMinutes > 0 ? undefined : episodes.update(episode, readErrors(view, minuteOf(episode.onsetMs)), atMs);
	}

	forgetErrors(service, minute);
	if (episode.peakFactor < smallFactor) {
		service.instability = Math.min(maxInstability, service.instability + instabilityStep);
	}

	if (ending === 'accepted') {
		acceptErrors(service, minute);
	}

	return episodes.resolve(episode, atMs, ending === 'accepted');
};

const judgeVolume = (episodes: Episodes, view: ErrorView, atMs: number): AnomalyEvent | undefined => {
	const {service, minute} = view;
	const key = keyOf(service, 'volume-surge');
	const episode = episodes.find(key);
	const isSurge = isVolumeSurge(view);
	if (episode === undefined) {
		return isSurge ? episodes.open(key, readVolume(view), atMs) : undefined;
	}

	const ending = endingOf(episode, isVolumeCalm(view, episode.expectedPerMinute), atMs);
	if (ending === 'goes-on') {
		return episode.calmMinutes > 0 ? undefined : episodes.update(episode, readVolume(view, minuteOf(episode.onsetMs), episode.expectedPerMinute), atMs);
	}

	if (ending === 'accepted') {
		acceptLines(service, minute);
	}

	return episodes.resolve(episode, atMs, ending === 'accepted');
};

const judgeSilence = (episodes: Episodes, view: ErrorView, atMs: number): AnomalyEvent | undefined => {
	const {service, minute} = view;
	const key = keyOf(service, 'silence');
	const episode = episodes.find(key);
	const lines = service.series.lines[slotOf(minute)]!;
	if (episode === undefined) {
		updateSilence(service, minute, lines);
		// A job that ran for an hour and ended is not a service that fell silent.
		const wasTalkingLong = service.silentSince - service.series.firstMinute >= minTalkMinutes;
		return wasTalkingLong && isSilence(service, minute, view.tuning)
			? episodes.open(key, readSilence(minute, lines, usualLeast(service), service.silentSince, minute), atMs)
			: undefined;
	}

	const usual = episode.expectedPerMinute;
	const isBack = isBackAtOnce(sumOrElse(service.series.lines, service.cleanLines, minute - 9, minute + 1), lines, usual);
	const ending = isBack ? 'over' : endingOf(episode, areLinesBack(service, minute, usual), atMs);
	if (ending === 'goes-on') {
		return episode.calmMinutes > 0 ? undefined : episodes.update(episode, readSilence(minute, lines, usual, minuteOf(episode.onsetMs), minuteOf(episode.openedMs)), atMs);
	}

	clearSilence(service);
	if (ending === 'accepted') {
		acceptLines(service, minute);
	}

	return episodes.resolve(episode, atMs, ending === 'accepted');
};

/** Judges one learnt minute of one service by all rules; `age` is how many minutes of it are known. */
export const judge = (episodes: Episodes, view: ErrorView, age: number): AnomalyEvent[] => {
	const atMs = startOf(view.minute);
	const events: AnomalyEvent[] = [];
	const take = (event: AnomalyEvent | undefined): void => {
		if (event !== undefined) {
			events.push(event);
		}
	};

	if (age >= minMinutes.errors) {
		take(judgeErrors(episodes, view, atMs));
	}

	if (age >= minMinutes.lines) {
		take(judgeVolume(episodes, view, atMs));
		take(judgeSilence(episodes, view, atMs));
	}

	return events;
};
