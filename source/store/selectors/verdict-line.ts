import type {Anomaly} from '../../detect/types.js';
import type {State} from '../state.js';
import {memoizeLast} from './memoize.js';
import {isOpen} from './overview.js';

export type FleetVerdict = {
	readonly tone: 'calm' | 'abnormal' | 'unknown';
	/** Abnormal services in the order in which their trouble began. */
	readonly first: ReadonlyArray<{readonly service: string; readonly onsetMs: number}>;
	readonly abnormal: number;
	readonly services: number;
	readonly newPatterns: number;
	readonly fleet: Anomaly | undefined;
};

/** Which services are abnormal and which was first: what the overview's second line says. */
export const fleetVerdict = memoizeLast((state: State): FleetVerdict => {
	const onsets = new Map<string, number>();
	let newPatterns = 0;
	let fleet: Anomaly | undefined;
	for (const anomaly of state.anomalies) {
		if (!isOpen(anomaly)) {
			continue;
		}

		if (anomaly.service === '*') {
			fleet = anomaly;
			continue;
		}

		newPatterns += Number(anomaly.kind === 'new-pattern');
		onsets.set(anomaly.service, Math.min(anomaly.onsetMs, onsets.get(anomaly.service) ?? anomaly.onsetMs));
	}

	const first = [...onsets].map(([service, onsetMs]) => ({service, onsetMs})).toSorted((a, b) => a.onsetMs - b.onsetMs);
	const services = state.history.services.size;
	return {
		tone: tone(services, first.length, fleet), first, abnormal: first.length, services, newPatterns, fleet,
	};
}, state => [state.history, state.anomalies]);

function tone(services: number, abnormal: number, fleet: Anomaly | undefined): FleetVerdict['tone'] {
	if (abnormal > 0 || fleet) {
		return 'abnormal';
	}

	return services === 0 ? 'unknown' : 'calm';
}
