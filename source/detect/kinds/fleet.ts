import type {Episodes, Reading} from '../episodes.js';
import {startOf} from '../minute.js';
import {slotOf} from '../baseline/series.js';
import type {ServiceState} from '../service.js';
import {fleetService, type AnomalyEvent} from '../types.js';
import {usualLeast} from '../baseline/usual-lines.js';

/** A service that usually writes so many lines a minute would be heard. */
const talkativeLines = 3;
const minTalkative = 5;
/** So many answered minutes in a row end the whole fleet's silence. */
const fleetCalmMinutes = 3;
const fleetKey = {service: fleetService, kind: 'fleet-silence'} as const;

/** Of the services that should have been heard in a minute: how many were, and how many were not. Of the others it is not known. */
export type FleetCount = {readonly talkative: number; readonly silent: number; readonly heard: number; readonly usualLines: number};

/** Counts, of the services that always have something to say, who was heard in a minute and who was not. */
export const countSilent = (services: Iterable<ServiceState>, minute: number): FleetCount => {
	let talkative = 0;
	let silent = 0;
	let heard = 0;
	let usualLines = 0;
	for (const service of services) {
		const usual = usualLeast(service);
		if (!(usual >= talkativeLines)) {
			continue;
		}

		talkative++;
		usualLines += usual;
		const lines = service.series.lines[slotOf(minute)]!;
		silent += lines === 0 ? 1 : 0;
		heard += lines > 0 ? 1 : 0;
	}

	return {
		talkative, silent, heard, usualLines,
	};
};

/** More than half of them silent in the same minute: not they fail, but what collects their lines. */
export const isFleetSilent = ({talkative, silent}: FleetCount): boolean => talkative >= minTalkative && silent > talkative / 2;

/** Half of them heard: the silence of the fleet ends with minutes in which lines came, not with minutes of which little is known. */
const isFleetHeard = ({talkative, heard}: FleetCount): boolean => talkative < minTalkative || heard >= talkative / 2;

/** What to say of the whole fleet's silence since the given moment. */
const readFleet = ({silent, usualLines}: FleetCount, sinceMs: number): Reading => ({
	severity: 'critical',
	onsetMs: sinceMs,
	observedPerMinute: 0,
	expectedPerMinute: usualLines,
	limitPerMinute: undefined,
	services: silent,
});

/** Opens, updates or ends the silence of the whole fleet, after a minute that was answered. */
export const judgeFleet = (episodes: Episodes, count: FleetCount, minute: number): readonly AnomalyEvent[] => {
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
