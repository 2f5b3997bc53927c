import type {Reading} from '../episodes.js';
import {slotOf} from '../baseline/series.js';
import type {ServiceState} from '../service.js';
import {usualLeast} from '../baseline/usual-lines.js';

/** A service that usually writes so many lines a minute would be heard. */
const talkativeLines = 3;
const minTalkative = 5;

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
export const isFleetHeard = ({talkative, heard}: FleetCount): boolean => talkative < minTalkative || heard >= talkative / 2;

/** What to say of the whole fleet's silence since the given moment. */
export const readFleet = ({silent, usualLines}: FleetCount, sinceMs: number): Reading => ({
	severity: 'critical',
	onsetMs: sinceMs,
	observedPerMinute: 0,
	expectedPerMinute: usualLines,
	limitPerMinute: undefined,
	services: silent,
});

