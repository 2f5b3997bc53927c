import {sameTroubleMs} from '../../detect/lifecycle.js';
import {fleetVerdict} from '../../store/selectors/verdict-line.js';
import type {Store} from '../../store/store.js';
import type {ServiceDetails} from './service-details.js';

/** Services that are looked into without being asked, at once. The rest waits until somebody opens it. */
const maxServices = 3;

/**
Reads the evidence of the services that broke first as soon as they are known, so that the verdict without AI is there before anyone asks.
Each service once for each trouble; ends with the signal.
*/
export function lookIntoFirst(store: Store, details: ServiceDetails, signal: AbortSignal): void {
	const seen = new Map<string, number>();
	let isRunning = false;

	const next = (): string | undefined => {
		const {first} = fleetVerdict(store.getState());
		return first.slice(0, maxServices).find(({service, onsetMs}) => Math.abs((seen.get(service) ?? -Infinity) - onsetMs) > sameTroubleMs)?.service;
	};

	const look = async (): Promise<void> => {
		if (isRunning || signal.aborted || store.getState().connection.status !== 'live') {
			return;
		}

		isRunning = true;
		for (let service = next(); service !== undefined && !signal.aborted; service = next()) {
			const onset = fleetVerdict(store.getState()).first.find(entry => entry.service === service);
			seen.set(service, onset?.onsetMs ?? 0);
			await details.load(service);
		}

		isRunning = false;
	};

	const unsubscribe = store.subscribe(() => {
		void look();
	});
	signal.addEventListener('abort', unsubscribe, {once: true});
}
