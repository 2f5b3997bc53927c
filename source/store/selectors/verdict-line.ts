import type {Incident} from '../../detect/incidents/incident.js';
import {isOpen} from '../../detect/lifecycle.js';
import {isNewError} from '../../detect/kinds/registry.js';
import {fleetService, type Anomaly} from '../../detect/types.js';
import type {State} from '../state.js';
import {isLearning} from '../learning.js';
import {isMuted, muteEnd, openIncidents} from './incidents.js';
import {memoizeLast} from './memoize.js';

export type FleetVerdict = {
	/** `judging` before any service was held against what is expected of it: that nothing is abnormal means nothing then. */
	readonly tone: 'calm' | 'abnormal' | 'judging' | 'unknown';
	/** The worst first. */
	readonly incidents: readonly Incident[];
	/** Their services that nobody has muted, incident by incident, each in the order in which the trouble began. */
	readonly first: ReadonlyArray<{readonly service: string; readonly onsetMs: number}>;
	readonly abnormal: number;
	/** Abnormal services that somebody has muted. */
	readonly muted: number;
	readonly services: number;
	readonly newPatterns: number;
	readonly fleet: Anomaly | undefined;
};

/** Which services are abnormal and which was first: what the overview's second line says. */
export const fleetVerdict = memoizeLast((state: State): FleetVerdict => {
	const incidents = openIncidents(state);
	const open = state.anomalies.filter(anomaly => isOpen(anomaly));
	const told = open.filter(anomaly => muteEnd(state, anomaly) === undefined);
	const fleet = told.find(({service}) => service === fleetService);
	const first = new Map<string, {readonly service: string; readonly onsetMs: number}>();
	for (const member of incidents.flatMap(({members}) => members)) {
		if (!isMuted(state, member) && !first.has(member.service)) {
			first.set(member.service, {service: member.service, onsetMs: member.onsetMs});
		}
	}

	return {
		tone: toneOf(state, first.size, fleet),
		incidents,
		first: [...first.values()],
		abnormal: first.size,
		muted: new Set(open.filter(({service}) => service !== fleetService && !first.has(service)).map(({service}) => service)).size,
		services: state.history.services.size,
		newPatterns: told.filter(({kind}) => isNewError(kind)).length,
		fleet,
	};
}, state => [state.history, state.anomalies, state.mutes, state.details, state.expectations, state.backfill, state.namedIncidents, state.leaders]);

function toneOf({history, expectations, backfill}: State, abnormal: number, fleet: Anomaly | undefined): FleetVerdict['tone'] {
	if (abnormal > 0 || fleet) {
		return 'abnormal';
	}

	if (history.services.size === 0) {
		return 'unknown';
	}

	return isJudging({expectations, backfill}) ? 'judging' : 'calm';
}

/** Whether too little of the past is known to call anything normal: nothing was held against what is expected yet, or the past is still being read. */
export const isJudging = ({expectations, backfill}: Pick<State, 'expectations' | 'backfill'>): boolean => expectations.size === 0
	|| (backfill.doneHours === 0 && backfill.wantedHours > 0)
	|| isLearning(backfill);
